import type { Decimal } from "../money/decimal.ts";
import { formatDecimal } from "../money/decimal.ts";
import type { Meter } from "./meter.ts";
import type { SourceOffer } from "./offer.ts";
import type { RateCondition, RateSlot, ServiceTier, SourceName } from "./rate.ts";
import { slotKey } from "./slot.ts";

export const HOLD_REASONS = [
  "negative_price",
  /** Not a finite number; or the row around the price is nothing that can be read. */
  "unreadable_price",
  /** A token price above 0.001 USD. */
  "above_bound",
  "cache_read_above_input",
  /** 5-minute write outside {0} and 1 to 2 times the input price. */
  "cache_write_ratio",
  /** 1-hour write outside 1.2 to 2.1 times the input price. */
  "cache_write_1h_ratio",
  "crosses_zero",
  "moved_tenfold",
  /** A price that was there and is now said to be dynamic, by capacity, or not at all. */
  "price_withdrawn",
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** A price that a source states and that is not published, with what stands instead. */
export interface HeldRow {
  /** Of source, key, place and new value: the same price held again has the same id, another price another one. */
  readonly id: string;
  readonly source: SourceName;
  readonly offer: string;
  /** The source's own key. */
  readonly key: string;
  readonly meter: Meter;
  readonly tier: ServiceTier;
  readonly condition: RateCondition | null;
  /** `row`: the whole row keeps its last good prices, or has none; `rate`: this price alone. */
  readonly scope: "row" | "rate";
  /** Decimal USD per unit; null where there was or is none. */
  readonly old: string | null;
  readonly new: string | null;
  readonly reason: HoldReason;
  readonly detail: string;
  /** RFC 3339 instant at which this value was first held. */
  readonly since: string;
  /** `reject` when an operator confirmed the hold: it is not released by itself then. */
  readonly decision: "reject" | null;
}

/** What an operator decided, by id of the held row; kept as long as the source goes on stating the value. */
export interface Decisions {
  readonly accepted: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}

export const NO_DECISIONS: Decisions = { accepted: new Set(), rejected: new Set() };

type Row = Pick<SourceOffer, "id" | "key">;

/** Stable over refreshes and restarts. */
export function heldId(source: SourceName, row: Row, slot: RateSlot, usd: Decimal | null): string {
  const text = JSON.stringify([source, row.id, row.key, slotKey(slot), usd === null ? null : formatDecimal(usd)]);
  return fnv(text, 0x811c9dc5) + fnv(text, 0x01000193);
}

/** FNV-1a over UTF-16 units, 32 bits in hex; two with different bases name a few hundred rows without a clash. */
function fnv(text: string, basis: number): string {
  let hash = basis;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Whether a value (decimal USD) was held in a place (`slotKey`) of an offer. */
export type WasHeld = (offer: string, slot: string, usd: string) => boolean;

export function valuesHeld(held: readonly HeldRow[]): WasHeld {
  const values = new Set(held.map((row) => JSON.stringify([row.offer, slotKey(row), row.new])));
  return (offer, slot, usd) => values.size > 0 && values.has(JSON.stringify([offer, slot, usd]));
}
