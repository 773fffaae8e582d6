import { type Decimal, formatDecimal, times } from "../../../../shared/money/decimal.ts";
import { isTokenMeter, type Meter } from "../../../../shared/pricing/meter.ts";
import { type Content, html } from "../html.ts";

/** What stands where nothing is known: never a zero, never a dash that could be read as one. */
export const UNKNOWN = html`<span class="unknown">unknown</span>`;

/** USD per million units: how the field quotes token prices. */
export function perMillion(usd: Decimal): string {
  return usdText(times(usd, 1_000_000));
}

/** What a unit price is per: a million tokens or characters, or one piece. */
export function unitOf(meter: Meter): { readonly name: string; readonly factor: number } {
  if (isTokenMeter(meter)) return { name: "1M tokens", factor: 1_000_000 };
  if (meter.endsWith("_characters")) return { name: "1M characters", factor: 1_000_000 };
  if (meter.endsWith("_pixels")) return { name: "1M pixels", factor: 1_000_000 };
  if (meter.endsWith("_seconds")) return { name: "second", factor: 1 };
  return { name: (UNIT_NAMES.get(meter) ?? meter).replaceAll("_", " "), factor: 1 };
}

const UNIT_NAMES: ReadonlyMap<string, string> = new Map([
  ["requests", "request"],
  ["queries", "query"],
  ["web_searches", "search"],
  ["code_interpreter_sessions", "session"],
  ["input_images", "image"],
  ["output_images", "image"],
  ["pages", "page"],
  ["annotation_pages", "page"],
]);

/** An exact amount with grouped thousands and at least two decimals: `1,234.50`, `0.00725`. */
export function usdText(usd: Decimal): string {
  return groupedUsd(formatDecimal(usd));
}

/** The same of a decimal string. */
export function groupedUsd(text: string): string {
  const [whole = "0", fraction = ""] = text.split(".");
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")}.${fraction.padEnd(2, "0")}`;
}

/** How many decimals a column needs so that its decimal points stand under each other. */
export function placesOf(texts: readonly (string | null)[]): number {
  return texts.reduce((most, text) => Math.max(most, text === null ? 0 : decimalsOf(text)), 0);
}

/** An amount, and room for the decimals that others of the column have and it has not. */
export function aligned(text: string | null, places: number): Content {
  if (text === null) return UNKNOWN;
  const missing = Math.min(12, places - decimalsOf(text));
  return missing > 0 ? html`${text}<span class="fill fill-${missing}"></span>` : text;
}

function decimalsOf(text: string): number {
  const point = text.indexOf(".");
  return point === -1 ? 0 : text.length - point - 1;
}

export function countText(value: number): string {
  return value.toLocaleString("en-US");
}

/** 200000 -> `200k`, 262144 -> `262k`, 1048576 -> `1.05M`: limits are read, not added up. */
export function tokensText(value: number | undefined | null): Content {
  if (value === undefined || value === null) return UNKNOWN;
  if (value >= 999_500) return `${threeDigits(value / 1_000_000)}M`;
  if (value >= 1_000) return `${threeDigits(value / 1_000)}k`;
  return String(value);
}

function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export function percentText(share: number | null, places = 1): Content {
  return share === null ? UNKNOWN : `${(share * 100).toFixed(places)} %`;
}

/** `just now`, `12 min ago`, `3 h ago`, `5 days ago`. */
export function ageText(seconds: number): string {
  if (seconds < 10) return "just now";
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h ago`;
  return `${countText(Math.round(seconds / 86_400))} days ago`;
}

/** An instant as its age, the instant itself for machines and on hover; `unknown` where there is none. */
export function ago(instant: string | null | undefined, now: number): Content {
  const at = instant === null || instant === undefined ? Number.NaN : Date.parse(instant);
  if (instant === null || instant === undefined || Number.isNaN(at)) return UNKNOWN;
  const seconds = Math.max(0, (now - at) / 1_000);
  return html`<time datetime="${instant}" title="${dayMinute(instant)}">${ageText(seconds)}</time>`;
}

/** `2026-11-25 14:03 UTC`; a plain date stays one. */
function dayMinute(instant: string): string {
  return instant.length > 10 ? `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC` : instant;
}

export function dayMinuteTime(instant: string): Content {
  return html`<time datetime="${instant}">${dayMinute(instant)}</time>`;
}

/** `cache_read_tokens` -> `cached input`: the meters in the words of a price list. */
export function meterName(meter: string): string {
  return METER_LABELS.get(meter) ?? meter.replaceAll("_", " ");
}

const METER_LABELS: ReadonlyMap<string, string> = new Map([
  ["input_tokens", "input"],
  ["output_tokens", "output"],
  ["cache_read_tokens", "cached input"],
  ["cache_write_tokens", "cache write"],
  ["cache_write_1h_tokens", "cache write, 1 h"],
  ["reasoning_tokens", "reasoning"],
]);
