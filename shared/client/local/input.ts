import { usageFields } from "../../cost/usage.ts";
import { invalid, type FieldError, type Problem } from "../../contract/problem.ts";
import { readInstant } from "../../contract/query-field.ts";
import { CAPABILITIES, MODES } from "../../pricing/offer.ts";
import { SERVICE_TIERS, type ServiceTier } from "../../pricing/rate.ts";
import type { Instant } from "../generated/operations.ts";

/** How a price is chosen besides the usage. */
export interface Billing {
  readonly service_tier: ServiceTier;
  readonly region?: string | undefined;
  /** Epoch ms. */
  readonly at?: number | undefined;
}

interface BillingInput {
  readonly service_tier?: ServiceTier | undefined;
  readonly region?: string | undefined;
  readonly at?: Instant | undefined;
}

const SCHEMAS = new Map(Object.entries(usageFields));

/** The same refusals as the service's: unknown names, counts that are none, words that are not in their list. */
export function refusedInput(input: object, known: readonly string[], usage: object = input): Problem | null {
  const names = new Set([...known, ...(usage === input ? SCHEMAS.keys() : [])]);
  const errors: FieldError[] = Object.keys(input)
    .filter((name) => !names.has(name))
    .map((name) => ({ pointer: `/${name}`, message: "there is no such parameter" }));
  for (const [name, value] of Object.entries(usage)) {
    const schema = SCHEMAS.get(name);
    const at = usage === input ? `/${name}` : `/usage/${name}`;
    if (schema === undefined && usage !== input) errors.push({ pointer: at, message: "there is no such field" });
    if (schema !== undefined && value !== undefined && !schema.safeParse(value).success)
      errors.push({ pointer: at, message: "is not a valid quantity" });
  }
  errors.push(...wrongWords(input));
  return errors.length === 0 ? null : invalid(errors);
}

function wrongWords(input: object): FieldError[] {
  const words: [string, readonly string[]][] = [
    ["service_tier", SERVICE_TIERS],
    ["mode", MODES],
    ["capability", CAPABILITIES],
  ];
  return words.flatMap(([name, allowed]) => {
    const value: unknown = Object.entries(input).find(([key]) => key === name)?.[1];
    const given: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    const isWrong = given.some((word) => typeof word !== "string" || !allowed.includes(word));
    return isWrong ? [{ pointer: `/${name}`, message: `must be one of ${allowed.join(", ")}` }] : [];
  });
}

/** Null where `at` is no instant. */
export function billingOf({ service_tier = "standard", region, at }: BillingInput): Billing | null {
  const instant = at === undefined ? undefined : at instanceof Date ? at.getTime() : readInstant(at);
  if (instant === null || Number.isNaN(instant)) return null;
  return { service_tier, region, at: instant };
}

export const BAD_INSTANT: Problem = invalid([
  { pointer: "/at", message: "must be an RFC 3339 instant such as 2026-11-25T12:00:00Z" },
]);

export const BILLING_NAMES = ["service_tier", "region", "at"] as const;
