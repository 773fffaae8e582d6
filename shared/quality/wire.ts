import * as z from "zod/mini";
import { BOARD_IDS } from "./board-id.ts";
import { CATEGORIES } from "./category.ts";
import { EFFORTS } from "./effort.ts";
import { type Fact, UNITS } from "./fact.ts";
import { GRADES } from "./grade.ts";
import { MATCH_RULES } from "./matching.ts";
import type { DominatedPoint, ParetoPoint } from "./pareto.ts";
import { ORIGINS, type Score } from "./score.ts";

/** Shapes of `/v1/quality`, `/v1/quality/{model}`, `/v1/quality/review` and `/v1/pareto`. */
const evidenceWire = z.object({
  benchmark: z.string(),
  version: z.string(),
  value: z.number(),
  unit: z.enum(UNITS),
  source_url: z.string(),
  license: z.string(),
  attribution: z.string(),
  as_of: z.string(),
  self_reported: z.boolean(),
  match_rule: z.enum(MATCH_RULES),
  /** 1: the score is made of it; 0: shown beside it. */
  weight: z.union([z.literal(0), z.literal(1)]),
});

const intervalWire = z.tuple([z.number(), z.number()]);

const overrideWire = z.object({
  reason: z.string(),
  reviewed_at: z.string(),
  review_due: z.string(),
  expires_at: z.nullable(z.string()),
  computed_score: z.nullable(z.number()),
  computed_interval: z.nullable(intervalWire),
  disagrees: z.boolean(),
});

export const scoreWire = z.object({
  model: z.string(),
  effort: z.nullable(z.enum(EFFORTS)),
  category: z.enum(CATEGORIES),
  score: z.nullable(z.number()),
  interval: z.nullable(intervalWire),
  scale: z.literal("q1"),
  grade: z.nullable(z.enum(GRADES)),
  origin: z.nullable(z.enum(ORIGINS)),
  as_of: z.nullable(z.string()),
  stale: z.boolean(),
  evidence: z.array(evidenceWire),
  override: z.optional(overrideWire),
});

export const reviewWire = z.object({
  due: z.array(
    z.object({
      kind: z.enum(["score", "alias"]),
      name: z.string(),
      model: z.string(),
      reviewed_at: z.string(),
      review_due: z.string(),
      reason: z.string(),
    }),
  ),
  unmatched: z.array(z.object({ board: z.enum(BOARD_IDS), name: z.string(), reason: z.string() })),
  unscored: z.array(z.object({ id: z.string(), provider: z.string() })),
});

const paretoPointWire = z.object({
  model: z.string(),
  total_usd: z.string(),
  score: z.number(),
  interval: z.nullable(intervalWire),
});

export const paretoWire = z.object({
  frontier: z.array(paretoPointWire),
  dominated: z.array(
    z.extend(paretoPointWire, {
      dominated_by: z.string(),
      score_gain: z.number(),
      tie: z.boolean(),
    }),
  ),
});

type EvidenceWire = z.infer<typeof evidenceWire>;
export type ScoreWire = z.infer<typeof scoreWire>;
type ParetoPointWire = z.infer<typeof paretoPointWire>;
type DominatedWire = z.infer<typeof paretoWire>["dominated"][number];

export function scoreToWire(score: Score): ScoreWire {
  const { model, effort, category, grade, origin, as_of, stale, override } = score;
  const evidence = [
    ...score.decisive.map((fact) => evidenceToWire(fact, 1)),
    ...score.supporting.map((fact) => evidenceToWire(fact, 0)),
  ];
  return {
    model,
    effort,
    category,
    score: score.score,
    interval: pair(score.interval),
    scale: "q1",
    grade,
    origin,
    as_of,
    stale,
    evidence,
    ...(override === null ? {} : { override: { ...override, computed_interval: pair(override.computed_interval) } }),
  };
}

function evidenceToWire(fact: Fact, weight: 0 | 1): EvidenceWire {
  const { name, version, unit, license, attribution, self_reported } = fact.benchmark;
  const { value, source_url, as_of } = fact;
  const cited = { source_url, license, attribution, as_of, self_reported };
  return { benchmark: name, version, value, unit, ...cited, match_rule: fact.rule, weight };
}

function pair(interval: readonly [number, number] | null): [number, number] | null {
  return interval === null ? null : [interval[0], interval[1]];
}

export function pointToWire({ id, total_usd, score, interval }: ParetoPoint<unknown>): ParetoPointWire {
  return { model: id, total_usd, score, interval: pair(interval) };
}

export function dominatedToWire({ point, by, score_gain, tie }: DominatedPoint<unknown>): DominatedWire {
  return { ...pointToWire(point), dominated_by: by.id, score_gain: Math.round(score_gain * 10) / 10, tie };
}
