import type { Capability, Mode, SourceOffer } from "../offer.ts";
import type { Meter } from "../meter.ts";
import type { Rate, RateCondition } from "../rate.ts";
import type { PriceSource, RejectedRow, SourceSnapshot, UnusableBody } from "../source.ts";
import { readTokens } from "./fields.ts";
import { isList, parseBody, textOf, textsOf } from "./json.ts";
import { isObject } from "../../text/json.ts";
import type { JsonObject } from "../../text/json.ts";
import { opinionOffer } from "./opinion.ts";
import { isProviderName, keyRefusal, reportableKey } from "./row-key.ts";
import { UnknownKeys } from "./unknown-keys.ts";
import { quote, readUsdPerMillion } from "./usd.ts";

/** models.dev: providers with their models, costs in USD per million tokens. */
export const modelsDev: PriceSource = {
  name: "models_dev",
  url: "https://models.dev/api.json",
  license: "MIT",
  attribution: "models.dev, MIT licence",
  read: ([body]) => {
    if (body === undefined) return { unusable: "no body" };
    const parsed = parseBody(body);
    if ("unusable" in parsed) return parsed;
    return isObject(parsed.value) ? readProviders(parsed.value) : { unusable: "not a JSON object" };
  },
};

const METERS: ReadonlyMap<string, Meter> = new Map<string, Meter>([
  ["input", "input_tokens"],
  ["output", "output_tokens"],
  ["cache_read", "cache_read_tokens"],
  ["cache_write", "cache_write_tokens"],
  ["reasoning", "reasoning_tokens"],
  ["input_audio", "input_audio_tokens"],
  ["output_audio", "output_audio_tokens"],
]);

/** Fields of a cost that state no price of their own. `context_over_200k` repeats `tiers` in an older form. */
const TIER_FIELDS: ReadonlySet<string> = new Set(["tiers", "tier", "context_over_200k"]);
const OLD_TIER_TOKENS = 200_000;

const FLAGS: readonly (readonly [string, Capability])[] = [
  ["tool_call", "tools"],
  ["reasoning", "reasoning"],
  ["structured_output", "structured_output"],
];
const INPUTS: readonly (readonly [string, Capability])[] = [
  ["image", "vision"],
  ["pdf", "pdf_input"],
  ["audio", "audio_input"],
  ["video", "video_input"],
];

interface Reading {
  readonly offers: Map<string, SourceOffer>;
  readonly rejected: RejectedRow[];
  readonly skipped: RejectedRow[];
  readonly unknown: UnknownKeys;
  rows: number;
}

function readProviders(document: JsonObject): SourceSnapshot | UnusableBody {
  const reading: Reading = { offers: new Map(), rejected: [], skipped: [], unknown: new UnknownKeys(), rows: 0 };
  for (const [provider, entry] of Object.entries(document)) {
    const models = isObject(entry) ? entry["models"] : undefined;
    if (!isProviderName(provider) || !isObject(models)) {
      reading.rows += 1;
      refuse(reading, provider, "no_models", "a provider without a list of models");
      continue;
    }
    for (const [model, row] of Object.entries(models)) readModel(reading, provider, model, row);
  }
  const { offers, rejected, skipped, unknown, rows } = reading;
  if (offers.size === 0) return { unusable: `no model among ${rows} rows` };
  return { offers: [...offers.values()], rejected, skipped, rows, unknown_keys: unknown.list() };
}

function readModel(reading: Reading, provider: string, model: string, row: unknown): void {
  reading.rows += 1;
  const key = `${provider}/${model}`;
  const hostile = keyRefusal(key);
  if (hostile !== null) return refuse(reading, key, hostile.reason, hostile.detail);
  if (!isObject(row)) return refuse(reading, key, "not_an_object", quote(row));
  // Retired, without saying since when: no opinion on a price of today.
  if (row["status"] === "deprecated") {
    reading.skipped.push({ key, reason: "retired", detail: "status deprecated" });
    return;
  }
  const rates = readCosts(reading, key, row["cost"]);
  if (rates === null) return;
  const offer = opinionOffer({ declared: provider, model, mode: readMode(row), rates, also: [], ...readFacts(row) });
  if (reading.offers.has(offer.id))
    reading.skipped.push({ key, reason: "duplicate", detail: `listed before as ${offer.id}` });
  else reading.offers.set(offer.id, offer);
}

/** All rates of a cost; null when the row is refused for its base prices. */
function readCosts(reading: Reading, key: string, cost: unknown): readonly Rate[] | null {
  if (cost === undefined || cost === null) return [];
  if (!isObject(cost)) {
    refuse(reading, key, "not_an_object", `cost: ${quote(cost)}`);
    return null;
  }
  const base = readRates(reading, key, cost, null);
  return base === null ? null : [...base, ...readTiers(reading, key, cost)];
}

function readTiers(reading: Reading, key: string, cost: JsonObject): readonly Rate[] {
  const tiers = cost["tiers"];
  if (isList(tiers)) return tiers.slice(0, 32).flatMap((tier) => readTier(reading, key, tier));
  const old = cost["context_over_200k"];
  return isObject(old) ? (readRates(reading, key, old, { above_tokens: OLD_TIER_TOKENS }) ?? []) : [];
}

function readTier(reading: Reading, key: string, tier: unknown): readonly Rate[] {
  const bounds = isObject(tier) ? tier["tier"] : undefined;
  const size = isObject(bounds) && bounds["type"] === "context" ? readTokens(bounds["size"]) : undefined;
  if (isObject(tier) && size !== undefined) return readRates(reading, key, tier, { above_tokens: size }) ?? [];
  reading.rejected.push({ key, meter: "tiers", reason: "bad_tier", detail: quote(bounds) });
  return [];
}

function readRates(
  reading: Reading,
  key: string,
  cost: JsonObject,
  condition: RateCondition | null,
): readonly Rate[] | null {
  const rates: Rate[] = [];
  for (const [field, value] of Object.entries(cost)) {
    const meter = METERS.get(field);
    if (meter === undefined) {
      if (!TIER_FIELDS.has(field)) reading.unknown.add([field]);
      continue;
    }
    const price = readUsdPerMillion(value);
    if ("usd" in price) {
      rates.push({ meter, tier: "standard", usd: price.usd, condition, precedence: condition?.above_tokens ?? 0 });
    } else if (condition === null && (field === "input" || field === "output")) {
      refuse(reading, key, price.reason, `${field}: ${price.detail}`);
      return null;
    } else {
      reading.rejected.push({ key, meter, reason: price.reason, detail: `${field}: ${price.detail}` });
    }
  }
  return rates;
}

function readFacts(row: JsonObject) {
  const modalities = isObject(row["modalities"]) ? row["modalities"] : {};
  const limit = isObject(row["limit"]) ? row["limit"] : {};
  const [context, input, output] = ["context", "input", "output"].map((field) => readTokens(limit[field]));
  const name = textOf(row, "name");
  const inputs = textsOf(modalities, "input");
  return {
    ...(name === undefined ? {} : { name }),
    limits: {
      ...(context === undefined ? {} : { context_tokens: context }),
      ...(input === undefined ? {} : { max_input_tokens: input }),
      ...(output === undefined ? {} : { max_output_tokens: output }),
    },
    capabilities: [
      ...FLAGS.filter(([flag]) => row[flag] === true).map(([, capability]) => capability),
      ...INPUTS.filter(([kind]) => inputs.includes(kind)).map(([, capability]) => capability),
    ],
  };
}

function readMode(row: JsonObject): Mode {
  const outputs = isObject(row["modalities"]) ? textsOf(row["modalities"], "output") : [];
  if (outputs.length === 0 || outputs.includes("text")) return "chat";
  if (outputs.includes("image")) return "image_generation";
  if (outputs.includes("video")) return "video_generation";
  if (outputs.includes("audio")) return "audio_speech";
  return outputs.includes("embeddings") ? "embedding" : "unknown";
}

function refuse(reading: Reading, key: string, reason: string, detail: string): void {
  reading.rejected.push({ key: reportableKey(key), reason, detail });
}
