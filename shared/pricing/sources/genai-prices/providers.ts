import type { Mode, SourceOffer } from "../../offer.ts";
import { foreignProvider, isKnownFree } from "../../providers.ts";
import type { Rate } from "../../rate.ts";
import type { RejectedRow, SourceSnapshot, UnusableBody } from "../../source.ts";
import { ZERO } from "../../../money/decimal.ts";
import { readTokens } from "../fields.ts";
import { isList, textOf } from "../json.ts";
import { isObject } from "../../../text/json.ts";
import type { JsonObject } from "../../../text/json.ts";
import { opinionOffer } from "../opinion.ts";
import { isProviderName, keyRefusal, reportableKey } from "../row-key.ts";
import { lastSegment } from "../row-flags.ts";
import { UnknownKeys } from "../unknown-keys.ts";
import { quote } from "../usd.ts";
import { readPrices } from "./prices.ts";

/** When and how a list of genai-prices is read. */
export interface ReadOptions {
  /** Epoch ms; decides which dated prices are in force. */
  readonly now: number;
  /** Date of the whole list, where it is known. */
  readonly as_of?: string;
  /** What a model that is marked as deprecated without a date is listed with; left out of the offers when null. */
  readonly retired_on: string | null;
}

interface Reading {
  readonly options: ReadOptions;
  readonly offers: Map<string, SourceOffer>;
  readonly rejected: RejectedRow[];
  readonly skipped: RejectedRow[];
  readonly unknown: UnknownKeys;
  rows: number;
}

/** Providers with their models, as genai-prices publishes them: a JSON list live, the same shape in its packages. */
export function readProviders(list: readonly unknown[], options: ReadOptions): SourceSnapshot | UnusableBody {
  const reading: Reading = {
    options,
    offers: new Map(),
    rejected: [],
    skipped: [],
    unknown: new UnknownKeys(),
    rows: 0,
  };
  for (const [index, provider] of list.entries()) {
    const id = isObject(provider) ? textOf(provider, "id") : undefined;
    const models = isObject(provider) ? provider["models"] : undefined;
    if (id !== undefined && isProviderName(id) && isList(models)) {
      for (const model of models) readModel(reading, id, model);
      continue;
    }
    reading.rows += 1;
    refuse(reading, id ?? `[${index}]`, "no_models", "a provider without an id or a list of models");
  }
  const { offers, rejected, skipped, unknown, rows } = reading;
  if (offers.size === 0) return { unusable: `no model among ${rows} rows` };
  return { offers: [...offers.values()], rejected, skipped, rows, unknown_keys: unknown.list() };
}

function readModel(reading: Reading, provider: string, row: unknown): void {
  reading.rows += 1;
  const model = isObject(row) ? textOf(row, "id") : undefined;
  if (!isObject(row) || model === undefined) return refuse(reading, provider, "no_id", quote(row));
  const key = `${provider}/${model}`;
  const hostile = keyRefusal(key);
  if (hostile !== null) return refuse(reading, key, hostile.reason, hostile.detail);
  const reason = skipReason(provider, model, row, reading.options);
  if (reason !== null) {
    reading.skipped.push({ key, ...reason });
    return;
  }
  takeModel(reading, provider, model, row);
}

function takeModel(reading: Reading, provider: string, model: string, row: JsonObject): void {
  const key = `${provider}/${model}`;
  const prices = readPrices(row["prices"], reading.options.now);
  if (prices === null) return refuse(reading, key, "bad_prices", quote(row["prices"]));
  reading.unknown.add(prices.unknown);
  const base = prices.refused.find(({ field }) => field === "input_mtok" || field === "output_mtok");
  if (base !== undefined) return refuse(reading, key, base.reason, `${base.field}: ${base.detail}`);
  for (const { field, reason, detail } of prices.refused) reading.rejected.push({ key, meter: field, reason, detail });
  const isFree = prices.empty && isKnownFree(foreignProvider(provider), model);
  const offer = toOffer(provider, model, row, isFree ? FREE_RATES : prices.rates, reading.options);
  if (reading.offers.has(offer.id))
    reading.skipped.push({ key, reason: "duplicate", detail: `listed before as ${offer.id}` });
  else reading.offers.set(offer.id, offer);
}

const FREE_RATES: readonly Rate[] = [
  { meter: "input_tokens", tier: "standard", usd: ZERO, condition: null, precedence: 0 },
  { meter: "output_tokens", tier: "standard", usd: ZERO, condition: null, precedence: 0 },
];

function toOffer(
  declared: string,
  model: string,
  row: JsonObject,
  rates: readonly Rate[],
  options: ReadOptions,
): SourceOffer {
  const context = readTokens(row["context_window"]);
  const name = textOf(row, "name");
  const retired = row["deprecated"] === true ? options.retired_on : null;
  return opinionOffer({
    declared,
    model,
    ...(name === undefined ? {} : { name }),
    mode: modeOf(model, rates),
    rates,
    limits: context === undefined ? {} : { context_tokens: context },
    capabilities: [],
    also: declaredIds(row["match"]).filter((id) => id !== model),
    ...(retired === null ? {} : { deprecation_date: retired }),
    ...(options.as_of === undefined ? {} : { as_of: options.as_of }),
  });
}

function skipReason(provider: string, model: string, row: JsonObject, options: ReadOptions) {
  if (row["deprecated"] === true && options.retired_on === null)
    return { reason: "retired", detail: "marked as deprecated" };
  // Google sells Claude on Vertex alone, and this list does not tell Google's platforms apart.
  if (provider === "google" && model.startsWith("claude-"))
    return { reason: "other_platform", detail: "sold on Vertex" };
  return null;
}

/** Ids that the match rule names in full; its prefixes and patterns are never a name of an offer. */
function declaredIds(match: unknown): readonly string[] {
  if (!isObject(match)) return [];
  const clauses = isList(match["or"]) ? match["or"].slice(0, 64) : [match];
  return clauses
    .map((clause) => (isObject(clause) ? textOf(clause, "equals") : undefined))
    .filter((id) => id !== undefined)
    .filter((id) => keyRefusal(id) === null);
}

const NAMED_MODES: readonly (readonly [RegExp, Mode])[] = [
  [/rerank/, "rerank"],
  [/(?:^|[-_./])(?:embed|embedding|embeddings|bge|voyage)(?:$|[-_.\d])/, "embedding"],
  [/moderation/, "moderation"],
];

/** The list states no modes: what is billed tells them, and for models without a paid output their name. */
function modeOf(model: string, rates: readonly Rate[]): Mode {
  const meters = new Set(rates.map((rate) => rate.meter));
  if (meters.has("pages")) return "ocr";
  if (meters.has("output_tokens")) return "chat";
  if (meters.has("output_image_tokens")) return "image_generation";
  if (meters.has("input_audio_seconds")) return "audio_transcription";
  if (meters.has("input_characters") || meters.has("output_audio_tokens")) return "audio_speech";
  const name = lastSegment(model).toLowerCase();
  return NAMED_MODES.find(([pattern]) => pattern.test(name))?.[1] ?? (meters.has("queries") ? "rerank" : "unknown");
}

function refuse(reading: Reading, key: string, reason: string, detail: string): void {
  reading.rejected.push({ key: reportableKey(key), reason, detail });
}
