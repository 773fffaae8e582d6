import type { Decimal } from "../../../money/decimal.ts";
import { decimalFromNumber, roundSignificant, toNumber, ZERO } from "../../../money/decimal.ts";
import type { Meter } from "../../meter.ts";
import type { Rate, RateCondition, TimeWindow } from "../../rate.ts";
import { WINDOW_PRECEDENCE } from "../../rate.ts";
import { isList } from "../json.ts";
import { isObject } from "../../../text/json.ts";
import type { JsonObject } from "../../../text/json.ts";
import { parseClock } from "../time-window.ts";
import { perMillion, perThousand, quote, readUsd } from "../usd.ts";
import type { UsdReading } from "../usd.ts";

type Unit = (usd: Decimal) => Decimal;

const HOUR_SECONDS = 3_600;
/** A price per hour is not always a finite decimal per second: more digits than any list price is quoted in. */
const SECOND_DIGITS = 9;

const perSecond: Unit = (usd) => {
  const second = decimalFromNumber(toNumber(usd) / HOUR_SECONDS);
  return second === null ? ZERO : roundSignificant(second, SECOND_DIGITS);
};
const perBillion: Unit = (usd) => perThousand(perMillion(usd));

/** Price keys by meter and unit (`mtok` a million tokens, `kcount` and `kpages` a thousand, `gpixels` a billion). */
const METERS: ReadonlyMap<string, readonly [Meter, Unit]> = new Map<string, readonly [Meter, Unit]>([
  ["input_mtok", ["input_tokens", perMillion]],
  ["output_mtok", ["output_tokens", perMillion]],
  ["cache_read_mtok", ["cache_read_tokens", perMillion]],
  ["cache_audio_read_mtok", ["cache_read_audio_tokens", perMillion]],
  ["cache_write_mtok", ["cache_write_tokens", perMillion]],
  ["cache_write_5m_mtok", ["cache_write_tokens", perMillion]],
  ["cache_write_1h_mtok", ["cache_write_1h_tokens", perMillion]],
  ["input_audio_mtok", ["input_audio_tokens", perMillion]],
  ["output_audio_mtok", ["output_audio_tokens", perMillion]],
  ["input_image_mtok", ["input_image_tokens", perMillion]],
  ["output_image_mtok", ["output_image_tokens", perMillion]],
  ["input_video_mtok", ["input_video_tokens", perMillion]],
  ["output_video_mtok", ["output_video_tokens", perMillion]],
  ["output_reasoning_mtok", ["reasoning_tokens", perMillion]],
  ["output_citation_mtok", ["citation_tokens", perMillion]],
  ["input_mchars", ["input_characters", perMillion]],
  ["input_gpixels", ["input_pixels", perBillion]],
  ["web_searches_kcount", ["web_searches", perThousand]],
  ["requests_kcount", ["requests", perThousand]],
  ["rerank_searches_kcount", ["queries", perThousand]],
  ["input_document_kpages", ["pages", perThousand]],
  ["input_annotated_document_kpages", ["annotation_pages", perThousand]],
  ["audio_hours", ["input_audio_seconds", perSecond]],
  ["input_audio_hours", ["input_audio_seconds", perSecond]],
  ["output_audio_hours", ["output_audio_seconds", perSecond]],
]);

export interface PricesReading {
  readonly rates: readonly Rate[];
  readonly refused: readonly { readonly field: string; readonly reason: string; readonly detail: string }[];
  readonly unknown: readonly string[];
  /** The source states a price list and it is empty: its way of saying that nothing is charged. */
  readonly empty: boolean;
}

interface Draft {
  readonly rates: Rate[];
  readonly refused: { field: string; reason: string; detail: string }[];
  readonly unknown: string[];
  isEmpty: boolean;
}

/** Where in time a list of prices applies. */
interface Placed {
  readonly prices: JsonObject;
  readonly window: TimeWindow | null;
}

/**
 * `prices`: one price list, or several with constraints of which the last that holds applies. Start dates are decided by `now`
 * (epoch ms), daily windows become conditions. Null when the shape is not that.
 */
export function readPrices(value: unknown, now: number): PricesReading | null {
  const placed = isObject(value) ? [{ prices: value, window: null }] : isList(value) ? inForce(value, now) : null;
  if (placed === null) return null;
  const draft: Draft = { rates: [], refused: [], unknown: [], isEmpty: placed.length > 0 };
  for (const [position, { prices, window }] of placed.entries()) {
    readList(draft, prices, window === null ? null : { windows: [window] }, position * WINDOW_PRECEDENCE);
  }
  const { isEmpty, ...lists } = draft;
  return { ...lists, empty: isEmpty };
}

/** The last price list whose date has come, and the daily windows listed after it; null for a constraint that is not understood. */
function inForce(entries: readonly unknown[], now: number): readonly Placed[] | null {
  let placed: Placed[] = [];
  // Precedence grows with the position and must stay a safe integer.
  for (const entry of entries.slice(0, 64)) {
    const prices = isObject(entry) ? entry["prices"] : undefined;
    if (!isObject(entry) || !isObject(prices)) return null;
    const constraint = entry["constraint"];
    if (constraint === undefined || constraint === null) placed = [{ prices, window: null }];
    else if (!isObject(constraint)) return null;
    else if (typeof constraint["start_date"] === "string") {
      const start = Date.parse(`${constraint["start_date"]}T00:00:00Z`);
      if (Number.isNaN(start)) return null;
      if (start <= now) placed = [{ prices, window: null }];
    } else {
      const window = readWindow(constraint);
      if (window === null) return null;
      placed = [...placed, { prices, window }];
    }
  }
  return placed.slice(0, 8);
}

function readWindow(constraint: JsonObject): TimeWindow | null {
  const [start, end] = [constraint["start_time"], constraint["end_time"]];
  if (typeof start !== "string" || typeof end !== "string") return null;
  const start_minute = parseClock(start.replace(/Z$/, ""));
  const end_minute = parseClock(end.replace(/Z$/, ""));
  return start_minute === null || end_minute === null ? null : { start_minute, end_minute };
}

function readList(draft: Draft, prices: JsonObject, condition: RateCondition | null, precedence: number): void {
  for (const [field, value] of Object.entries(prices)) {
    if (value === null) continue;
    draft.isEmpty = false;
    const known = METERS.get(field);
    if (known === undefined) {
      draft.unknown.push(field);
      continue;
    }
    const [meter, unit] = known;
    const slot = { meter, tier: "standard", condition, precedence } as const;
    if (isObject(value)) readTiered(draft, field, value, slot, unit);
    else take(draft, field, readUsd(value), slot, unit);
  }
}

/** `{base, tiers: [{start, price}]}`: above `start` tokens of input, the whole request at `price`. */
function readTiered(draft: Draft, field: string, value: JsonObject, slot: Omit<Rate, "usd">, unit: Unit): void {
  take(draft, field, readUsd(value["base"]), slot, unit);
  const tiers = value["tiers"];
  if (!isList(tiers)) return;
  for (const tier of tiers.slice(0, 32)) {
    const start = isObject(tier) ? tier["start"] : undefined;
    if (!isObject(tier) || typeof start !== "number" || !Number.isSafeInteger(start) || start < 0 || start > 1e9) {
      draft.refused.push({ field, reason: "bad_tier", detail: quote(start) });
      continue;
    }
    const condition = { ...slot.condition, ...threshold(start) };
    take(draft, field, readUsd(tier["price"]), { ...slot, condition, precedence: slot.precedence + start + 1 }, unit);
  }
}

/** "More than 271,999" is how this source writes "272,000 and more". */
function threshold(start: number): RateCondition {
  return start % 1_000 === 999 ? { above_tokens: start + 1, inclusive: true } : { above_tokens: start };
}

function take(draft: Draft, field: string, reading: UsdReading, slot: Omit<Rate, "usd">, unit: Unit): void {
  if ("usd" in reading) draft.rates.push({ ...slot, usd: unit(reading.usd) });
  else draft.refused.push({ field, reason: reading.reason, detail: reading.detail });
}
