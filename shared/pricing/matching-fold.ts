import type { Catalog } from "./catalog.ts";
import type { Offer } from "./offer.ts";
import { isFirstParty } from "./providers.ts";

/** One position, or several where ids fold to the same. */
type Positions = number | readonly number[];

/** Ids of a catalog by their folded spelling, and by the folded bare id for the sellers who make the model. */
interface FoldedIndex {
  readonly full: ReadonlyMap<string, Positions>;
  readonly bare: ReadonlyMap<string, Positions>;
}

/** Built at the first look-up that no exact name answers; gone with its catalog. */
const indexes = new WeakMap<Catalog, FoldedIndex>();

/** Case and the punctuation of versions do not tell models apart; nothing else is folded, least of all a size or a date. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[._]/g, "-");
}

/** The offer that a name means but for case and punctuation, when exactly one model results. */
export function findFolded(catalog: Catalog, name: string): Offer | undefined {
  const index = foldedIndex(catalog);
  const folded = foldName(name);
  return soleModel(catalog, index.full.get(folded)) ?? soleModel(catalog, index.bare.get(folded));
}

function soleModel(catalog: Catalog, positions: Positions | undefined): Offer | undefined {
  if (positions === undefined) return undefined;
  if (typeof positions === "number") return catalog.at(positions);
  const offers = positions.slice(0, 16).map((position) => catalog.at(position));
  const [first] = offers;
  return first !== undefined && offers.every((offer) => offer.model === first.model) ? first : undefined;
}

function foldedIndex(catalog: Catalog): FoldedIndex {
  const known = indexes.get(catalog);
  if (known !== undefined) return known;
  const full = new Map<string, Positions>();
  const bare = new Map<string, Positions>();
  for (const [position, id] of catalog.ids.entries()) {
    note(full, foldName(id), position);
    if (isFirstParty(id)) note(bare, foldName(id.slice(id.indexOf("/") + 1)), position);
  }
  const index = { full, bare };
  indexes.set(catalog, index);
  return index;
}

function note(map: Map<string, Positions>, key: string, position: number): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, position);
  else map.set(key, typeof held === "number" ? [held, position] : [...held, position]);
}
