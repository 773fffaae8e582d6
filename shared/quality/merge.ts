import { OTHER_SNAPSHOTS } from "./aliases.ts";
import type { UnmatchedName } from "./board-status.ts";
import type { Fact } from "./fact.ts";
import { type Match, matchQuality } from "./matching.ts";
import { modelSlug, nameKey, splitDate } from "./name-key.ts";
import { type ModelRegistry, registryOf, snapshotCount, stripRunWord, withoutRunWords } from "./registry.ts";
import type { ParsedBoard } from "./sources/parsed-board.ts";
import type { ModelFacts } from "./table-document.ts";
import { type NamedFact, translateBoards } from "./translate.ts";

export interface MergedFacts {
  readonly models: readonly ModelFacts[];
  readonly unmatched: readonly UnmatchedName[];
}

/** Longest list of unmatched names that is kept: more is a board whose naming has changed, which the first hundreds show as well. */
const MAX_UNMATCHED = 500;

/**
 * Boards, the embedded default and the catalog's ids -> facts by model. A name that is no known model's becomes a model of its own, so that an offer of
 * exactly that name finds it; a refused name belongs to nobody. Embedded facts stay wherever no board read here says the same.
 */
export function mergeFacts(
  boards: readonly ParsedBoard[],
  embedded: readonly ModelFacts[],
  catalogIds: Iterable<string> = [],
): MergedFacts {
  const named = translateBoards(boards);
  const slugs = [...catalogIds].map(modelSlug);
  const registry = registryFor(named, embedded, slugs);
  const sold = soldNames(slugs, registry);
  const models = new Map<string, Collected>();
  const unmatched = new Map<string, UnmatchedName>();
  const matches = new Map<string, Match>();
  for (const fact of named) collect(fact, remember(matches, fact.name, registry, sold), models, unmatched);
  for (const model of embedded) addEmbedded(model, models);
  return {
    models: [...models].map(([id, { facts, snapshots }]) => ({ id, facts, snapshots: [...snapshots].sort() })),
    unmatched: [...unmatched.values()].slice(0, MAX_UNMATCHED),
  };
}

/** A board has several facts of one name. */
function remember(
  matches: Map<string, Match>,
  name: string,
  registry: ModelRegistry,
  sold: ReadonlyMap<string, string>,
): Match {
  const known = matches.get(name);
  if (known !== undefined) return known;
  const match = matchQuality(name, registry, sold);
  matches.set(name, match);
  return match;
}

interface Collected {
  readonly facts: Fact[];
  readonly snapshots: Set<string>;
}

/** The default's ids first; then the boards' own names that carry no run words, so that `new-model-high` finds `new-model` of another board. */
function registryFor(
  named: readonly NamedFact[],
  embedded: readonly ModelFacts[],
  slugs: readonly string[],
): ModelRegistry {
  const keyOf = new Map(named.map(({ name }) => [name, ""]));
  for (const name of keyOf.keys()) keyOf.set(name, nameKey(name));
  const names = [...keyOf.keys(), ...slugs, ...OTHER_SNAPSHOTS];
  const ids = embedded.map(({ id }) => id);
  const known = registryOf(ids, names);
  const own = [...keyOf].filter(([name, key]) => isOwnName(name, key, known));
  const ownKeys = new Set(own.map(([, key]) => key));
  const apart = listedApart(named, keyOf);
  const added = own.filter(([, key]) => !isOnlySnapshot(key, ownKeys, known) || apart.has(key));
  return registryOf([...ids, ...added.map(([name]) => modelSlug(name))], names);
}

/** An aggregator's `o3-mini-high` is o3-mini at effort high; other run words (`-max`, `-thinking`) can be a sold model's name. */
const EFFORT_ONLY = /-(?:x?high|low|minimal)$/;

/** Names on sale, the plainest spelling of each: `claude-x` rather than `anthropic.claude-x-v1:0`. */
function soldNames(slugs: readonly string[], registry: ModelRegistry): ReadonlyMap<string, string> {
  const sold = new Map<string, string>();
  for (const slug of slugs) {
    const key = nameKey(slug);
    const plainest = sold.get(key);
    const isEffort = EFFORT_ONLY.test(key) && registry.ids.has(key.replace(EFFORT_ONLY, ""));
    if (!isEffort && (plainest === undefined || slug.length < plainest.length)) sold.set(key, slug);
  }
  return sold;
}

function isOwnName(name: string, key: string, known: ModelRegistry): boolean {
  return stripRunWord(key) === null && matchQuality(name, known).kind === "unmatched";
}

/** `claude-3-sonnet-20240229` is no model beside another board's `claude-3-sonnet` while there is no other snapshot of it. */
function isOnlySnapshot(key: string, ownKeys: ReadonlySet<string>, registry: ModelRegistry): boolean {
  const dated = splitDate(key);
  return dated !== null && ownKeys.has(dated.base) && snapshotCount(registry, dated.base) === 1;
}

/** Dated names that stand beside their undated one on the same board, which thereby says that they differ. */
function listedApart(named: readonly NamedFact[], keyOf: ReadonlyMap<string, string>): ReadonlySet<string> {
  const listed = new Set(named.map(({ board, name }) => `${board.id} ${keyOf.get(name)}`));
  const apart = new Set<string>();
  for (const { board, name } of named) {
    const key = keyOf.get(name) ?? "";
    const dated = splitDate(key);
    if (dated !== null && listed.has(`${board.id} ${dated.base}`)) apart.add(key);
  }
  return apart;
}

function collect(
  fact: NamedFact,
  match: Match,
  models: Map<string, Collected>,
  unmatched: Map<string, UnmatchedName>,
): void {
  if (match.kind === "refused") {
    note(unmatched, fact, match.reason);
    return;
  }
  const own = match.kind === "unmatched" ? modelSlug(fact.name) : null;
  if (own !== null) note(unmatched, fact, match.kind === "unmatched" ? (match.reason ?? "no model of this name") : "");
  if (own === "") return;
  const { model, effort, rule } =
    match.kind === "matched" ? match : { model: own ?? "", effort: null, rule: "own_name" as const };
  const { benchmark, value, low, high, as_of, source_url } = fact;
  const entry = entryOf(models, model);
  entry.facts.push({ model, effort, benchmark, value, low, high, as_of, source_url, rule, embedded: false });
  const date = foldedDate(fact.name, model);
  if (date !== null) entry.snapshots.add(date);
}

function note(unmatched: Map<string, UnmatchedName>, { board, name }: NamedFact, reason: string): void {
  unmatched.set(`${board.id}\t${name}`, { board: board.id, name: name.slice(0, 100), reason });
}

function entryOf(models: Map<string, Collected>, model: string): Collected {
  const known = models.get(model);
  if (known !== undefined) return known;
  const entry: Collected = { facts: [], snapshots: new Set() };
  models.set(model, entry);
  return entry;
}

/** The date a board's name carried that its model's id does not. */
export function foldedDate(name: string, model: string): string | null {
  const dated = splitDate(withoutRunWords(nameKey(name)));
  return dated !== null && dated.base === nameKey(model) ? dated.date : null;
}

function addEmbedded({ id, facts, snapshots }: ModelFacts, models: Map<string, Collected>): void {
  const entry = entryOf(models, id);
  const live = new Set(entry.facts.map(factKey));
  for (const date of snapshots) entry.snapshots.add(date);
  for (const fact of facts) if (!live.has(factKey(fact))) entry.facts.push(fact);
}

function factKey({ benchmark, effort }: Fact): string {
  return `${benchmark.name}\t${effort ?? ""}`;
}
