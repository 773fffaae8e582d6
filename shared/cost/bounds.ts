import { compare, type Decimal, ZERO } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import { plainText } from "./caching.ts";
import { type CostRequest, estimate } from "./estimate.ts";
import { type CostProblem, isCostProblem, type Receipt } from "./receipt.ts";
import { type Usage, withoutOutput } from "./usage.ts";

/** What a call can cost before it is made: for holds and pre-authorisation. `min <= expected <= max`. */
export interface Bounds {
  /** No output, no tool call, and, where the caller states no cache, all text input read from it. */
  readonly min: Decimal;
  /** The usage as stated; without a stated output, all of `max_output_tokens`. */
  readonly expected: Decimal;
  /**
   * All of `max_output_tokens`, text or reasoning, whichever is dearer; where the caller states no cache,
   * all text input written to it at the provider's default time to live (5 minutes) if that is dearer than reading it plain.
   */
  readonly max: Decimal;
  /** True where a line has no price: `max` is then no upper bound. */
  readonly partial: boolean;
}

/** Bounds of a call whose input is known and whose output is at most `max_output_tokens` (and the offer's own limit). */
export function expectedBounds(offer: Offer, request: CostRequest, max_output_tokens: number): Bounds | CostProblem {
  const most = Math.min(max_output_tokens, offer.limits.max_output_tokens ?? max_output_tokens);
  const stated = estimate(offer, { ...request, usage: withinLimit(request.usage, most) });
  if (isCostProblem(stated)) return stated;
  const lowest = costs(offer, request, cacheCases(withoutExtras(request.usage)));
  const highest = costs(
    offer,
    request,
    cacheCases(request.usage).flatMap((usage) => fullOutputs(usage, most)),
  );
  if ("code" in lowest) return lowest;
  if ("code" in highest) return highest;
  const receipts = [stated, ...lowest, ...highest];
  return {
    min: extreme([stated, ...lowest], -1),
    expected: stated.total,
    max: extreme([stated, ...highest], 1),
    partial: receipts.some(({ partial }) => partial),
  };
}

function costs(offer: Offer, request: CostRequest, usages: readonly Usage[]): readonly Receipt[] | CostProblem {
  const receipts: Receipt[] = [];
  for (const usage of usages) {
    const outcome = estimate(offer, { ...request, usage });
    if (isCostProblem(outcome)) return outcome;
    receipts.push(outcome);
  }
  return receipts;
}

function extreme(receipts: readonly Receipt[], sign: 1 | -1): Decimal {
  return (
    receipts.reduce<Decimal | null>(
      (best, { total }) => (best === null || compare(total, best) * sign > 0 ? total : best),
      null,
    ) ?? ZERO
  );
}

/** Where the caller says nothing of the cache: not used, all read, all written. */
function cacheCases(usage: Usage): readonly Usage[] {
  const { cache_read_tokens, cache_write_tokens, cache_write_1h_tokens } = usage;
  const isStated =
    cache_read_tokens !== undefined || cache_write_tokens !== undefined || cache_write_1h_tokens !== undefined;
  const text = plainText(usage);
  if (isStated || text <= 0) return [usage];
  return [usage, { ...usage, cache_read_tokens: text }, { ...usage, cache_write_tokens: text }];
}

/** All of the allowed output: as text, or as reasoning where that has a price of its own. */
function fullOutputs(usage: Usage, most: number): readonly Usage[] {
  const full = { ...withinLimit(usage, most), output_tokens: most };
  return [full, { ...full, reasoning_tokens: most - partsBesideReasoning(full) }];
}

function withinLimit(usage: Usage, most: number): Usage {
  const stated = usage.output_tokens ?? most;
  return stated <= most && usage.output_tokens !== undefined
    ? usage
    : { ...withoutOutput(usage), output_tokens: Math.min(stated, most) };
}

function partsBesideReasoning(usage: Usage): number {
  const { output_audio_tokens = 0, output_image_tokens = 0, output_video_tokens = 0, citation_tokens = 0 } = usage;
  return output_audio_tokens + output_image_tokens + output_video_tokens + citation_tokens;
}

/** Neither output nor what a model may or may not do: tool calls. */
function withoutExtras(usage: Usage): Usage {
  const { web_searches: _searches, code_interpreter_sessions: _sessions, ...rest } = withoutOutput(usage);
  return rest;
}
