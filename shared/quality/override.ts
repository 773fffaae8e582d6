import { type CuratedScore, isInForce, isSound, reviewDue } from "./curated.ts";
import { dayOf } from "./calendar.ts";
import type { Benchmark, Fact } from "./fact.ts";
import type { OverrideNote, Score } from "./score.ts";

/** Puts the curated scores in force over the computed ones, which stay visible beside them; expired and unsound entries change nothing. */
export function withOverrides(
  model: string,
  scores: readonly Score[],
  curated: readonly CuratedScore[],
  now: number,
): readonly Score[] {
  const merged = [...scores];
  for (const entry of curated) {
    if (entry.model !== model || !isSound(entry) || !isInForce(entry, now)) continue;
    const at = merged.findIndex((score) => score.category === entry.category && score.effort === entry.effort);
    const overridden = overrideOf(entry, at < 0 ? null : (merged[at] ?? null), now);
    if (at < 0) merged.push(overridden);
    else merged[at] = overridden;
  }
  return merged;
}

function overrideOf(entry: CuratedScore, computed: Score | null, now: number): Score {
  return {
    model: entry.model,
    effort: entry.effort,
    category: entry.category,
    score: entry.score,
    interval: entry.interval,
    grade: "C",
    origin: "curated",
    as_of: entry.reviewed_at,
    stale: dayOf(now) >= reviewDue(entry.reviewed_at),
    decisive: [evidenceOf(entry)],
    supporting: [...(computed?.decisive ?? []), ...(computed?.supporting ?? [])],
    override: noteOf(entry, computed),
  };
}

function noteOf(entry: CuratedScore, computed: Score | null): OverrideNote {
  const interval = computed?.interval ?? null;
  const value = computed?.score ?? null;
  const [low, high] = interval ?? [value ?? entry.score, value ?? entry.score];
  return {
    reason: entry.reason,
    reviewed_at: entry.reviewed_at,
    review_due: reviewDue(entry.reviewed_at),
    expires_at: entry.expires_at,
    computed_score: value,
    computed_interval: interval,
    disagrees: entry.score < low || entry.score > high,
  };
}

function evidenceOf(entry: CuratedScore): Fact {
  const benchmark: Benchmark = {
    name: "curated_review",
    board: null,
    version: entry.reviewed_at,
    unit: "score_0_100",
    category: entry.category,
    use: "none",
    license: "MIT",
    attribution: entry.reason,
    self_reported: false,
    redistributable: true,
  };
  const [low, high] = entry.interval ?? [null, null];
  return {
    model: entry.model,
    effort: entry.effort,
    benchmark,
    value: entry.score,
    low,
    high,
    as_of: entry.reviewed_at,
    source_url: entry.evidence_url,
    rule: "curated",
    embedded: false,
  };
}
