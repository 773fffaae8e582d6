import { effortOf, isBudget, isRunWord } from "./effort.ts";
import { nameKey, sameDate, splitDate } from "./name-key.ts";

/** The models that exist, by spelling, and the dated snapshots known of each undated name. */
export interface ModelRegistry {
  /** nameKey -> model id. */
  readonly ids: ReadonlyMap<string, string>;
  /** Undated nameKey -> dates seen, of ids and of boards' names. Two different ones mean that dated and undated are not the same model. */
  readonly snapshots: ReadonlyMap<string, readonly string[]>;
}

/** `ids` may be matched to; `names` only tell which dated snapshots exist. The first id of a spelling wins. */
export function registryOf(ids: Iterable<string>, names: Iterable<string> = []): ModelRegistry {
  const keys = new Map<string, string>();
  for (const id of ids) {
    const key = nameKey(id);
    if (!keys.has(key)) keys.set(key, id);
  }
  return registryOfKeys(keys, [], names);
}

/** The same from keys that are spelled already; `keyed` and `names` only tell which snapshots exist. */
export function registryOfKeys(
  ids: ReadonlyMap<string, string>,
  keyed: Iterable<string>,
  names: Iterable<string>,
): ModelRegistry {
  const snapshots = new Map<string, string[]>();
  for (const key of ids.keys()) noteSnapshot(snapshots, key);
  for (const key of keyed) noteSnapshot(snapshots, key);
  for (const name of names) noteSnapshot(snapshots, nameKey(name));
  return { ids, snapshots };
}

function noteSnapshot(snapshots: Map<string, string[]>, key: string): void {
  // Almost no name carries a date: the look at its end is spared.
  if (!key.includes("-20")) return;
  const dated = splitDate(withoutRunWords(key));
  if (dated === null) return;
  const dates = snapshots.get(dated.base);
  if (dates === undefined) snapshots.set(dated.base, [dated.date]);
  else if (!dates.includes(dated.date)) dates.push(dated.date);
}

export function withoutRunWords(key: string): string {
  let rest = key;
  for (let next = stripRunWord(rest); next !== null; next = stripRunWord(rest)) rest = next.rest;
  return rest;
}

/** Takes the last run word off (`no-thinking` is one word); null when the name ends in something else. */
export function stripRunWord(key: string): { readonly rest: string; readonly word: string } | null {
  const last = key.lastIndexOf("-");
  if (last <= 0) return null;
  const word = key.slice(last + 1);
  if (!isRunWord(word)) return null;
  const before = key.slice(0, last);
  const pair = before.slice(before.lastIndexOf("-") + 1);
  // A budget stands behind an effort (`thinking-32k`); anywhere else it is a context length and part of the name (`moonshot-v1-32k`).
  if (isBudget(word) && effortOf(pair) === null) return null;
  if ((pair === "no" || pair === "non") && isRunWord(`${pair}-${word}`)) {
    return { rest: before.slice(0, -pair.length - 1), word: `${pair}-${word}` };
  }
  return { rest: before, word };
}

/** How many different snapshots of `base` there are, `date` included. */
export function snapshotCount(registry: ModelRegistry, base: string, date?: string): number {
  const distinct: string[] = [];
  const known = registry.snapshots.get(base) ?? [];
  for (const candidate of date === undefined ? known : [...known, date]) {
    if (!distinct.some((other) => sameDate(other, candidate))) distinct.push(candidate);
  }
  return distinct.length;
}
