import { CAPABILITIES, limitsOf } from "../../offer.ts";
import type { Capability, Flag, Limits, Mode, SourceOffer } from "../../offer.ts";
import type { Rate } from "../../rate.ts";
import type { RejectedRow } from "../../source.ts";
import { readDate, readTokens } from "../fields.ts";
import { textOf, textsOf } from "../json.ts";
import { isObject } from "../../../text/json.ts";
import type { JsonObject } from "../../../text/json.ts";
import { priceKind } from "../price-kind.ts";
import type { PriceKind } from "../price-kind.ts";
import { rowFlags } from "../row-flags.ts";
import { keyRefusal, MAX_KEY_LENGTH, reportableKey } from "../row-key.ts";
import { quote } from "../usd.ts";
import { readPricing } from "./prices.ts";
import type { PricingReading } from "./prices.ts";

export const OPENROUTER = "openrouter";

export interface RowReading {
  readonly offer: SourceOffer | null;
  readonly rejected: readonly RejectedRow[];
  readonly unknown: readonly string[];
}

const INPUTS: readonly (readonly [string, Capability])[] = [
  ["image", "vision"],
  ["file", "pdf_input"],
  ["audio", "audio_input"],
  ["video", "video_input"],
];
const OUTPUTS: readonly (readonly [string, Capability])[] = [
  ["audio", "audio_output"],
  ["image", "image_output"],
];
const PARAMETERS: readonly (readonly [string, Capability])[] = [
  ["tools", "tools"],
  ["parallel_tool_calls", "parallel_tools"],
  ["reasoning", "reasoning"],
  ["structured_outputs", "structured_output"],
  ["web_search_options", "web_search"],
];

/** Modes by what a model puts out when it puts out no text. */
const TEXTLESS_MODES: readonly (readonly [string, Mode])[] = [
  ["image", "image_generation"],
  ["video", "video_generation"],
  ["audio", "audio_speech"],
  ["speech", "audio_speech"],
  ["embeddings", "embedding"],
  ["embedding", "embedding"],
  ["rerank", "rerank"],
];

/** One row by its place in the list; `id` is the key, `canonical_slug` is shared by variants and is not. */
export function readRow(value: unknown, index: number): RowReading {
  const place = `data[${index}]`;
  if (!isObject(value)) return refused(place, "not_an_object", quote(value));
  const key = textOf(value, "id");
  if (key === undefined) return refused(place, "no_id", quote(value["id"]));
  const hostile = keyRefusal(key);
  if (hostile !== null) return refused(key, hostile.reason, hostile.detail);
  const pricing = value["pricing"];
  if (!isObject(pricing)) return refused(key, "no_pricing", quote(pricing));
  const prices = readPricing(key, pricing, authorOf(key) === "google");
  if (prices.broken !== null) return { offer: null, rejected: [prices.broken], unknown: prices.unknown };
  return { offer: toOffer(key, value, prices), rejected: prices.rejected, unknown: prices.unknown };
}

function toOffer(key: string, row: JsonObject, prices: PricingReading): SourceOffer {
  // The seller's own id behind the seller, also for its routers: `openrouter/openrouter/auto`, as LiteLLM writes it too.
  const id = `${OPENROUTER}/${key}`;
  const architecture = isObject(row["architecture"]) ? row["architecture"] : {};
  const mode = readMode(textsOf(architecture, "output_modalities"));
  const kind: PriceKind = prices.dynamic
    ? { price_type: "dynamic", rates: [] }
    : priceKind(OPENROUTER, key, mode, prices.rates);
  const name = textOf(row, "name");
  const date = readDate(row["expiration_date"]);
  return {
    id,
    key,
    provider: OPENROUTER,
    declared_provider: OPENROUTER,
    aliases: [key],
    ...(name === undefined ? {} : { name: name.slice(0, MAX_KEY_LENGTH) }),
    mode,
    multipliers: [],
    limits: readLimits(row),
    capabilities: readCapabilities(row, architecture, kind.rates),
    ...(date === undefined ? {} : { deprecation_date: date }),
    flags: openrouterFlags(key, row, mode),
    ...kind,
  };
}

/** Who makes the model, from OpenRouter's own `author/slug`; `~author/…` is an alias of one of theirs. */
function authorOf(key: string): string {
  return key.slice(0, Math.max(0, key.indexOf("/"))).replace(/^~/, "");
}

function readMode(outputs: readonly string[]): Mode {
  if (outputs.length === 0 || outputs.includes("text")) return "chat";
  return TEXTLESS_MODES.find(([output]) => outputs.includes(output))?.[1] ?? "unknown";
}

function readLimits(row: JsonObject): Limits {
  const context = readTokens(row["context_length"]);
  const top = isObject(row["top_provider"]) ? row["top_provider"] : {};
  const output = readTokens(top["max_completion_tokens"]);
  return limitsOf(context, undefined, output);
}

function readCapabilities(row: JsonObject, architecture: JsonObject, rates: readonly Rate[]): readonly Capability[] {
  const found = new Set<Capability>([
    ...named(INPUTS, textsOf(architecture, "input_modalities")),
    ...named(OUTPUTS, textsOf(architecture, "output_modalities")),
    ...named(PARAMETERS, textsOf(row, "supported_parameters")),
  ]);
  if (rates.some((rate) => rate.meter === "cache_read_tokens")) found.add("prompt_caching");
  return CAPABILITIES.filter((capability) => found.has(capability));
}

function named(table: readonly (readonly [string, Capability])[], words: readonly string[]): readonly Capability[] {
  return table.filter(([word]) => words.includes(word)).map(([, capability]) => capability);
}

/** `openrouter/*` rows pick a model per request; `~` rows repeat another row; `:batch` is a service tier filed as a model. */
function openrouterFlags(key: string, row: JsonObject, mode: Mode): readonly Flag[] {
  const flags = new Set<Flag>(rowFlags(key, mode));
  if (key.startsWith(`${OPENROUTER}/`)) flags.add("router");
  if (key.startsWith("~") || isObject(row["alias_target"])) flags.add("alias");
  if (key.endsWith(":batch")) flags.add("batch_variant");
  return [...flags];
}

function refused(key: string, reason: string, detail: string): RowReading {
  return { offer: null, rejected: [{ key: reportableKey(key), reason, detail }], unknown: [] };
}
