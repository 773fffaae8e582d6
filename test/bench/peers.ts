import { calcPrice } from "@pydantic/genai-prices";
import { estimateCost as llmCost } from "llm-cost";
import { estimateCost as tokenlensCost } from "tokenlens";
import { estimate } from "../../shared/cost/estimate.ts";
import { isCostProblem, renderReceipt } from "../../shared/cost/receipt.ts";
import { matchModel } from "../../shared/pricing/matching.ts";
import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { ServiceTier } from "../../shared/pricing/rate.ts";
import { NOW } from "./catalogs.ts";
import { pricedRows } from "./in-process.ts";
import { median, nanoseconds } from "./measure.ts";

/** A call with the price that its list price makes, worked out by hand. */
export interface Question {
  readonly what: string;
  readonly model: string;
  readonly provider: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens?: number;
  readonly cache_write_tokens?: number;
  readonly tier?: ServiceTier;
  /** USD; null: there is no price to give, and saying so is the right answer. */
  readonly expected: string | null;
}

/** USD per million: gpt-4o 2.5 in, 10 out, 1.25 cached; Sonnet 4.5 3, 15, 0.3, write 3.75, above 200k 6 and 22.5; Gemini 2.5 Pro 1.25, 10, above 200k 2.5 and 15. */
export const QUESTIONS: readonly Question[] = [
  // 1,000 x 2.5 + 500 x 10
  {
    what: "plain call",
    model: "gpt-4o",
    provider: "openai",
    input_tokens: 1_000,
    output_tokens: 500,
    expected: "0.0075",
  },
  // 600 x 2.5 + 400 x 1.25 + 500 x 10
  {
    what: "400 of 1,000 input tokens cached",
    model: "gpt-4o",
    provider: "openai",
    input_tokens: 1_000,
    output_tokens: 500,
    cache_read_tokens: 400,
    expected: "0.007",
  },
  // 1,000 x 3 + 8,000 x 0.3 + 1,000 x 3.75 + 1,000 x 15
  {
    what: "8,000 read from the cache, 1,000 written to it",
    model: "claude-sonnet-4-5",
    provider: "anthropic",
    input_tokens: 10_000,
    output_tokens: 1_000,
    cache_read_tokens: 8_000,
    cache_write_tokens: 1_000,
    expected: "0.02415",
  },
  // 250,000 x 6 + 1,000 x 22.5
  {
    what: "250,000 input tokens: all at the higher price",
    model: "claude-sonnet-4-5",
    provider: "anthropic",
    input_tokens: 250_000,
    output_tokens: 1_000,
    expected: "1.5225",
  },
  // 200,000 x 1.25 + 1,000 x 10
  {
    what: "exactly 200,000 input tokens: the lower price",
    model: "gemini-2.5-pro",
    provider: "google",
    input_tokens: 200_000,
    output_tokens: 1_000,
    expected: "0.26",
  },
  // 200,001 x 2.5 + 1,000 x 15
  {
    what: "one token more: the higher price",
    model: "gemini-2.5-pro",
    provider: "google",
    input_tokens: 200_001,
    output_tokens: 1_000,
    expected: "0.5150025",
  },
  // half of the plain call
  {
    what: "batch tier",
    model: "gpt-4o",
    provider: "openai",
    input_tokens: 1_000,
    output_tokens: 500,
    tier: "batch",
    expected: "0.00375",
  },
  {
    what: "one token",
    model: "gpt-4o-mini",
    provider: "openai",
    input_tokens: 1,
    output_tokens: 0,
    expected: "0.00000015",
  },
  {
    what: "a model that nobody sells",
    model: "no-such-model-9",
    provider: "openai",
    input_tokens: 1_000,
    output_tokens: 500,
    expected: null,
  },
  {
    what: "more tokens cached than sent",
    model: "gpt-4o",
    provider: "openai",
    input_tokens: 100,
    output_tokens: 0,
    cache_read_tokens: 200,
    expected: null,
  },
];

/** What an engine says: an amount in USD as it prints it, or null when it gives none. */
type Engine = (question: Question) => string | null;

export function engines(catalog: Catalog): ReadonlyMap<string, Engine> {
  return new Map<string, Engine>([
    ["Ratecard", (question) => ours(catalog, question)],
    ["@pydantic/genai-prices", genaiPrices],
    ["tokenlens", tokenlens],
    [
      "llm-cost",
      ({ model, input_tokens, output_tokens }) =>
        printed(llmCost({ model, inputTokens: input_tokens, outputTokens: output_tokens })),
    ],
  ]);
}

/** What genai-prices and we call a usage. */
function usageOf({ input_tokens, output_tokens, cache_read_tokens, cache_write_tokens }: Question) {
  return {
    input_tokens,
    output_tokens,
    ...(cache_read_tokens === undefined ? {} : { cache_read_tokens }),
    ...(cache_write_tokens === undefined ? {} : { cache_write_tokens }),
  };
}

/** By its own matching of the model's name, at the seller that the question names. */
function ours(catalog: Catalog, question: Question): string | null {
  const { model, provider, tier } = question;
  const family = provider === "google" ? "gemini" : provider;
  const match = matchModel(catalog, `${family}/${model}`, NOW);
  if (match.kind !== "offer") return null;
  const receipt = estimate(match.offer, { usage: usageOf(question), service_tier: tier ?? "standard", at: NOW });
  return isCostProblem(receipt) ? null : renderReceipt(receipt).total_usd;
}

function genaiPrices(question: Question): string | null {
  const { model, provider } = question;
  return attempt(
    () => calcPrice(usageOf(question), model, { providerId: provider, timestamp: new Date(NOW) })?.total_price,
  );
}

function tokenlens({
  model,
  provider,
  input_tokens,
  output_tokens,
  cache_read_tokens,
  cache_write_tokens,
}: Question): string | null {
  const usage = {
    input: input_tokens,
    output: output_tokens,
    total: input_tokens + output_tokens,
    ...(cache_read_tokens === undefined ? {} : { cacheReads: cache_read_tokens }),
    ...(cache_write_tokens === undefined ? {} : { cacheWrites: cache_write_tokens }),
  };
  return attempt(() => tokenlensCost({ modelId: `${provider}:${model}`, usage }).totalUSD);
}

function attempt(call: () => number | undefined): string | null {
  try {
    return printed(call());
  } catch {
    return null;
  }
}

function printed(value: number | undefined): string | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  return value.toString().includes("e") ? value.toFixed(20).replace(/0+$/, "") : String(value);
}

export type Verdict = "right" | "right but for rounding" | "no price" | "$0" | "wrong" | "refused";

/** Right is the exact amount; a float that prints within 1e-12 of it is told apart. */
export function verdictOf({ expected }: Question, said: string | null): Verdict {
  if (expected === null) return said === null ? "refused" : Number(said) === 0 ? "$0" : "wrong";
  if (said === null) return "no price";
  if (said === expected) return "right";
  if (Number(said) === 0) return "$0";
  return Math.abs(Number(said) - Number(expected)) < 1e-12 ? "right but for rounding" : "wrong";
}

/** Markdown: every question with what each engine says to it. */
export function correctnessTable(catalog: Catalog): string {
  const all = [...engines(catalog)];
  const head = `| call | by hand | ${all.map(([name]) => name).join(" | ")} |\n|---|---|${all.map(() => "---|").join("")}`;
  const rows = QUESTIONS.map((question) => {
    const cells = all.map(([, engine]) => cell(question, engine(question)));
    return `| ${question.model}: ${question.what} | ${question.expected ?? "none"} | ${cells.join(" | ")} |`;
  });
  return [head, ...rows].join("\n");
}

function cell(question: Question, said: string | null): string {
  const verdict = verdictOf(question, said);
  return verdict === "right" || verdict === "refused" || verdict === "no price"
    ? verdict
    : `${verdict} (${said ?? ""})`;
}

/** Nanoseconds a call of every engine on the same rows, medians of rounds in turn. */
export function speedTable(catalog: Catalog, rounds: number): string {
  const rows: readonly Question[] = pricedRows(600).map((row) => ({ ...row, what: "", expected: null }));
  const all = [...engines(catalog)];
  const times = new Map<string, number[]>(all.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, engine] of all) {
      const spent =
        nanoseconds(() => {
          for (const row of rows) engine(row);
        }, 1) / rows.length;
      // The first round warms up.
      if (round > 0) times.get(name)?.push(spent);
    }
  }
  const base = median(times.get("Ratecard") ?? []);
  const lines = all.map(([name]) => {
    const own = median(times.get(name) ?? []);
    return `| ${name} | ${(own / base).toFixed(2)} | ${own.toFixed(0)} |`;
  });
  return ["| engine | time / ours | ns a call, name to amount |", "|---|---|---|", ...lines].join("\n");
}
