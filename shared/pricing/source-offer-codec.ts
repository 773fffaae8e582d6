import type { AcceptedOffer, AcceptedRate } from "./accepted.ts";
import type { Draft } from "./draft.ts";
import type { SourceOffer } from "./offer.ts";
import { PRICE_TYPES } from "./offer.ts";
import {
  aliasCell,
  aliasesFrom,
  keyCell,
  keyFrom,
  limitCells,
  limitsFrom,
  listCell,
  NONE,
  rateCells,
  ratesFrom,
  rowText,
  textCell,
} from "./row-codec.ts";
import { asciiJson, asList, asNumber, asText, MalformedRow } from "./json-cell.ts";
import { Dictionary, Glossary } from "./row-dictionary.ts";

/**
 * A source's offers as text: line 1 is `[schema, count, dictionary]`, then one JSON array a line and an offer.
 * For last-good snapshots and the bundled default; about 150 bytes an offer.
 */
export function encodeSourceOffers(offers: readonly AcceptedOffer[]): string {
  const dictionary = new Dictionary();
  const lines = offers.map((offer) => offerLine(offer, dictionary));
  return [asciiJson([SCHEMA, lines.length, dictionary.values]), ...lines].join("\n");
}

/** Empty for a text that `encodeSourceOffers` did not write; never throws. */
export function decodeSourceOffers(text: string): SourceOffer[] {
  return readSourceOffers(text) ?? [];
}

/** Like `decodeSourceOffers`, but tells a damaged text (null) from one without offers. */
export function readSourceOffers(text: string): AcceptedOffer[] | null {
  try {
    const [head = "", ...lines] = text.split("\n");
    const [schema, count, values] = asList(JSON.parse(head));
    if (schema !== SCHEMA || count !== lines.length) return null;
    const glossary = new Glossary(asList(values));
    return lines.map((line) => offerFrom(asList(JSON.parse(line)), glossary));
  } catch (error) {
    if (error instanceof MalformedRow || error instanceof SyntaxError) return null;
    throw error;
  }
}

const SCHEMA = 1;

function offerLine(offer: AcceptedOffer, dictionary: Dictionary): string {
  const { id, aliases, rates, twin, withheld } = offer;
  return rowText([
    String(dictionary.traits(offer)),
    asciiJson(id),
    String(PRICE_TYPES.indexOf(offer.price_type)),
    aliasCell(aliases, id),
    keyCell(offer.key, id, aliases),
    limitCells(offer.limits),
    rateCells(rates, dictionary),
    textCell(offer.name),
    textCell(offer.deprecation_date),
    textCell(offer.as_of),
    twin === undefined ? NONE : `[${asciiJson(twin.key)},${rateCells(twin.rates, dictionary)}]`,
    textCell(offer.last_seen),
    withheld === undefined ? NONE : listCell(withheld.map((slot) => dictionary.slot(slot))),
    keptCells(rates),
  ]);
}

function offerFrom(row: readonly unknown[], glossary: Glossary): AcceptedOffer {
  const [
    traits,
    idCell,
    type,
    aliasesCell,
    key,
    limits,
    rates,
    name,
    deprecation,
    asOf,
    twin,
    lastSeen,
    withheld,
    kept,
  ] = row;
  const id = asText(idCell);
  const aliases = aliasesFrom(aliasesCell ?? 0, id);
  const priceType = PRICE_TYPES[asNumber(type ?? 0)];
  if (priceType === undefined) throw new MalformedRow("not a price type");
  const { provider, declared_provider, mode, multipliers, capabilities, flags, cache_minimum } =
    glossary.traits(traits);
  const offer: Draft<AcceptedOffer> = {
    id,
    key: keyFrom(key ?? 0, id, aliases),
    provider,
    declared_provider,
    aliases,
    mode,
    multipliers,
    limits: limitsFrom(limits ?? 0),
    capabilities,
    flags,
    price_type: priceType,
    rates: withKept(ratesFrom(rates ?? 0, glossary), kept),
  };
  if (cache_minimum !== undefined) offer.cache_minimum = cache_minimum;
  if (isSet(name)) offer.name = asText(name);
  if (isSet(deprecation)) offer.deprecation_date = asText(deprecation);
  if (isSet(asOf)) offer.as_of = asText(asOf);
  if (isSet(twin)) offer.twin = twinFrom(asList(twin), glossary);
  if (isSet(lastSeen)) offer.last_seen = asText(lastSeen);
  if (isSet(withheld)) offer.withheld = asList(withheld).map((slot) => glossary.slot(slot));
  return offer;
}

function isSet(cell: unknown): boolean {
  return cell !== undefined && cell !== 0;
}

function twinFrom([key, rates]: readonly unknown[], glossary: Glossary): NonNullable<SourceOffer["twin"]> {
  return { key: asText(key), rates: ratesFrom(rates ?? 0, glossary) };
}

/** Position and instant of each rate that is older than its row. */
function keptCells(rates: readonly AcceptedRate[]): string {
  const cells: (string | number)[] = [];
  for (const [position, { as_of }] of rates.entries()) if (as_of !== undefined) cells.push(position, asciiJson(as_of));
  return listCell(cells);
}

function withKept(rates: readonly AcceptedRate[], cell: unknown): readonly AcceptedRate[] {
  if (!isSet(cell)) return rates;
  const cells = asList(cell);
  const kept = new Map<number, string>();
  for (let at = 0; at < cells.length; at += 2) kept.set(asNumber(cells[at]), asText(cells[at + 1]));
  return rates.map((rate, position) => {
    const as_of = kept.get(position);
    return as_of === undefined ? rate : { ...rate, as_of };
  });
}
