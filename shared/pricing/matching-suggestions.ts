import type { Catalog } from "./catalog.ts";
import { foldName } from "./matching-fold.ts";
import { isFirstParty } from "./providers.ts";

const SUGGESTIONS = 5;
/** Ids that are compared letter by letter: keeps a miss below a few milliseconds however large the catalog is. */
const COMPARED = 48;
/** Less alike than this is no suggestion but noise. */
const MIN_LIKENESS = 0.5;
const LONGEST = 256;
/** The same name at another seller than the one asked for is a little farther away. */
const OTHER_SELLER = 0.95;

/** Words of 32 bits a signature has: one bit for each pair of neighbouring letters, hashed. */
const WORDS = 4;

const signatures = new WeakMap<Catalog, Uint32Array>();

/** Up to five ids nearest to a name that matches nothing, nearest first; a model's maker before its other sellers. */
export function nearestIds(catalog: Catalog, requested: string): readonly string[] {
  const name = foldName(requested.slice(0, LONGEST));
  return candidates(catalog, name)
    .map((id) => ({ id, likeness: likeness(name, id) }))
    .filter((one) => one.likeness >= MIN_LIKENESS)
    .sort(
      (a, b) =>
        b.likeness - a.likeness || firstPartyFirst(a.id, b.id) || a.id.length - b.id.length || (a.id < b.id ? -1 : 1),
    )
    .slice(0, SUGGESTIONS)
    .map((one) => one.id);
}

function firstPartyFirst(a: string, b: string): number {
  return Number(isFirstParty(b)) - Number(isFirstParty(a));
}

/** The ids that share most letter pairs with the name; of equals the shorter. */
function candidates(catalog: Catalog, name: string): readonly string[] {
  const all = catalogSignatures(catalog);
  const wanted = new Uint32Array(WORDS);
  sign(name, wanted, 0);
  const scores = Int32Array.from(
    catalog.ids,
    (id, position) => shared(all, position * WORDS, wanted) * LONGEST - id.length,
  );
  const bar = scores.toSorted().at(-COMPARED) ?? Number.NEGATIVE_INFINITY;
  return catalog.ids.filter((_, position) => (scores[position] ?? 0) >= bar).slice(0, COMPARED);
}

function catalogSignatures(catalog: Catalog): Uint32Array {
  const known = signatures.get(catalog);
  if (known !== undefined) return known;
  const all = new Uint32Array(catalog.size * WORDS);
  for (const [position, id] of catalog.ids.entries()) sign(foldName(id), all, position * WORDS);
  signatures.set(catalog, all);
  return all;
}

function sign(text: string, into: Uint32Array, offset: number): void {
  for (let at = 1; at < text.length; at += 1) {
    const hash = (text.charCodeAt(at - 1) * 31 + text.charCodeAt(at) * 7) & (WORDS * 32 - 1);
    const word = offset + (hash >> 5);
    into[word] = (into[word] ?? 0) | (1 << (hash & 31));
  }
}

function shared(all: Uint32Array, offset: number, wanted: Uint32Array): number {
  let count = 0;
  for (let word = 0; word < WORDS; word += 1) count += ones((all[offset + word] ?? 0) & (wanted[word] ?? 0));
  return count;
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** 1 for equal, 0 for nothing in common: against the whole id, the id without its seller, and the last segment. */
function likeness(name: string, id: string): number {
  const folded = foldName(id);
  const spellings = new Set([folded, folded.slice(folded.indexOf("/") + 1), folded.slice(folded.lastIndexOf("/") + 1)]);
  const own = name.slice(name.lastIndexOf("/") + 1);
  const whole = Math.max(...[...spellings].map((text) => alike(name, text)));
  return own === name ? whole : Math.max(whole, ...[...spellings].map((text) => alike(own, text) * OTHER_SELLER));
}

function alike(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  // Lengths that differ by half or more leave no likeness worth the letters.
  if (longest === 0 || Math.abs(a.length - b.length) > longest * (1 - MIN_LIKENESS)) return 0;
  return 1 - distance(a, b) / longest;
}

/** Levenshtein's distance: letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= b.length; at += 1) {
      const replaced = (previous[at - 1] ?? 0) + (a.charCodeAt(row - 1) === b.charCodeAt(at - 1) ? 0 : 1);
      current.push(Math.min((previous[at] ?? 0) + 1, (current[at - 1] ?? 0) + 1, replaced));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
