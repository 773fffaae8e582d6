import type { Mode, Offer } from "./offer.ts";
import { PRICE_STATUSES, PRICE_TYPES } from "./offer.ts";
import type { Draft } from "./draft.ts";
import type { Instants, OfferTimes } from "./offer-times.ts";
import type { Opinion, Provenance, SourcedRate, SourceName } from "./rate.ts";
import { SOURCE_NAMES, sourcedRate } from "./rate.ts";
import type { Dictionary, Glossary } from "./row-dictionary.ts";
import {
  aliasesFrom,
  decimalCells,
  decimalFromCells,
  keyCell,
  keyFrom,
  limitCells,
  limitsFrom,
  joinedCell,
  listCell,
  NONE,
  rateCells,
  ratesFrom,
  rowText,
  textCell,
} from "./row-codec.ts";
import { asciiJson, asList, asNumber, asText, MalformedRow, words } from "./json-cell.ts";
import { bareId } from "./bare-id.ts";

/**
 * One offer as cells, without id, aliases and instants, which stand elsewhere:
 * traits, `[type, status, estimated, sources, usual source]`, model (0: the bare id), limits, usual key, rates, name, deprecation date,
 * rates of another origin `[rate, source, key]…`, dissents `[rate, source, key, coefficient, scale]…`, withheld slots, 1 when missing at its source.
 */
export function offerLine(offer: Offer, dictionary: Dictionary): string {
  const { id, aliases, rates, withheld } = offer;
  const usual = usualOrigin(offer);
  return rowText([
    String(dictionary.traits(offer)),
    String(kindPosition(offer, usual.source, dictionary)),
    offer.model === bareId(id) ? NONE : asciiJson(offer.model),
    limitCells(offer.limits),
    keyCell(usual.source_key, id, aliases),
    rateCells(rates, dictionary),
    textCell(offer.name),
    textCell(offer.deprecation_date),
    originCells(offer, usual),
    dissentCells(offer),
    withheld === undefined ? NONE : listCell(withheld.map((slot) => dictionary.slot(slot))),
    offer.last_seen === undefined ? NONE : "1",
  ]);
}

function kindPosition(offer: Offer, source: SourceName, dictionary: Dictionary): number {
  const type = PRICE_TYPES.indexOf(offer.price_type);
  const status = PRICE_STATUSES.indexOf(offer.price_status);
  const estimated = offer.estimated ? 1 : 0;
  const sources = offer.sources.length === 1 ? (offer.sources[0] ?? "") : offer.sources.join(" ");
  const usual = SOURCE_NAMES.indexOf(source);
  return dictionary.known(`${type},${status},${estimated},${sources},${usual}`, () => [
    type,
    status,
    estimated,
    sources,
    usual,
  ]);
}

type Origin = Pick<Provenance, "source" | "source_key">;

function usualOrigin(offer: Offer): Origin {
  return offer.rates[0] ?? { source: offer.sources[0] ?? "bundled", source_key: offer.id };
}

function originCells({ id, aliases, rates }: Offer, usual: Origin): string {
  let cells = "";
  let at = 0;
  for (const { source, source_key } of rates) {
    if (source !== usual.source || source_key !== usual.source_key) {
      cells += `,${at},${SOURCE_NAMES.indexOf(source)},${keyCell(source_key, id, aliases)}`;
    }
    at += 1;
  }
  return joinedCell(cells);
}

function dissentCells({ id, aliases, rates }: Offer): string {
  let cells = "";
  let at = 0;
  for (const { dissents } of rates) {
    for (const { source, source_key, usd } of dissents) {
      cells += `,${at},${SOURCE_NAMES.indexOf(source)},${keyCell(source_key, id, aliases)},${decimalCells(usd)}`;
    }
    at += 1;
  }
  return joinedCell(cells);
}

interface Line {
  readonly line: string;
  readonly id: string;
  readonly index: number;
  readonly aliasCell: unknown;
  readonly glossary: Glossary;
  readonly times: OfferTimes;
}

/** Total: a line that cannot be read is an offer of unknown price, which nothing ranks or multiplies. */
export function offerFromLine(from: Line): Offer {
  try {
    return offerFrom(asList(JSON.parse(from.line)), from);
  } catch (error) {
    if (error instanceof MalformedRow || error instanceof SyntaxError) return unreadable(from.id);
    throw error;
  }
}

/** The mode of the offer whose line starts at `from` in a text: its first cell says it. `unknown` where that cannot be read. */
export function modeOfLine(text: string, from: number, glossary: Glossary): Mode {
  let position = 0;
  let at = from + 1;
  for (let digit = digitAt(text, at); digit >= 0 && digit <= 9; digit = digitAt(text, at)) {
    position = position * 10 + digit;
    at += 1;
  }
  try {
    return at === from + 1 ? "unknown" : glossary.traits(position).mode;
  } catch (error) {
    if (error instanceof MalformedRow) return "unknown";
    throw error;
  }
}

function digitAt(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}

function offerFrom(row: readonly unknown[], { id, index, aliasCell, glossary, times }: Line): Offer {
  const [traits, kindCell, model, limits, key, rateCell, name, deprecation, origins, dissents, withheld, missing] = row;
  const kind = asList(glossary.value(kindCell));
  const aliases = aliasesFrom(aliasCell, id);
  const source = sourceAt(kind[4]);
  const usual: Origin = { source, source_key: keyFrom(key ?? 0, id, aliases) };
  const instants = times.of(index);
  const bare = ratesFrom(rateCell ?? 0, glossary);
  const others = isSet(origins) ? originsFrom(asList(origins), { id, aliases }) : NO_ORIGINS;
  const opinions = isSet(dissents)
    ? opinionsFrom(asList(dissents), { id, aliases }, instants.after(bare.length))
    : NO_DISSENTS;
  const { provider, declared_provider, mode, multipliers, capabilities, flags, cache_minimum } =
    glossary.traits(traits);
  const offer: Draft<Offer> = {
    id,
    provider,
    declared_provider,
    aliases,
    mode,
    multipliers,
    limits: limitsFrom(limits ?? 0),
    capabilities,
    flags,
    model: isSet(model) ? asText(model) : bareId(id),
    price_type: nth(PRICE_TYPES, kind[0]),
    price_status: nth(PRICE_STATUSES, kind[1]),
    estimated: kind[2] === 1,
    rates: bare.map((rate, at): SourcedRate => {
      const { source: from, source_key } = others.get(at) ?? usual;
      return sourcedRate(rate, from, source_key, instants.at(at, from), opinions.get(at) ?? NO_OPINIONS);
    }),
    sources: words(SOURCE_NAMES, kind[3]),
  };
  if (cache_minimum !== undefined) offer.cache_minimum = cache_minimum;
  if (isSet(name)) offer.name = asText(name);
  if (isSet(deprecation)) offer.deprecation_date = asText(deprecation);
  if (isSet(withheld)) offer.withheld = asList(withheld).map((slot) => glossary.slot(slot));
  if (isSet(missing)) offer.last_seen = instants.last_seen;
  return offer;
}

const NO_OPINIONS: readonly Opinion[] = [];
const NO_ORIGINS: ReadonlyMap<number, Origin> = new Map();
const NO_DISSENTS: ReadonlyMap<number, readonly Opinion[]> = new Map();

function isSet(cell: unknown): boolean {
  return cell !== undefined && cell !== 0;
}

function nth<T>(values: readonly T[], position: unknown): T {
  const value = values[asNumber(position)];
  if (value === undefined) throw new MalformedRow("no such word");
  return value;
}

function sourceAt(position: unknown): SourceName {
  return nth(SOURCE_NAMES, position);
}

type Keys = Pick<Offer, "id" | "aliases">;

function originsFrom(cells: readonly unknown[], { id, aliases }: Keys): ReadonlyMap<number, Origin> {
  const origins = new Map<number, Origin>();
  for (let at = 0; at < cells.length; at += 3) {
    const source_key = keyFrom(cells[at + 2], id, aliases);
    origins.set(asNumber(cells[at]), { source: sourceAt(cells[at + 1]), source_key });
  }
  return origins;
}

function opinionsFrom(
  cells: readonly unknown[],
  { id, aliases }: Keys,
  instants: Instants,
): ReadonlyMap<number, readonly Opinion[]> {
  const opinions = new Map<number, Opinion[]>();
  for (let at = 0; at < cells.length; at += 5) {
    const rate = asNumber(cells[at]);
    const source = sourceAt(cells[at + 1]);
    const source_key = keyFrom(cells[at + 2], id, aliases);
    const usd = decimalFromCells(cells[at + 3], cells[at + 4]);
    const opinion = { source, source_key, as_of: instants.at(at / 5, source), usd };
    opinions.set(rate, [...(opinions.get(rate) ?? []), opinion]);
  }
  return opinions;
}

function unreadable(id: string): Offer {
  const provider = id.slice(0, Math.max(0, id.indexOf("/")));
  return {
    id,
    provider,
    declared_provider: provider,
    aliases: [],
    mode: "unknown",
    multipliers: [],
    limits: {},
    capabilities: [],
    flags: [],
    model: bareId(id),
    price_type: "unknown",
    price_status: "single_source",
    estimated: true,
    rates: [],
    sources: [],
  };
}
