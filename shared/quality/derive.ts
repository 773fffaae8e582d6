import { SCORED_CATEGORIES, type Category } from "./category.ts";
import type { Effort } from "./effort.ts";
import type { Fact, Use } from "./fact.ts";
import { gradeOf } from "./grade.ts";
import { ARENA_SCALE, axis, ECI_SCALE, eciFromLiveBench, LIVEBENCH_LINK, roundScore, scoreAt, Z90 } from "./scale.ts";
import type { Interval, Origin, Score } from "./score.ts";

/** A stale score is still the best there is; its interval is half as wide again. */
const STALE_WIDENING = 1.5;

/** Which facts can decide a category, best first: what the boards publish and compute, then what is linked. */
const DECIDING: ReadonlyMap<Category, readonly Use[]> = new Map<Category, readonly Use[]>([
  ["general", ["eci", "eci_fit", "livebench"]],
  ["chat", ["arena"]],
]);

export type IsStale = (fact: Fact) => boolean;

/** All scores of one model: one for each category and effort that anything is known about. */
export function deriveScores(model: string, facts: readonly Fact[], isStale: IsStale): readonly Score[] {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = `${fact.benchmark.category} ${fact.effort ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fact]);
    else group.push(fact);
  }
  const scores: Score[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (first !== undefined) scores.push(scoreOf(model, first.benchmark.category, first.effort, group, isStale));
  }
  return scores;
}

function scoreOf(
  model: string,
  category: Category,
  effort: Effort | null,
  facts: readonly Fact[],
  isStale: IsStale,
): Score {
  const chosen = SCORED_CATEGORIES.has(category) ? decide(category, facts) : null;
  const base = { model, effort, category, override: null };
  if (chosen === null) return { ...base, ...UNKNOWN, decisive: [], supporting: facts };
  const { fact, point } = chosen;
  const stale = isStale(fact);
  return {
    ...base,
    score: roundScore(scoreAt(point.z)),
    interval: intervalOf(point, stale),
    grade: gradeOf(fact.benchmark.use, halfWidth(point)),
    origin: originOf(fact),
    as_of: fact.as_of,
    stale,
    decisive: [fact],
    supporting: facts.filter((other) => other !== fact),
  };
}

const UNKNOWN = { score: null, interval: null, grade: null, origin: null, as_of: null, stale: false } as const;

function decide(category: Category, facts: readonly Fact[]): { readonly fact: Fact; readonly point: Point } | null {
  const order = DECIDING.get(category) ?? [];
  for (const embedded of [false, true]) {
    for (const use of order) {
      for (const fact of facts) {
        if (fact.embedded !== embedded || fact.benchmark.use !== use || fact.benchmark.self_reported) continue;
        const point = pointOf(fact);
        if (point !== null) return { fact, point };
      }
    }
  }
  return null;
}

/** A fact on the logistic axis, with its interval there. */
interface Point {
  readonly z: number;
  readonly low: number | null;
  readonly high: number | null;
}

function pointOf(fact: Fact): Point | null {
  if (!Number.isFinite(fact.value)) return null;
  if (fact.benchmark.use === "livebench") return linkedPoint(fact.value);
  const scale = fact.benchmark.use === "arena" ? ARENA_SCALE : ECI_SCALE;
  const { low, high } = fact;
  const hasInterval = low !== null && high !== null && low <= fact.value && fact.value <= high;
  return {
    z: axis(scale, fact.value),
    low: hasInterval ? axis(scale, low) : null,
    high: hasInterval ? axis(scale, high) : null,
  };
}

function linkedPoint(overall: number): Point | null {
  const eci = eciFromLiveBench(overall);
  if (eci === null) return null;
  const half = Z90 * LIVEBENCH_LINK.residual_sd;
  return { z: axis(ECI_SCALE, eci), low: axis(ECI_SCALE, eci - half), high: axis(ECI_SCALE, eci + half) };
}

function intervalOf({ z, low, high }: Point, stale: boolean): Interval | null {
  if (low === null || high === null) return null;
  const factor = stale ? STALE_WIDENING : 1;
  return [roundScore(scoreAt(z - factor * (z - low))), roundScore(scoreAt(z + factor * (high - z)))];
}

function halfWidth({ low, high }: Point): number | null {
  return low === null || high === null ? null : (high - low) / 2;
}

function originOf(fact: Fact): Origin {
  if (fact.embedded) return "embedded";
  return fact.benchmark.use === "livebench" ? "linked" : "computed";
}
