import type { Category } from "./category.ts";
import { type Effort, effortRank } from "./effort.ts";
import { matchOffer, matchQuality } from "./matching.ts";
import { UPPER_ANCHOR } from "./scale.ts";
import type { Score, ScoreSummary } from "./score.ts";
import type { ScoreTable } from "./table.ts";

/** An offer as far as quality is concerned: `key` is the provider's own name of the model. */
export interface OfferRef {
  readonly id: string;
  readonly provider: string;
  readonly key: string;
}

/** The score of an offer's model, or null: an unknown one is never filled in from a relative. One look-up by normalised name. */
export function qualityOf(
  table: ScoreTable,
  offer: OfferRef,
  category: Category = "general",
  effort?: Effort,
): ScoreSummary | null {
  const match = matchOffer(offer.key, table.registry);
  if (match.kind !== "matched") return null;
  return summaryOf(table, match.model, category, effort ?? match.effort);
}

/** The score that stands for a model: at the effort asked for, or at its default where none is asked for. */
export function summaryOf(
  table: ScoreTable,
  model: string,
  category: Category,
  asked: Effort | null,
): ScoreSummary | null {
  const scored = (table.scores(model) ?? []).filter((s) => s.category === category && s.score !== null);
  const chosen = asked === null ? nearestToDefault(scored) : atEffort(model, category, scored, asked);
  if (chosen === null || chosen.score === null || chosen.grade === null) return null;
  if (chosen.origin === null || chosen.as_of === null) return null;
  const { score, interval, grade, origin, as_of, stale, effort } = chosen;
  const proxy_effort = asked === null ? effort !== null : effort !== asked && !isAnchor(model, category, asked);
  return { model, category, effort, score, interval, scale: "q1", grade, origin, as_of, stale, proxy_effort };
}

/** The default row where there is one; else the one nearest to a middle effort, never silently the best. */
function nearestToDefault(scores: readonly Score[]): Score | null {
  let best: Score | null = null;
  for (const score of scores) {
    if (best === null || effortRank(score.effort) < effortRank(best.effort)) best = score;
  }
  return best;
}

/** Exactly this effort. "Thinking" without a level is met by any row that thinks; nothing else is stood in for. */
function atEffort(model: string, category: Category, scores: readonly Score[], asked: Effort): Score | null {
  const exact = scores.find((score) => score.effort === asked);
  if (exact !== undefined) return exact;
  if (isAnchor(model, category, asked)) return scores.find((score) => score.effort === null) ?? null;
  return asked === "thinking" ? nearestToDefault(scores.filter((score) => score.effort !== "none")) : null;
}

/** ECI states no effort, but the upper anchor is defined as gpt-5 at high: the two names are one score. */
function isAnchor(model: string, category: Category, effort: Effort): boolean {
  return category === "general" && model === UPPER_ANCHOR.model && effort === UPPER_ANCHOR.effort;
}

/** Rows of one model, with the anchor's score under both of its names where other evidence has made a row of the second. */
function withAnchor(scores: readonly Score[]): readonly Score[] {
  const base = scores.find((score) => score.effort === null && score.category === "general" && score.score !== null);
  if (base === undefined) return scores;
  return scores.map((score) => {
    const { model, category, effort } = score;
    if (score.score !== null || effort === null || !isAnchor(model, category, effort)) return score;
    return { ...base, effort, supporting: [...base.supporting, ...score.supporting] };
  });
}

/** Best first; unknown last; then by name, so that pages are stable. */
function byScore(a: Score, b: Score): number {
  const difference = (b.score ?? -1) - (a.score ?? -1);
  if (difference !== 0) return difference;
  return a.model === b.model ? effortRank(a.effort) - effortRank(b.effort) : a.model < b.model ? -1 : 1;
}

/** Every model in `category`, those without a score too (`score: null`); without a category, all that is known of each model and at least its general row. */
export function listScores(table: ScoreTable, category?: Category): readonly Score[] {
  const rows: Score[] = [];
  for (const model of table.models) {
    const scores = withAnchor(table.scores(model) ?? []);
    const wanted = category === undefined ? scores : scores.filter((score) => score.category === category);
    const isListed = category === undefined ? wanted.some((s) => s.category === "general") : wanted.length > 0;
    rows.push(...wanted);
    if (!isListed) rows.push(unknownScore(model, category ?? "general"));
  }
  return rows.sort(byScore);
}

function unknownScore(model: string, category: Category): Score {
  const unknown = { score: null, interval: null, grade: null, origin: null, as_of: null, stale: false } as const;
  return { model, effort: null, category, ...unknown, decisive: [], supporting: [], override: null };
}

/** All rows of one model, asked for by its id, a board's name (`gpt-5 (high)`) or a provider's; null when no such model is known. */
export function scoresOfModel(table: ScoreTable, name: string): readonly Score[] | null {
  const model = modelNamed(table, name);
  const known = model === null ? null : table.scores(model.id);
  if (model === null || known === null) return null;
  const { effort } = model;
  const scores = withAnchor(known);
  const wanted = effort === null ? scores : scores.filter((s) => s.effort === effort || s.effort === null);
  return wanted.length === 0 ? [unknownScore(model.id, "general")] : [...wanted].sort(byScore);
}

function modelNamed(table: ScoreTable, name: string): { readonly id: string; readonly effort: Effort | null } | null {
  if (table.scores(name) !== null) return { id: name, effort: null };
  const asOffer = matchOffer(name, table.registry);
  const match = asOffer.kind === "matched" ? asOffer : matchQuality(name, table.registry);
  if (match.kind !== "matched" || table.scores(match.model) === null) return null;
  return { id: match.model, effort: match.effort };
}
