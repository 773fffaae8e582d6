import * as z from "zod/mini";
import { compare, isNegative, isZero, parseDecimal, type Decimal } from "../money/decimal.ts";
import { METERS, type Meter } from "../pricing/meter.ts";
import { isDayOrInstant } from "../text/instant.ts";

export const OPERATIONS = ["set", "multiply", "discount_percent", "margin_percent"] as const;
export type OverrideOperation = (typeof OPERATIONS)[number];

/** Most rules of one tenant. */
const MAX_RULES = 1_000;
/** Longest pattern: as long as the longest id. */
const MAX_PATTERN = 256;

/**
 * Bounds of a value beyond its meaning: a price per unit, factor or margin above 1e9 is a slip of the hand, and 20 digits after the point
 * resolve a millionth of the smallest price in any catalog. They keep thousand chained rules cheap.
 */
const LARGEST_VALUE: Decimal = { coefficient: 1_000_000_000, scale: 0 };
const HUNDRED: Decimal = { coefficient: 100, scale: 0 };
const PLAIN_DECIMAL = /^\d{1,10}(?:\.\d{1,20})?$/;

/** A change of price as the tenant states it, in the order in which it applies. */
export interface OverrideRule {
  /** Glob on the offer id. */
  readonly match: string;
  readonly operation: OverrideOperation;
  /** Decimal text: USD per unit for `set`, a factor for `multiply`, a percentage otherwise. */
  readonly value: string;
  readonly meter?: Meter | undefined;
  /** RFC 3339; inside. */
  readonly from?: string | undefined;
  /** RFC 3339; outside. */
  readonly to?: string | undefined;
}

const instant = z.string().check(
  z.refine(isDayOrInstant, {
    error: "must be an RFC 3339 instant such as 2026-11-25T12:00:00Z",
  }),
);

export const overrideRuleSchema = z
  .strictObject({
    match: z.string().check(z.minLength(1), z.maxLength(MAX_PATTERN)),
    operation: z.enum(OPERATIONS),
    value: z.string().check(
      z.refine((text: string) => PLAIN_DECIMAL.test(text), {
        error: 'must be a plain decimal string such as "18" or "0.0000025"',
      }),
    ),
    meter: z.optional(z.enum(METERS)),
    from: z.optional(instant),
    to: z.optional(instant),
  })
  .check((context) => {
    const { operation, value, from, to } = context.value;
    const fault = PLAIN_DECIMAL.test(value) ? valueFault(operation, value) : null;
    if (fault !== null) context.issues.push({ code: "custom", message: fault, path: ["value"], input: value });
    if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
      context.issues.push({ code: "custom", message: "must be later than `from`", path: ["to"], input: to });
    }
  });

export const overrideRulesSchema = z.array(overrideRuleSchema).check(z.maxLength(MAX_RULES));

/** What is wrong with a well-formed value under its operation, or null. */
function valueFault(operation: OverrideOperation, text: string): string | null {
  const value = parseDecimal(text);
  if (value === null || isNegative(value)) return "must not be negative";
  if (operation === "multiply" && isZero(value)) return "must be more than 0";
  if (operation === "discount_percent" && compare(value, HUNDRED) > 0) return "must be from 0 to 100";
  return compare(value, LARGEST_VALUE) > 0 ? "must be at most 1000000000" : null;
}
