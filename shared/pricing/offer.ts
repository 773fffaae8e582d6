import type { Draft } from "./draft.ts";
import type { Multiplier, Rate, RateSlot, SourcedRate, SourceName } from "./rate.ts";

export const MODES = [
  "chat",
  "responses",
  "completion",
  "embedding",
  "rerank",
  "moderation",
  "image_generation",
  "image_edit",
  "audio_transcription",
  "audio_speech",
  "realtime",
  "video_generation",
  "search",
  "ocr",
  "vector_store",
  "guardrail",
  "container",
  "unknown",
] as const;
export type Mode = (typeof MODES)[number];

export const CAPABILITIES = [
  "tools",
  "parallel_tools",
  "vision",
  "pdf_input",
  "audio_input",
  "audio_output",
  "image_output",
  "video_input",
  "reasoning",
  "prompt_caching",
  "structured_output",
  "web_search",
  "computer_use",
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/**
 * What kind of price an offer has. `unknown` and `dynamic` are never ranked and never multiplied;
 * `not_per_token` is dedicated capacity (commitments by month or second), which a usage cannot price.
 */
export const PRICE_TYPES = ["paid", "free", "unknown", "dynamic", "not_per_token"] as const;
export type PriceType = (typeof PRICE_TYPES)[number];

export const PRICE_STATUSES = ["agreed", "single_source", "disputed", "estimated", "override", "bundled"] as const;
export type PriceStatus = (typeof PRICE_STATUSES)[number];

/** Why an offer stays out of a ranking although it is listed and may be estimated. */
export const FLAGS = [
  /** A rolling or `~` alias of another offer of the same seller: would show twice. */
  "alias",
  /** `:batch` rows: the price of another service tier filed as a model. */
  "batch_variant",
  /** Sends the request on to a model of its own choosing. */
  "router",
  /** Cheaper than a tenth of the median of at least three sellers of the same model. */
  "peer_outlier_low",
  "peer_outlier_high",
  /** Output price outside 0.9 to 20 times the input price. */
  "odd_ratio",
  /** Filed as chat by the source, but its name or price says embedding, rerank or image. */
  "misfiled_mode",
  /** Another seller's copy of a price list that no longer lists it (LiteLLM `openrouter/*` rows unknown to OpenRouter). */
  "unlisted_copy",
  /** Disputed, and cheaper than the dissenting source says. */
  "disputed_cheap",
  /** Known only from the bundled snapshot while a live source is in. */
  "bundled_only",
  /** Vanished from its source and kept for seven days. */
  "vanished",
] as const;
export type Flag = (typeof FLAGS)[number];

/** Token limits as the source states them; absent means unknown, never unlimited. */
export interface Limits {
  readonly context_tokens?: number;
  readonly max_input_tokens?: number;
  readonly max_output_tokens?: number;
}

export function limitsOf(context?: number, input?: number, output?: number): Limits {
  const limits: Draft<Limits> = {};
  if (context !== undefined) limits.context_tokens = context;
  if (input !== undefined) limits.max_input_tokens = input;
  if (output !== undefined) limits.max_output_tokens = output;
  return limits;
}

/** The smallest prefix a provider caches, and who says so. */
export interface CacheMinimum {
  readonly tokens: number;
  readonly source: string;
  readonly as_of: string;
}

interface OfferFacts {
  /** `provider/model`, unique in the catalog; estimates as itself. */
  readonly id: string;
  /** Folded provider root, e.g. `bedrock`. */
  readonly provider: string;
  /** As the source declared it, e.g. `bedrock_converse`. */
  readonly declared_provider: string;
  /** Other strings that name exactly this offer: raw source keys, declared aliases. */
  readonly aliases: readonly string[];
  readonly name?: string;
  readonly mode: Mode;
  readonly multipliers: readonly Multiplier[];
  readonly limits: Limits;
  readonly capabilities: readonly Capability[];
  readonly cache_minimum?: CacheMinimum;
  /** YYYY-MM-DD from which the seller retires it. */
  readonly deprecation_date?: string;
  readonly flags: readonly Flag[];
}

/** What one source says of one offer, already in our vocabulary: the output of `translate`. */
export interface SourceOffer extends OfferFacts {
  /** The source's own key of the row (the first, where two rows fold to one offer). */
  readonly key: string;
  /** Date of the price where the source states one; else the fetch decides. */
  readonly as_of?: string;
  readonly price_type: PriceType;
  readonly rates: readonly Rate[];
  /** Differing rates of a twin row that folded to the same offer id (same source): kept as dissents. */
  readonly twin?: { readonly key: string; readonly rates: readonly Rate[] };
}

/** One model sold by one provider, as published. */
export interface Offer extends OfferFacts {
  /** Group of the same weights at other sellers (exact rules, never fuzzy); the offer's own bare id where nobody else sells it. */
  readonly model: string;
  readonly price_type: PriceType;
  readonly price_status: PriceStatus;
  /** True where the number is not the seller's own list price: derived, inherited, or bundled past its time. */
  readonly estimated: boolean;
  readonly rates: readonly SourcedRate[];
  /**
   * Rates that its source states but a gate holds, without an earlier good value: they compete with `rates` by the same rules,
   * and a meter that one of them wins is unpriced, never billed at another meter's price.
   */
  readonly withheld?: readonly RateSlot[];
  /** Which sources list it. */
  readonly sources: readonly SourceName[];
  /** RFC 3339 instant at which its source last listed it; set while it is missing there. */
  readonly last_seen?: string;
}
