import * as z from "zod/mini";
import { compare, magnitude, multiply, parseDecimal, subtract, ZERO, type Decimal } from "../money/decimal.ts";
import type { RateSlot } from "../pricing/rate.ts";
import { rulesInForce } from "./override-apply.ts";
import { bounded, type CompiledOverrides } from "./override-compile.ts";

const percent = z.union([
  z.number().check(z.gte(0), z.lte(1_000_000)),
  z
    .string()
    .check(z.refine((text: string) => /^\d{1,7}(?:\.\d{1,12})?$/.test(text), { error: "must be a percentage from 0" })),
]);

/** Numbers and decimal strings are both taken, and given back as they came. */
export const marginPolicySchema = z.strictObject({
  /** Least margin, in percent of cost, that a fixed sell price may have left. */
  minimum_percent: percent,
  /** Largest move of a sell price, in percent of the old one, that a refresh may make by itself. */
  maximum_move_percent: percent,
});

export type MarginPolicy = z.output<typeof marginPolicySchema>;

/** One list price that a refresh changed; null where it did not exist before, or no longer does. */
export interface CostChange {
  readonly offer: string;
  readonly slot: RateSlot;
  readonly before: Decimal | null;
  readonly after: Decimal | null;
}

export interface Hold {
  readonly reason: "move" | "margin";
  /** The sell price that stays in force. */
  readonly held: Decimal;
  /** What it would be by the rules. */
  readonly would_be: Decimal;
  /** The new list price. */
  readonly cost: Decimal;
}

/**
 * Whether a changed cost may change the sell price by itself. `held` is the price kept by an earlier hold, if any: moves are measured from
 * what customers pay today. Null: let it pass, and end the hold there may be.
 */
export function judgeCostChange(
  policy: MarginPolicy,
  overrides: CompiledOverrides,
  change: CostChange,
  held: Decimal | null,
  now: number,
): Hold | null {
  const { offer, slot, after } = change;
  if (after === null) return null;
  const would_be = sellPrice(overrides, offer, slot, after, now);
  const before = held ?? (change.before === null ? null : sellPrice(overrides, offer, slot, change.before, now));
  if (would_be === null || before === null) return null;
  const reason = isFixed(overrides, offer, slot, now) ? "margin" : "move";
  const hold: Hold = { reason, held: before, would_be, cost: after };
  return isAllowed(policy, hold) ? null : hold;
}

/** Whether the policy would let the price go to `would_be`: a fixed price by the margin it leaves, another by how far it moves. */
export function isAllowed(policy: MarginPolicy, { reason, held, would_be, cost }: Hold): boolean {
  if (reason === "margin") {
    return compare(hundredfold(subtract(would_be, cost)), percentOf(cost, policy.minimum_percent)) >= 0;
  }
  return compare(hundredfold(magnitude(subtract(would_be, held))), percentOf(held, policy.maximum_move_percent)) <= 0;
}

/** What the rules make of a list price; null where no rule speaks of it, or a tier's price depends on another one (`set`). */
function sellPrice(
  overrides: CompiledOverrides,
  offer: string,
  slot: RateSlot,
  list: Decimal,
  now: number,
): Decimal | null {
  const rules = rulesInForce(overrides, offer, slot.meter, now);
  if (rules.length === 0) return null;
  const isBase = slot.tier === "standard" && slot.condition === null;
  let usd = list;
  for (const rule of rules) {
    if (rule.factor !== null) usd = bounded(multiply(usd, rule.factor));
    else if (isBase) usd = rule.value;
    else return null;
  }
  return usd;
}

function isFixed(overrides: CompiledOverrides, offer: string, slot: RateSlot, now: number): boolean {
  return rulesInForce(overrides, offer, slot.meter, now).some((rule) => rule.factor === null);
}

function percentOf(value: Decimal, percent: number | string): Decimal {
  return multiply(value, parseDecimal(String(percent)) ?? ZERO);
}

function hundredfold(value: Decimal): Decimal {
  return multiply(value, { coefficient: 100, scale: 0 });
}
