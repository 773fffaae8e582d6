interface Formula {
  readonly id: string;
  readonly name: string;
  readonly formula: string;
  readonly meaning: string;
  readonly source: string;
}

export const FORMULAS: readonly Formula[] = [
  {
    id: "cost",
    name: "Cost of a call",
    formula: "total_usd = sum over meters of quantity x usd_per_unit",
    meaning:
      "Exact decimals, never floats. A total of tokens includes its parts; each part is billed at its own rate and what no part claims at the base rate. A part without a price of its own is billed at its parent's, with a warning; a meter without any price is an unpriced line (usd null) and makes the total partial, a lower bound.",
    source:
      "the providers' price pages as LiteLLM, OpenRouter, models.dev and genai-prices record them; each line names its source",
  },
  {
    id: "tiers",
    name: "Long context, windows and service tiers",
    formula:
      "rate = off-peak window's rate, else the highest threshold below the total input, else the base rate of the service tier",
    meaning:
      "A threshold compares with the total input, the cached part included, and applies to the whole call. xAI's thresholds apply from the threshold on, all others above it.",
    source: "LiteLLM's cost calculator and the providers' price pages",
  },
  {
    id: "consensus",
    name: "Agreement of sources",
    formula: "agreed: another live source states the same within 0.5 %\ndisputed: the live ones only state others",
    meaning: "Base input and output prices decide. Every dissent stays visible beside the rate that won.",
    source: "a rule of this service; 0.5 % is above the rounding of the sources and below every real change on record",
  },
  {
    id: "gates",
    name: "Held price moves",
    formula: "held = new / old above 10 or below 1/10, unless another source or peers confirm it",
    meaning: "A held price leaves the last good one in force until it is confirmed or an operator decides.",
    source:
      "18 months of recorded prices: real moves were fivefold at most; practically every larger one was an error or its correction",
  },
  {
    id: "break-even",
    name: "Break-even cache-hit rate",
    formula: "rate = (cold_other - cold_cheapest) / ((cold_other - warm_other) - (cold_cheapest - warm_cheapest))",
    meaning:
      "Cost is a straight line between no and full cache reads; where two lines cross within 0 to 1, the order turns. Null where they never cross.",
    source: "arithmetic on the exact costs with none and with all of the text input read from the cache",
  },
  {
    id: "expected",
    name: "Expected cost under a prompt cache",
    formula:
      "expected = p x cost(prefix read) + (1 - p) x cost(prefix written, or plain input where there is no price for writing)",
    meaning:
      "p is the given hit rate, else the tenant's record for the same key, else 0.5. Below the seller's minimum prefix there is no cache term.",
    source:
      "the sellers' caching pages for minima and ratios; 0.5 is an assumption and said so in the answer (hit_rate_origin)",
  },
  {
    id: "health-score",
    name: "Health score",
    formula: "score = 0.7 x success_rate + 0.3 x max(0, 1 - mean_latency_ms / 5000)",
    meaning:
      "Over five minutes; success, error and timeout count, a 429 or a caller's own error does not. Null with no calls, never 1.",
    source: "kept from the system that this service replaces, so that scores can be compared",
  },
  {
    id: "routing-score",
    name: "Routing health",
    formula: "100 x a((success + 9.9) / (n + 10)) x (0.75 + 0.25 L) x (0.85 + 0.15 C)",
    meaning:
      "a is a curve through (0.5, 0), (0.8, 0.4), (0.95, 0.8), (0.995, 1); L falls with the share of calls above three times the usual median, C with the share of 429s. Capped by a fresh status page (20 on a major outage), less where at least 50 calls prove that it works.",
    source: "a choice of this service; the prior is ten calls at 0.99",
  },
  {
    id: "wilson",
    name: "Proof by a sample",
    formula: "lower bound = (s + z²/2n - z x sqrt(s(1-s)/n + z²/4n²)) / (1 + z²/n)",
    meaning: "Whether few calls prove a success rate. z is 1.64: one-sided 95 %.",
    source: "Wilson, Journal of the American Statistical Association 22 (1927)",
  },
  {
    id: "quality",
    name: "Quality on the scale q1",
    formula:
      "Q = 100 / (1 + e^-(a + b x))\nEpoch Capabilities Index: a = -7.9957, b = 0.05895\nArena text (style control): a = -17.3114, b = 0.012654",
    meaning:
      "One logistic curve per board through two anchors that never move: gpt-4o-2024-08-06 = 40, gpt-5 (high) = 70. A model's score therefore does not drift when others appear.",
    source:
      "Epoch AI (fetched 2026-08-11) and Arena (published 2026-10-02); derivation in the repository, shared/quality/scale.ts",
  },
  {
    id: "frontier",
    name: "Cost and quality frontier",
    formula: "off the frontier = another model costs no more and is surely as good: its interval lies above",
    meaning: "Models whose intervals overlap are ties, and a tie dominates nobody.",
    source: "Pareto dominance with the boards' 90 % intervals",
  },
  {
    id: "values",
    name: "Values of a routing score",
    formula:
      "cost = 1 - log10(cost / cheapest) / 3\nquality = score / 100, 0 where unknown\nhealth = routing health / 100, 0.8 where unknown\nlatency = 1 - ms / 5000, 0.5 where unknown\nscore = sum of weight x value",
    meaning: "Each from 0 to 1. `cheapest` ranks by the cost itself. Ties go by the offer's id.",
    source: "choices of this service, versioned with the weights",
  },
  {
    id: "bpc",
    name: "bpc",
    formula: "bpc = quality² / (max(cost, 1e-9) x 1e6)",
    meaning: "A policy kept by name, so that old rankings can be made again.",
    source: "kept from the system that this service replaces",
  },
];
