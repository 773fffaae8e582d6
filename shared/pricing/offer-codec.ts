import type { Offer } from "./offer.ts";
import { PRICE_STATUSES, PRICE_TYPES } from "./offer.ts";
import type { Instants, OfferTimes } from "./offer-times.ts";
import type { Opinion, Provenance, SourcedRate, SourceName } from "./rate.ts";
import { SOURCE_NAMES } from "./rate.ts";
import type { Dictionary, Glossary } from "./row-codec.ts";
import {
  aliasesFrom,
  asList,
  asNumber,
  asText,
  bareId,
  decimalCells,
  decimalFromCells,
  keyCell,
  keyFrom,
  limitCells,
  limitsFrom,
  MalformedRow,
  rateCells,
  ratesFrom,
  traitsRow,
  trimmed,
  words,
} from "./row-codec.ts";

/**
 * One offer as cells, without id, aliases and instants, which stand elsewhere:
 * traits, `[type, status, estimated, sources, usual source]`, model (0: the bare id), limits, usual key, rates, name, deprecation date,
 * rates of another origin `[rate, source, key]…`, dissents `[rate, source, key, coefficient, scale]…`, withheld slots, 1 when missing at its source.
 */
export function offerRow(offer: Offer, dictionary: Dictionary): readonly unknown[] {
  const { id, aliases, rates, withheld } = offer;
  const usual = usualOrigin(offer);
  return trimmed([
    dictionary.shared(traitsRow(offer)),
    dictionary.shared([
      PRICE_TYPES.indexOf(offer.price_type),
      PRICE_STATUSES.indexOf(offer.price_status),
      offer.estimated ? 1 : 0,
      offer.sources.join(" "),
      SOURCE_NAMES.indexOf(usual.source),
    ]),
    offer.model === bareId(id) ? 0 : offer.model,
    limitCells(offer.limits),
    keyCell(usual.source_key, id, aliases),
    rateCells(rates, dictionary),
    offer.name ?? 0,
    offer.deprecation_date ?? 0,
    orNone(rates.flatMap((rate, at) => (sameOrigin(rate, usual) ? [] : [at, ...originCells(rate, offer)]))),
    orNone(
      rates.flatMap((rate, at) =>
        rate.dissents.flatMap((each) => [at, ...originCells(each, offer), ...decimalCells(each.usd)]),
      ),
    ),
    withheld === undefined ? 0 : withheld.map((slot) => dictionary.slot(slot)),
    offer.last_seen === undefined ? 0 : 1,
  ]);
}

type Origin = Pick<Provenance, "source" | "source_key">;

function usualOrigin(offer: Offer): Origin {
  return offer.rates[0] ?? { source: offer.sources[0] ?? "bundled", source_key: offer.id };
}

function sameOrigin(a: Origin, b: Origin): boolean {
  return a.source === b.source && a.source_key === b.source_key;
}

function originCells(origin: Origin, { id, aliases }: Offer): readonly [number, number | string] {
  return [SOURCE_NAMES.indexOf(origin.source), keyCell(origin.source_key, id, aliases)];
}

function orNone<T>(cells: readonly T[]): readonly T[] | 0 {
  return cells.length === 0 ? 0 : cells;
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

function offerFrom(row: readonly unknown[], { id, index, aliasCell, glossary, times }: Line): Offer {
  const [traits, kindCell, model, limits, key, rateCell, name, deprecation, origins, dissents, withheld, missing] = row;
  const kind = asList(glossary.value(kindCell));
  const aliases = aliasesFrom(aliasCell, id);
  const source = sourceAt(kind[4]);
  const usual: Origin = { source, source_key: keyFrom(key ?? 0, id, aliases) };
  const instants = times.of(index);
  const bare = ratesFrom(asList(rateCell ?? []), glossary);
  const others = originsFrom(origins, { id, aliases });
  const opinions = opinionsFrom(dissents, { id, aliases }, instants.after(bare.length));
  return {
    ...glossary.traits(traits),
    id,
    aliases,
    model: isSet(model) ? asText(model) : bareId(id),
    price_type: nth(PRICE_TYPES, kind[0]),
    price_status: nth(PRICE_STATUSES, kind[1]),
    estimated: kind[2] === 1,
    sources: words(SOURCE_NAMES, kind[3]),
    limits: limitsFrom(limits ?? 0),
    rates: bare.map((rate, at): SourcedRate => {
      const origin = others.get(at) ?? usual;
      return { ...rate, ...origin, as_of: instants.at(at, origin.source), dissents: opinions.get(at) ?? NO_OPINIONS };
    }),
    ...(isSet(name) && { name: asText(name) }),
    ...(isSet(deprecation) && { deprecation_date: asText(deprecation) }),
    ...(isSet(withheld) && { withheld: asList(withheld).map((slot) => glossary.slot(slot)) }),
    ...(isSet(missing) && { last_seen: instants.last_seen }),
  };
}

const NO_OPINIONS: readonly Opinion[] = [];

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

function originsFrom(cell: unknown, { id, aliases }: Keys): ReadonlyMap<number, Origin> {
  const origins = new Map<number, Origin>();
  const cells = isSet(cell) ? asList(cell) : [];
  for (let at = 0; at < cells.length; at += 3) {
    const source_key = keyFrom(cells[at + 2], id, aliases);
    origins.set(asNumber(cells[at]), { source: sourceAt(cells[at + 1]), source_key });
  }
  return origins;
}

function opinionsFrom(
  cell: unknown,
  { id, aliases }: Keys,
  instants: Instants,
): ReadonlyMap<number, readonly Opinion[]> {
  const opinions = new Map<number, Opinion[]>();
  const cells = isSet(cell) ? asList(cell) : [];
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
