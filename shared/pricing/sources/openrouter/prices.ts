import { add, isZero, multiply, compare } from "../../../money/decimal.ts";
import type { Decimal } from "../../../money/decimal.ts";
import type { Meter } from "../../meter.ts";
import type { Rate, RateCondition } from "../../rate.ts";
import type { RejectedRow } from "../../source.ts";
import { isList } from "../json.ts";
import { isObject } from "../../../text/json.ts";
import type { JsonObject } from "../../../text/json.ts";
import { quote, readUsd } from "../usd.ts";
import { overrideCondition } from "./overrides.ts";

/** Fields of `pricing` by the meter they price, USD per one unit. */
const METERS: ReadonlyMap<string, Meter> = new Map<string, Meter>([
  ["prompt", "input_tokens"],
  ["completion", "output_tokens"],
  ["input_cache_read", "cache_read_tokens"],
  ["input_audio_cache", "cache_read_audio_tokens"],
  ["input_cache_write", "cache_write_tokens"],
  ["input_cache_write_1h", "cache_write_1h_tokens"],
  ["audio", "input_audio_tokens"],
  ["audio_output", "output_audio_tokens"],
  ["image_token", "input_image_tokens"],
  ["image_output", "output_image_tokens"],
  ["internal_reasoning", "reasoning_tokens"],
  ["web_search", "web_searches"],
  ["request", "requests"],
]);

/** Read apart (`image`, `overrides`), or already inside the listed price (`discount`: the price shown is net of it). */
const OTHER_FIELDS: ReadonlySet<string> = new Set(["image", "overrides", "discount"]);

/** An image costs at least a hundred prompt tokens (Gemini counts 258 of them, the listed ones thousands). */
const TOKENS_OF_AN_IMAGE: Decimal = { coefficient: 100, scale: 0 };

export interface PricingReading {
  readonly rates: readonly Rate[];
  readonly rejected: readonly RejectedRow[];
  readonly unknown: readonly string[];
  /** A negative prompt or completion price: the price depends on what the request is routed to. */
  readonly dynamic: boolean;
  /** Why the row as a whole has no readable price. */
  readonly broken: RejectedRow | null;
}

interface Draft {
  readonly key: string;
  readonly rates: Rate[];
  readonly rejected: RejectedRow[];
  readonly unknown: string[];
}

export function readPricing(key: string, pricing: JsonObject, storageWrites: boolean): PricingReading {
  const draft: Draft = { key, rates: [], rejected: [], unknown: [] };
  const broken = brokenBase(key, pricing);
  if (broken !== null) return { ...draft, dynamic: false, broken };
  if (isNegativePrice(pricing["prompt"]) || isNegativePrice(pricing["completion"])) {
    return { ...draft, dynamic: true, broken: null };
  }
  readFields(draft, pricing, null, 0);
  readImage(draft, pricing["image"]);
  readOverrides(draft, pricing["overrides"]);
  const rates = storageWrites ? withInputInWrites(draft.rates) : draft.rates;
  return { ...draft, rates, dynamic: false, broken: null };
}

function brokenBase(key: string, pricing: JsonObject): RejectedRow | null {
  for (const field of ["prompt", "completion"]) {
    const reading = readUsd(pricing[field]);
    if (!("usd" in reading) && reading.reason !== "negative") {
      return { key, reason: reading.reason, detail: `${field}: ${reading.detail}` };
    }
  }
  return null;
}

function isNegativePrice(value: unknown): boolean {
  const reading = readUsd(value);
  return "reason" in reading && reading.reason === "negative";
}

function readFields(draft: Draft, prices: JsonObject, condition: RateCondition | null, precedence: number): void {
  for (const [field, value] of Object.entries(prices)) {
    const meter = METERS.get(field);
    if (meter !== undefined) readField(draft, field, value, { meter, tier: "standard", condition, precedence });
    else if (condition === null && !OTHER_FIELDS.has(field)) draft.unknown.push(field);
  }
}

function readField(draft: Draft, field: string, value: unknown, slot: Omit<Rate, "usd">): void {
  const reading = readUsd(value);
  if ("usd" in reading) draft.rates.push({ ...slot, usd: reading.usd });
  // Any negative is "no price" here: nothing to correct, nothing to take.
  else if (reading.reason !== "negative") {
    draft.rejected.push({
      key: draft.key,
      meter: slot.meter,
      reason: reading.reason,
      detail: `${field}: ${reading.detail}`,
    });
  }
}

/**
 * The unit of `image` is not stated: documented as per image, while Gemini rows carry the price of a prompt token
 * (which the input price covers already). Only what must be a price per image is taken; anything between is refused.
 */
function readImage(draft: Draft, value: unknown): void {
  if (value === undefined) return;
  const reading = readUsd(value);
  if (!("usd" in reading) || isZero(reading.usd)) return;
  const prompt = draft.rates.find((rate) => rate.meter === "input_tokens")?.usd;
  if (prompt === undefined || compare(reading.usd, prompt) === 0) return;
  if (compare(reading.usd, multiply(prompt, TOKENS_OF_AN_IMAGE)) >= 0 && !isZero(prompt)) {
    draft.rates.push({ meter: "input_images", tier: "standard", usd: reading.usd, condition: null, precedence: 0 });
  } else {
    draft.rejected.push({
      key: draft.key,
      meter: "input_images",
      reason: "ambiguous_unit",
      detail: `image: ${quote(value)}`,
    });
  }
}

/** Later entries win per key, and an absent key inherits: the position is the precedence. */
function readOverrides(draft: Draft, value: unknown): void {
  if (value === undefined || value === null) return;
  if (!isList(value)) {
    draft.rejected.push({ key: draft.key, meter: "overrides", reason: "bad_override", detail: quote(value) });
    return;
  }
  for (const [index, entry] of value.slice(0, 64).entries()) {
    const reading = isObject(entry) ? overrideCondition(entry, METERS) : { refused: quote(entry) };
    if ("refused" in reading) {
      draft.rejected.push({ key: draft.key, meter: "overrides", reason: "bad_override", detail: reading.refused });
    } else {
      readFields(draft, reading.prices, reading.condition, index + 1);
    }
  }
}

/**
 * Google rows list as `input_cache_write` what storing costs for five minutes, on top of the prompt price of the written tokens
 * (gemini-2.5-pro: 1.625e-6 until 2025, 3.75e-7 beside 1.25e-6 since). A write rate is the whole price of a written token.
 */
function withInputInWrites(rates: readonly Rate[]): readonly Rate[] {
  const base = rates.find((rate) => rate.meter === "input_tokens" && rate.condition === null);
  const storage = rates.find((rate) => rate.meter === "cache_write_tokens" && rate.condition === null);
  if (base === undefined || storage === undefined || isZero(storage.usd)) return rates;
  const inputs = rates.filter((rate) => rate.meter === "input_tokens");
  const writes = inputs.map((input): Rate => {
    const own = rates.find((rate) => rate.meter === "cache_write_tokens" && rate.precedence === input.precedence);
    return { ...input, meter: "cache_write_tokens", usd: add(input.usd, (own ?? storage).usd) };
  });
  return [...rates.filter((rate) => rate.meter !== "cache_write_tokens"), ...writes];
}
