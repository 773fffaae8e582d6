import { compare } from "../../../money/decimal.ts";
import type { SourceOffer } from "../../offer.ts";
import type { Rate } from "../../rate.ts";
import type { RejectedRow } from "../../source.ts";
import { slotOf } from "../rate-slots.ts";

export interface Folded {
  readonly offers: readonly SourceOffer[];
  /** One entry for each row that became part of another. */
  readonly skipped: readonly RejectedRow[];
}

/**
 * Rows that name one offer twice (`sora-2` and `openai/sora-2`) become one: a paid row beats one without a price,
 * then the row whose key carries the provider wins. A differing loser stays as a dissent; both keys stay names of the offer.
 */
export function foldTwins(rows: readonly SourceOffer[]): Folded {
  const groups = new Map<string, SourceOffer[]>();
  for (const row of rows) {
    const group = groups.get(row.id);
    if (group === undefined) groups.set(row.id, [row]);
    else group.push(row);
  }
  const skipped: RejectedRow[] = [];
  const offers = [...groups.values()].map((group) => foldGroup(group, skipped));
  return { offers: withoutTakenAliases(offers, rows), skipped };
}

function foldGroup(group: readonly SourceOffer[], skipped: RejectedRow[]): SourceOffer {
  const only = group[0];
  if (only !== undefined && group.length === 1) return only;
  const [winner, ...losers] = [...group].sort((a, b) => rank(a) - rank(b));
  if (winner === undefined) throw new RangeError("a group has at least one row");
  for (const loser of losers) {
    skipped.push({ key: loser.key, reason: "twin", detail: `the same offer as ${winner.key}` });
  }
  const differing = losers.find((loser) => loser.price_type === "paid" && !sameRates(loser.rates, winner.rates));
  return {
    ...winner,
    aliases: [...new Set(group.flatMap((row) => row.aliases))],
    ...(differing === undefined ? {} : { twin: { key: differing.key, rates: differing.rates } }),
  };
}

function rank(row: SourceOffer): number {
  const carriesPrefix = row.key.startsWith(`${row.provider}/`) || row.key.startsWith(`${row.declared_provider}/`);
  return (row.price_type === "paid" ? 0 : 2) + (carriesPrefix ? 0 : 1);
}

function sameRates(a: readonly Rate[], b: readonly Rate[]): boolean {
  if (a.length !== b.length) return false;
  const prices = new Map(b.map((rate) => [slotOf(rate), rate.usd]));
  return a.every((rate) => {
    const other = prices.get(slotOf(rate));
    return other !== undefined && compare(rate.usd, other) === 0;
  });
}

/** A declared alias loses to a row that is listed under that very key. */
function withoutTakenAliases(offers: readonly SourceOffer[], rows: readonly SourceOffer[]): readonly SourceOffer[] {
  const owners = new Map(rows.map((row) => [row.key, row.id]));
  return offers.map((offer) => {
    const isOwn = (alias: string): boolean => (owners.get(alias) ?? offer.id) === offer.id;
    return offer.aliases.every(isOwn) ? offer : { ...offer, aliases: offer.aliases.filter(isOwn) };
  });
}
