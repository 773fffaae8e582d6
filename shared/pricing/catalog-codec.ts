import type { Catalog, CatalogHeader } from "./catalog.ts";
import { headerFrom } from "./catalog-header.ts";
import type { Mode, Offer } from "./offer.ts";
import { modeOfLine, offerFromLine, offerLine } from "./offer-codec.ts";
import { bareId } from "./bare-id.ts";
import { OfferTimes, timesOf } from "./offer-times.ts";
import { partitionPoint } from "./partition-point.ts";
import { SOURCE_NAMES } from "./rate.ts";
import { aliasCell, aliasesFrom } from "./row-codec.ts";
import { asciiJson, asList, asNumber, asText, MalformedRow } from "./json-cell.ts";
import { Dictionary, Glossary } from "./row-dictionary.ts";

export { decodeSourceOffers, encodeSourceOffers } from "./source-offer-codec.ts";

/**
 * The published value, one text:
 *
 *     line 1   the header, as JSON
 *     line 2   instants: when each price was read, apart so that they do not change the version
 *     line 3   `[count, length of all later lines, ids, aliases, shared aliases, dictionary]`
 *     line 4…  one JSON array an offer, in the order of the ids, read when the offer is first looked at
 *
 * ASCII only, so that it takes one byte a character in memory as well.
 */
export interface CatalogBody {
  /** Lines 3 and on: equal for equal prices, whenever they were fetched. The catalog's version is a hash of it. */
  readonly timeless: string;
  /** Line 2. */
  readonly times: string;
}

/** Everything but the header. The order of `offers` does not matter; their ids must be unique. */
export function encodeBody(offers: readonly Offer[]): CatalogBody {
  const sorted = ascending(offers.map(({ id }) => id)) ? offers : [...offers].sort((a, b) => (a.id < b.id ? -1 : 1));
  const dictionary = new Dictionary();
  const lines = sorted.map((offer) => offerLine(offer, dictionary));
  const rest = lines.join("\n");
  const index = [
    sorted.length,
    rest.length,
    asciiJson(sorted.map((offer) => offer.id)),
    `[${sorted.map((offer) => aliasCell(offer.aliases, offer.id)).join()}]`,
    asciiJson(sharedAliases(sorted)),
    asciiJson(dictionary.values),
  ];
  return { timeless: `[${index.join()}]\n${rest}`, times: asciiJson(timesOf(sorted)) };
}

/** What the version is a hash of: prices and facts, no instants. */
export function versionInput(offers: readonly Offer[]): string {
  return encodeBody(offers).timeless;
}

export function encodeCatalog(header: CatalogHeader, offers: readonly Offer[]): string {
  return sealCatalog(header, encodeBody(offers));
}

/** Puts the header before a body that is encoded already (its hash is in the header). */
export function sealCatalog(header: CatalogHeader, body: CatalogBody): string {
  return `${asciiJson(header)}\n${body.times}\n${body.timeless}`;
}

/**
 * Reads header, ids and aliases; null when the text is not one whole catalog. Never throws.
 * An offer whose own line is damaged shows as one of unknown price.
 */
export function decodeCatalog(text: string): Catalog | null {
  try {
    return readCatalog(text);
  } catch (error) {
    if (error instanceof MalformedRow || error instanceof SyntaxError) return null;
    throw error;
  }
}

function readCatalog(text: string): Catalog | null {
  const afterHeader = text.indexOf("\n") + 1;
  const afterTimes = text.indexOf("\n", afterHeader) + 1;
  const afterIndex = text.indexOf("\n", afterTimes) + 1;
  if (afterHeader === 0 || afterTimes === 0 || afterIndex === 0) return null;
  const header = headerFrom(JSON.parse(text.slice(0, afterHeader)));
  const index = asList(JSON.parse(text.slice(afterTimes, afterIndex)));
  const ids = asList(index[2]).map(asText);
  const offsets = lineOffsets(text, afterIndex, ids.length);
  if (index[0] !== ids.length || index[1] !== text.length - afterIndex || offsets === null) return null;
  if (!ascending(ids) || asList(index[3]).length !== ids.length) return null;
  return new DecodedCatalog({
    header,
    text,
    ids,
    offsets,
    aliasCells: asList(index[3]),
    shared: asList(index[4]),
    glossary: new Glossary(asList(index[5])),
    times: text.slice(afterHeader, afterTimes),
  });
}

/** Where each line starts, and one past the end; null unless there are exactly `count` lines. */
function lineOffsets(text: string, start: number, count: number): Uint32Array | null {
  const offsets = new Uint32Array(count + 1);
  let from = start;
  for (let line = 0; line < count; line += 1) {
    offsets[line] = from;
    const end = text.indexOf("\n", from);
    if ((end === -1) !== (line === count - 1)) return null;
    from = end + 1;
  }
  offsets[count] = text.length + 1;
  return count > 0 || start === text.length ? offsets : null;
}

function ascending(ids: readonly string[]): boolean {
  for (let at = 1; at < ids.length; at += 1) if ((ids[at - 1] ?? "") >= (ids[at] ?? "")) return false;
  return true;
}

interface Parts {
  readonly header: CatalogHeader;
  readonly text: string;
  readonly ids: readonly string[];
  readonly offsets: Uint32Array;
  readonly aliasCells: readonly unknown[];
  readonly shared: readonly unknown[];
  readonly glossary: Glossary;
  readonly times: string;
}

class DecodedCatalog implements Catalog {
  readonly header: CatalogHeader;
  readonly size: number;
  readonly ids: readonly string[];
  readonly #parts: Parts;
  readonly #offers: (Offer | undefined)[] = [];
  #times: OfferTimes | null = null;
  #positions: ReadonlyMap<string, number> | null = null;
  #names: ReadonlyMap<string, readonly string[]> | null = null;
  #searches = 0;
  #nameSearches = 0;

  constructor(parts: Parts) {
    this.header = parts.header;
    this.ids = parts.ids;
    this.size = parts.ids.length;
    this.#parts = parts;
    this.#offers.length = parts.ids.length;
  }

  find(id: string): Offer | undefined {
    const position = this.indexOf(id);
    return position === undefined ? undefined : this.at(position);
  }

  indexOf(id: string): number | undefined {
    if (this.#positions === null && this.#searches < SEARCHES_BEFORE_INDEX) {
      this.#searches += 1;
      return positionOf(this.ids, id);
    }
    this.#positions ??= new Map(this.ids.map((each, position) => [each, position]));
    return this.#positions.get(id);
  }

  at(index: number): Offer {
    const known = this.#offers[index];
    if (known !== undefined) return known;
    const id = this.ids[index];
    if (id === undefined) throw new RangeError(`no offer at ${index}`);
    const { text, offsets, aliasCells, glossary, times } = this.#parts;
    this.#times ??= new OfferTimes(times);
    const line = text.slice(offsets[index], (offsets[index + 1] ?? 0) - 1);
    const offer = offerFromLine({ line, id, index, aliasCell: aliasCells[index], glossary, times: this.#times });
    this.#offers[index] = offer;
    return offer;
  }

  modeAt(index: number): Mode {
    const known = this.#offers[index];
    if (known !== undefined) return known.mode;
    const { text, offsets, glossary } = this.#parts;
    return modeOfLine(text, offsets[index] ?? text.length, glossary);
  }

  named(key: string): readonly string[] {
    if (this.#names === null && this.#nameSearches < SEARCHES_BEFORE_INDEX) {
      this.#nameSearches += 1;
      return searched(this.#parts, key);
    }
    this.#names ??= namesOf(this.#parts);
    return this.#names.get(key) ?? [];
  }
}

/**
 * An index of all names costs a cold isolate as much as parsing the whole file it stands for, one of all ids a tenth of that; a search costs
 * a fiftieth, or next to nothing. So the first questions are answered by searching, and an index is made when it pays.
 */
const SEARCHES_BEFORE_INDEX = 50;

/** Where an id stands among ids in ascending order. */
function positionOf(ids: readonly string[], id: string): number | undefined {
  const position = partitionPoint(ids.length, (index) => (ids[index] ?? "") < id);
  return ids[position] === id ? position : undefined;
}

/** What `namesOf` would have under the key. */
function searched({ ids, aliasCells, shared }: Parts, key: string): readonly string[] {
  try {
    for (const each of shared) {
      const [alias, ...positions] = asList(each);
      if (alias === key) return positions.map((position) => asText(ids[asNumber(position)]));
    }
    for (let position = 0; position < ids.length; position += 1) {
      const id = ids[position] ?? "";
      if (isAlias(aliasCells[position], id, key)) return [id];
    }
  } catch (error) {
    if (!(error instanceof MalformedRow)) throw error;
  }
  return [];
}

function isAlias(cell: unknown, id: string, key: string): boolean {
  if (cell === 0) return false;
  if (cell === 1) return id === key;
  if (cell === 2) return id.endsWith(key) && bareId(id) === key;
  return typeof cell === "string" ? cell === key : asList(cell).includes(key);
}

/** Aliases by name; those of several offers are listed apart, because only the writer knows their precedence. */
function namesOf({ ids, aliasCells, shared }: Parts): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  try {
    for (const [position, id] of ids.entries()) {
      for (const alias of aliasesFrom(aliasCells[position], id)) names.set(alias, [id]);
    }
    for (const each of shared) {
      const [alias, ...positions] = asList(each);
      names.set(
        asText(alias),
        positions.map((position) => asText(ids[asNumber(position)])),
      );
    }
  } catch (error) {
    if (!(error instanceof MalformedRow)) throw error;
  }
  return names;
}

/** Aliases of more than one offer: the offer whose own key it is first, then by precedence of source, then by id. */
function sharedAliases(sorted: readonly Offer[]): readonly (readonly [string, ...number[]])[] {
  const first = new Map<string, number>();
  const several = new Map<string, number[]>();
  for (const [position, offer] of sorted.entries()) {
    for (const alias of offer.aliases.length > 1 ? new Set(offer.aliases) : offer.aliases) {
      const before = first.get(alias);
      if (before === undefined) first.set(alias, position);
      else several.set(alias, [...(several.get(alias) ?? [before]), position]);
    }
  }
  const weight = (alias: string, position: number): number => {
    const offer = sorted[position];
    const source = SOURCE_NAMES.indexOf(offer?.sources[0] ?? "bundled");
    return offer?.rates[0]?.source_key === alias ? source : source + SOURCE_NAMES.length;
  };
  return [...several].map(([alias, positions]) => [
    alias,
    ...positions.sort((a, b) => weight(alias, a) - weight(alias, b) || a - b),
  ]);
}
