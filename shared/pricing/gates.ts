import type { Decimal } from "../money/decimal.ts";
import { formatDecimal, isZero } from "../money/decimal.ts";
import type { AcceptedOffer, AcceptedRate } from "./accepted.ts";
import { sameRates } from "./changes.ts";
import type { Broken } from "./gate-bounds.ts";
import { brokenBound } from "./gate-bounds.ts";
import type { Move, Witnesses } from "./gate-moves.ts";
import { baseMoves, otherMoves } from "./gate-moves.ts";
import type { Decisions, HeldRow } from "./held.ts";
import { heldId } from "./held.ts";
import type { PriceType, SourceOffer } from "./offer.ts";
import { isKnownFree } from "./providers.ts";
import type { Rate, RateSlot, SourceName } from "./rate.ts";
import { bySlot, isBaseToken, slotKey, uniqueSlots } from "./slot.ts";

/** What the gates of one source know besides the row itself. */
export interface GateContext {
  readonly source: SourceName;
  /** The source's last good offers by id, and when their snapshot was fetched. The bundled snapshot never is one. */
  readonly good: ReadonlyMap<string, AcceptedOffer>;
  readonly good_as_of: string;
  readonly witnesses: (row: SourceOffer) => Witnesses;
  readonly decisions: Decisions;
  /** What was held before, by id: a value keeps its date, and what it was compared with first. */
  readonly known: ReadonlyMap<string, HeldRow>;
  /** RFC 3339. */
  readonly now: string;
}

export interface Gated {
  readonly offer: AcceptedOffer;
  readonly held: readonly HeldRow[];
}

/** What may be published of a row: the row itself, or with its last good values where a check holds it. Total. */
export function gateOffer(raw: SourceOffer, context: GateContext): Gated {
  const row = typed(raw);
  const good = context.good.get(row.id);
  const witnesses = () => context.witnesses(row);
  const broken = brokenRates(row);
  const before = good === undefined || isUnmoved(row, good) ? undefined : good;
  if (broken.length === 0 && before === undefined) return { offer: row, held: NONE };
  const base = [
    ...broken.filter(({ slot }) => isBaseToken(slot)),
    ...(before === undefined ? NONE : baseMoves(row, before, witnesses)),
  ];
  const holdsRow = holds(base, "row", row, context);
  if (holdsRow.length > 0) return { offer: keptRow(row, good, context), held: holdsRow };
  // Base prices that moved far and were believed mean that the old row was wrong in all its parts.
  const moves = before === undefined || base.length > 0 ? NONE : otherMoves(row, before, witnesses);
  const single = [...broken.filter(({ slot }) => !isBaseToken(slot)), ...moves];
  const held = holds(single, "rate", row, context);
  return held.length === 0 ? { offer: row, held } : { offer: keptRates({ row, good, held, context }), held };
}

/** One price a place; and a zero is free only for known-free ids and sellers, otherwise it is no price. */
function typed(row: SourceOffer): SourceOffer {
  const rates = uniqueSlots(row.rates);
  const price_type = typeOf(row, rates);
  return price_type === row.price_type && rates === row.rates ? row : { ...row, price_type, rates };
}

function typeOf({ price_type, provider, id }: SourceOffer, rates: readonly Rate[]): PriceType {
  if (price_type !== "free" && price_type !== "paid") return price_type;
  if (rates.some((rate) => !isZero(rate.usd))) return "paid";
  return isKnownFree(provider, id) ? "free" : "unknown";
}

function brokenRates(row: SourceOffer): readonly Move[] {
  const broken: Move[] = [];
  for (const rate of row.rates) {
    const bound = brokenBound(rate, row);
    if (bound !== null) broken.push({ ...bound, slot: rate, old: null, new: rate.usd, released: false });
  }
  return broken;
}

/** The usual row: nothing moved, so there is nothing to confirm. */
function isUnmoved(row: SourceOffer, good: AcceptedOffer): boolean {
  return row === good || (row.price_type === good.price_type && sameRates(row.rates, good.rates));
}

const NONE: readonly never[] = [];

type Finding = Broken & Pick<Move, "slot" | "old" | "new" | "released">;

/** The findings that stay held after what confirms them and what the operator decided. */
function holds(
  findings: readonly Finding[],
  scope: HeldRow["scope"],
  row: SourceOffer,
  context: GateContext,
): readonly HeldRow[] {
  const held = new Map<string, HeldRow>();
  const good = findings.length === 0 ? undefined : bySlot(context.good.get(row.id)?.rates ?? []);
  for (const finding of findings) {
    const id = heldId(context.source, row, finding.slot, finding.new);
    const isRejected = context.decisions.rejected.has(id);
    if (context.decisions.accepted.has(id) || (finding.released && !isRejected)) continue;
    if (held.has(id)) continue;
    const known = context.known.get(id);
    const old = finding.old ?? good?.get(slotKey(finding.slot))?.usd ?? null;
    held.set(id, {
      id,
      source: context.source,
      offer: row.id,
      key: row.key,
      meter: finding.slot.meter,
      tier: finding.slot.tier,
      condition: finding.slot.condition,
      scope,
      old: textOf(old) ?? known?.old ?? null,
      new: textOf(finding.new),
      reason: finding.reason,
      detail: finding.detail,
      since: known?.since ?? context.now,
      decision: isRejected ? "reject" : null,
    });
  }
  return [...held.values()];
}

function textOf(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}

/** The row's facts with its last good prices; without any, an offer of unknown price. */
function keptRow(row: SourceOffer, good: AcceptedOffer | undefined, context: GateContext): AcceptedOffer {
  const { twin: _twin, ...facts } = row;
  if (good === undefined) return { ...facts, price_type: "unknown", rates: [] };
  return {
    ...facts,
    price_type: good.price_type,
    multipliers: good.multipliers,
    rates: good.rates.map((rate) => kept(rate, good, context)),
    ...(good.withheld !== undefined && { withheld: good.withheld }),
    ...(good.twin !== undefined && { twin: good.twin }),
  };
}

function kept(rate: AcceptedRate, good: AcceptedOffer, context: GateContext): AcceptedRate {
  return rate.as_of === undefined ? { ...rate, as_of: good.as_of ?? context.good_as_of } : rate;
}

interface Kept {
  readonly row: SourceOffer;
  readonly good: AcceptedOffer | undefined;
  readonly held: readonly HeldRow[];
  readonly context: GateContext;
}

/** The row with each held price replaced by its last good one, or withheld. */
function keptRates({ row, good, held, context }: Kept): AcceptedOffer {
  const places = new Set(held.map(slotKey));
  const old = bySlot(good?.rates ?? []);
  const rates: AcceptedRate[] = [];
  const withheld = new Map<string, RateSlot>();
  for (const rate of row.rates) {
    const place = slotKey(rate);
    const last = places.has(place) ? old.get(place) : undefined;
    if (!places.has(place)) rates.push(rate);
    else if (last !== undefined && good !== undefined && brokenBound(last, row) === null) {
      rates.push({ ...kept(last, good, context), precedence: rate.precedence });
    } else withheld.set(place, slotOf(rate));
  }
  return {
    ...row,
    rates,
    price_type: rates.some((rate) => !isZero(rate.usd)) ? row.price_type : "unknown",
    ...(withheld.size > 0 && { withheld: [...withheld.values()] }),
  };
}

function slotOf({ meter, tier, condition, precedence }: Rate): RateSlot {
  return { meter, tier, condition, precedence };
}
