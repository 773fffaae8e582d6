import type { Draft } from "./draft.ts";
import { sum } from "./fields.ts";
import type { Count, Fields } from "./fields.ts";
import { putInput } from "./input-parts.ts";

/** What the two families of OpenAI's formats call the same things; the realtime and audio APIs write `token_details`. */
export const CHAT_NAMES = {
  input: "prompt_tokens",
  output: "completion_tokens",
  inputDetails: ["prompt_tokens_details", "prompt_token_details"],
  outputDetails: ["completion_tokens_details", "completion_token_details"],
} as const;

export const RESPONSES_NAMES = {
  input: "input_tokens",
  output: "output_tokens",
  inputDetails: ["input_tokens_details", "input_token_details"],
  outputDetails: ["output_tokens_details", "output_token_details"],
} as const;

type Names = typeof CHAT_NAMES | typeof RESPONSES_NAMES;

/**
 * Where reasoning tokens stand to the output:
 * `inside` it (OpenAI), `beside` it (Perplexity), or to be told by the total, beside it when there is none (xAI).
 */
export type ReasoningPlace = "inside" | "beside" | "by_total";

interface Tokens {
  readonly input: Count | undefined;
  readonly output: Count | undefined;
  readonly total: Count | undefined;
  readonly read: Count | undefined;
  readonly written: Count | undefined;
  readonly reasoning: Count | undefined;
}

interface Placement {
  readonly reasoningBeside: boolean;
  readonly cacheBeside: boolean;
}

/** Reads the counts that every OpenAI-compatible answer has, wherever its seller puts the cached and reasoning ones. */
export function readTokens(usage: Fields, draft: Draft, names: Names, reasoningPlace: ReasoningPlace = "inside"): void {
  const details = usage.object(...names.inputDetails);
  const outputDetails = usage.object(...names.outputDetails);
  const writes = cacheWrites(usage, details, draft);
  const tokens: Tokens = {
    input: usage.count(names.input),
    output: usage.count(names.output),
    total: usage.count("total_tokens"),
    read: cacheReads(usage, details, draft),
    written: sum(writes.five, writes.hour),
    reasoning: agreed(draft, [outputDetails?.count("reasoning_tokens"), usage.count("reasoning_tokens")]),
  };
  const place = placement(tokens, usage, draft, names, reasoningPlace);
  const split = details?.object("cached_tokens_details");
  putInput(draft, {
    total: place.cacheBeside ? sum(tokens.input, tokens.read, tokens.written) : tokens.input,
    cache_read: tokens.read,
    cache_write: writes.five,
    cache_write_1h: writes.hour,
    modalities: {
      audio: details?.count("audio_tokens"),
      image: details?.count("image_tokens"),
      video: details?.count("video_tokens"),
    },
    cached: split && { audio: split.count("audio_tokens"), image: split.count("image_tokens") },
  });
  draft.put("output_tokens", place.reasoningBeside ? sum(tokens.output, tokens.reasoning) : tokens.output);
  draft.put("reasoning_tokens", tokens.reasoning);
  draft.put("output_audio_tokens", outputDetails?.count("audio_tokens"));
  draft.put("output_image_tokens", outputDetails?.count("image_tokens"));
  draft.put("output_video_tokens", outputDetails?.count("video_tokens"));
}

/** One quantity under several names counts once: the first positive one, with a warning when another differs. */
export function agreed(draft: Draft, counts: readonly (Count | undefined)[]): Count | undefined {
  const stated = counts.filter((count) => count !== undefined);
  const positive = stated.filter((count) => count.value > 0);
  const chosen = positive[0] ?? stated[0];
  const other = positive.find((count) => count.value !== chosen?.value);
  if (chosen !== undefined && other !== undefined) {
    draft.findings.warn(
      "ambiguous_usage",
      `${chosen.pointer} is ${chosen.value} and ${other.pointer} is ${other.value}; assumed the former`,
    );
  }
  return chosen;
}

function cacheReads(usage: Fields, details: Fields | undefined, draft: Draft): Count | undefined {
  return agreed(draft, [
    details?.count("cached_tokens"),
    details?.count("cache_read_tokens"),
    usage.count("cached_tokens"),
    usage.count("num_cached_tokens"),
    usage.count("prompt_cache_hit_tokens"),
    usage.count("cached_prompt_text_tokens"),
    usage.count("cache_read_input_tokens"),
  ]);
}

function cacheWrites(
  usage: Fields,
  details: Fields | undefined,
  draft: Draft,
): { five: Count | undefined; hour: Count | undefined } {
  const all = agreed(draft, [
    details?.count("cache_write_tokens"),
    details?.count("cache_creation_tokens"),
    details?.count("cache_creation_input_tokens"),
    usage.count("cache_write_tokens"),
    usage.count("cache_creation_input_tokens"),
  ]);
  const lifetimes =
    details?.object("cache_creation", "cache_creation_token_details") ??
    usage.object("cache_creation", "cache_creation_token_details");
  return byLifetime(draft, all, lifetimes);
}

/** Splits cache writes by the lifetimes Anthropic prices apart; what no lifetime claims has the default of five minutes. */
export function byLifetime(
  draft: Draft,
  all: Count | undefined,
  lifetimes: Fields | undefined,
): { five: Count | undefined; hour: Count | undefined } {
  const five = lifetimes?.count("ephemeral_5m_input_tokens");
  const hour = lifetimes?.count("ephemeral_1h_input_tokens");
  if (all === undefined) return { five, hour };
  const claimed = (five?.value ?? 0) + (hour?.value ?? 0);
  if (claimed > all.value) {
    const origin = five ?? hour ?? all;
    const message = `cache writes by lifetime make ${claimed}, all cache writes are ${all.value}`;
    draft.findings.refuse("usage_impossible", message, origin.pointer);
  }
  return { five: { value: Math.max(0, all.value - (hour?.value ?? 0)), pointer: (five ?? all).pointer }, hour };
}

/** What the total tells: which counts it has to include to be what it is. */
function placement(
  tokens: Tokens,
  usage: Fields,
  draft: Draft,
  names: Names,
  reasoningPlace: ReasoningPlace,
): Placement {
  const reasoning = tokens.reasoning?.value ?? 0;
  const cache = (tokens.read?.value ?? 0) + (tokens.written?.value ?? 0);
  const input = tokens.input?.value ?? 0;
  const unexplained = tokens.total === undefined ? null : tokens.total.value - input - (tokens.output?.value ?? 0);
  const cacheBeside = cacheIsBeside(unexplained, cache, reasoning, input);
  const reasoningBeside = reasoningIsBeside(tokens, draft, unexplained, cacheBeside ? cache : 0, reasoningPlace);
  if (cacheBeside) {
    const inside = cache <= input ? "the name says inside, the total says beside" : "it cannot be inside";
    draft.findings.warn("ambiguous_usage", `cached tokens are counted beside ${names.input}: ${inside}`);
  } else if (unclear(usage, tokens, draft)) {
    return { reasoningBeside, cacheBeside: assumeForUnclearName(draft, names, cache, input) };
  }
  const explained = (cacheBeside ? cache : 0) + (reasoningBeside ? reasoning : 0);
  // Perplexity's total leaves out what stands beside; Mistral's counts audio as tokens, which it bills by the second.
  const apart = (reasoningPlace === "beside" && unexplained === 0) || usage.has("prompt_audio_seconds");
  if (unexplained !== null && tokens.output !== undefined && unexplained !== explained && !apart) {
    mismatch(draft, tokens, unexplained - explained);
  }
  return { reasoningBeside, cacheBeside };
}

function cacheIsBeside(unexplained: number | null, cache: number, reasoning: number, input: number): boolean {
  if (unexplained === null || cache === 0) return false;
  if (unexplained === reasoning && cache <= input) return false;
  return unexplained === cache || unexplained === cache + reasoning;
}

function reasoningIsBeside(
  tokens: Tokens,
  draft: Draft,
  unexplained: number | null,
  cacheBeside: number,
  place: ReasoningPlace,
): boolean {
  const reasoning = tokens.reasoning?.value ?? 0;
  if (reasoning === 0) return false;
  if (place === "beside") return true;
  if (unexplained !== null) return unexplained - cacheBeside === reasoning;
  if (place === "inside") return false;
  if (reasoning <= (tokens.output?.value ?? 0)) {
    draft.findings.warn("ambiguous_usage", "no total tells whether the output includes reasoning; assumed beside it");
  }
  return true;
}

/** `cache_read_input_tokens` is Anthropic's name for tokens beside the input; gateways also write it for tokens inside it. */
function unclear(usage: Fields, tokens: Tokens, draft: Draft): boolean {
  const origin = tokens.read?.pointer;
  if (tokens.read === undefined || tokens.read.value === 0 || draft.named !== undefined) return false;
  return (
    origin === usage.at("cache_read_input_tokens") ||
    (origin === usage.at("cached_tokens") && usage.has("input_tokens"))
  );
}

function assumeForUnclearName(draft: Draft, names: Names, cache: number, input: number): boolean {
  const beside = cache > input;
  const assumed = beside ? "beside it, as they are more" : "inside it";
  draft.findings.warn(
    "ambiguous_usage",
    `the response does not say whether ${names.input} includes the ${cache} cached tokens; assumed ${assumed}`,
  );
  return beside;
}

function mismatch(draft: Draft, tokens: Tokens, surplus: number): void {
  const stated = tokens.total?.value ?? 0;
  draft.findings.warn(
    "total_mismatch",
    `${tokens.total?.pointer ?? ""} is ${stated}, ${Math.abs(surplus)} ${surplus > 0 ? "more" : "fewer"} than its parts; the parts are billed`,
  );
}
