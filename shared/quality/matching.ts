import { type Alias, aliasOf, isMovingAlias, pinnedRejection } from "./aliases.ts";
import { type Effort, effortOfWords } from "./effort.ts";
import { nameKey, sameDate, splitDate } from "./name-key.ts";
import { type ModelRegistry, snapshotCount, stripRunWord } from "./registry.ts";

/** How a name was matched, strictest first. There is no fuzzy rule: substring matching was measured to be wrong for 16% of Arena's names. */
export const MATCH_RULES = ["exact", "spelling", "date", "effort", "alias", "curated", "own_name"] as const;
export type MatchRule = (typeof MATCH_RULES)[number];

export type Match =
  | { readonly kind: "matched"; readonly model: string; readonly effort: Effort | null; readonly rule: MatchRule }
  | { readonly kind: "refused"; readonly reason: string }
  /** No known model; it may stand under its own name. `reason` where a pinned ruling says which model it is not. */
  | { readonly kind: "unmatched"; readonly reason: string | null };

const UNMATCHED: Match = { kind: "unmatched", reason: null };

/**
 * A board's name -> the model it is about. Trailing run words are stripped one at a time and the first name that exists wins, so `qwen3.8-max` and
 * `gpt-5.1-codex-max` stay themselves while `glm-5.3-max` becomes glm-5.3 at effort max. Size words (`-mini`, `-nano`, `-lite`) are never stripped.
 * `sold` (nameKey -> model) are further names of the catalog: they stop the stripping too, but never split a model that the registry knows.
 */
export function matchQuality(name: string, registry: ModelRegistry, sold: ReadonlyMap<string, string> = NONE): Match {
  if (isComposite(name)) return refused("composite of several models");
  const words: string[] = [];
  let key = nameKey(name);
  for (;;) {
    const step = stepOf(key, name, registry, sold);
    if (step.kind === "matched" && words.length > 0) {
      return { ...step, effort: effortOfWords(words) ?? step.effort, rule: step.rule === "alias" ? "alias" : "effort" };
    }
    if (step.kind !== "unmatched" || step.reason !== null) return step;
    const stripped = stripRunWord(key);
    if (stripped === null) return UNMATCHED;
    words.push(stripped.word);
    key = stripped.rest;
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

function stepOf(key: string, raw: string, registry: ModelRegistry, sold: ReadonlyMap<string, string>): Match {
  if (isMovingAlias(key) && aliasOf(key) === null) return refused("moving alias");
  const step = matchKey(key, raw, registry);
  const id = step.kind === "unmatched" && step.reason === null ? sold.get(key) : undefined;
  return id === undefined ? step : exact(id, raw);
}

/** An offer's own id -> the model whose scores are its scores. Nothing is stripped but a date: `-thinking` and `-max` in an offer's id are part of its name. */
export function matchOffer(key: string, registry: ModelRegistry): Match {
  return matchKey(nameKey(key), key, registry);
}

function matchKey(key: string, raw: string, registry: ModelRegistry): Match {
  const pinned = pinnedRejection(key);
  if (pinned !== null) return pinnedMatch(registry.ids.get(key), raw, pinned);
  const alias = aliasOf(key);
  if (alias !== null) return viaAlias(alias);
  const id = registry.ids.get(key);
  if (id !== undefined) return exact(id, raw);
  const dated = splitDate(key);
  return dated === null ? undatedToOnly(key, registry) : datedToKnown(dated.base, dated.date, registry);
}

/** A pinned name is at most itself. */
function pinnedMatch(id: string | undefined, raw: string, reason: string): Match {
  return id === undefined ? { kind: "unmatched", reason } : exact(id, raw);
}

function exact(id: string, raw: string): Match {
  const rule = id === raw || raw.endsWith(`/${id}`) ? "exact" : "spelling";
  return { kind: "matched", model: id, effort: null, rule };
}

function viaAlias(alias: Alias): Match {
  return { kind: "matched", model: alias.model, effort: alias.effort ?? null, rule: "alias" };
}

/** `gpt-4o-2024-08` is `gpt-4o-2024-08-06`; `claude-opus-4-5-2025-11-01` is `claude-opus-4-5` while there is no other snapshot of it. */
function datedToKnown(base: string, date: string, registry: ModelRegistry): Match {
  const days = (registry.snapshots.get(base) ?? []).filter((other) => sameDate(other, date));
  const ids = new Set(days.map((day) => registry.ids.get(`${base}-${day}`)).filter((id) => id !== undefined));
  const [only] = ids;
  if (ids.size === 1 && only !== undefined) return { kind: "matched", model: only, effort: null, rule: "date" };
  const undated = registry.ids.get(base);
  if (undated === undefined || snapshotCount(registry, base, date) !== 1) return UNMATCHED;
  return { kind: "matched", model: undated, effort: null, rule: "date" };
}

function undatedToOnly(key: string, registry: ModelRegistry): Match {
  if (snapshotCount(registry, key) !== 1) return UNMATCHED;
  for (const date of registry.snapshots.get(key) ?? []) {
    const id = registry.ids.get(`${key}-${date}`);
    if (id !== undefined) return { kind: "matched", model: id, effort: null, rule: "date" };
  }
  return UNMATCHED;
}

/** `o1 + claude-3-5-sonnet` is a pair, and a "fallback" row is two models in one. */
function isComposite(name: string): boolean {
  return /\S\s+\+\s+\S|\bfallback\b/i.test(name);
}

function refused(reason: string): Match {
  return { kind: "refused", reason };
}
