import * as z from "zod/mini";
import { usageSchema } from "../cost/usage.ts";
import { SERVICE_TIERS } from "../pricing/rate.ts";
import { isInstant } from "../text/instant.ts";
import { amountSchema } from "./amount.ts";

/** Events are kept this long, then dropped with their ids: a replay of an older one is refused by its date. */
export const RETENTION_DAYS = 400;
/** Clocks of callers may be ahead by so much. */
export const CLOCK_SKEW_MS = 900_000;

const DAY_MS = 86_400_000;

const text = z.string().check(z.minLength(1), z.maxLength(256));

/** One call that was made: what it used, what the provider billed for it where known, and the estimate that it settles. */
export const usageEventSchema = z
  .strictObject({
    /** The idempotency key: the first event with an id counts, whatever a later one says. */
    id: text,
    at: z.string().check(
      z.refine(isInstant, {
        error: "must be an RFC 3339 instant such as 2026-11-25T12:00:00Z",
      }),
    ),
    model: text,
    provider: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(64))),
    usage: z.exactOptional(usageSchema),
    response: z.exactOptional(z.unknown()),
    service_tier: z.exactOptional(z.enum(SERVICE_TIERS)),
    region: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(64))),
    billed_usd: z.exactOptional(amountSchema),
    estimate_id: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(64))),
    cache_key: z.exactOptional(text),
  })
  .check((context) => {
    const { usage, response } = context.value;
    if ((usage === undefined) === (response === undefined)) {
      context.issues.push({
        code: "custom",
        message: "give either `usage` or `response`",
        path: ["usage"],
        input: context.value,
      });
    }
  });

export type UsageEvent = z.output<typeof usageEventSchema>;

/** Rows are checked one by one, so that a bad one does not refuse the others. */
export const usageBatchSchema = z.strictObject({
  events: z.array(z.unknown()).check(z.minLength(1)),
});

/** What is wrong with the date of an event, or null. */
export function dateFault(at: number, now: number): string | null {
  if (at > now + CLOCK_SKEW_MS) return "lies more than 15 minutes in the future";
  return at < now - RETENTION_DAYS * DAY_MS
    ? `is older than the ${RETENTION_DAYS} days for which events are kept`
    : null;
}
