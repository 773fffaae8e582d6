import { invalid, type Problem } from "../../shared/contract/problem.ts";
import { estimateTokens } from "../../shared/cost/text-tokens.ts";
import type { Usage } from "../../shared/cost/usage.ts";

/** One text or several that are counted together. */
export type Text = string | readonly string[];

/** A usage as callers state it: `text` may stand instead of `input_tokens`. */
export type UsageOrText = Usage & { readonly text?: Text | undefined };

export interface CountedUsage {
  readonly usage: Usage;
  readonly tokens_estimated: boolean;
}

/** The usage with its input counted where a text stands for it, in the usage itself or beside it. */
export function countedUsage(stated: UsageOrText, beside: Text | undefined): CountedUsage | Problem {
  if (beside === undefined && stated.text === undefined) return { usage: stated, tokens_estimated: false };
  const { text: within, ...usage } = stated;
  const text = beside ?? within ?? "";
  if (usage.input_tokens !== undefined) return conflict("stands instead of input_tokens: give one of them");
  if (beside !== undefined && within !== undefined) return conflict("is given in the usage too: give one of them");
  return { usage: { ...usage, input_tokens: estimateTokens(text) }, tokens_estimated: true };
}

function conflict(message: string): Problem {
  return invalid([{ pointer: "/text", message }]);
}
