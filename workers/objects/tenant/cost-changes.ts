import * as z from "zod/mini";
import { parseDecimal } from "../../../shared/money/decimal.ts";
import { METERS } from "../../../shared/pricing/meter.ts";
import { SERVICE_TIERS } from "../../../shared/pricing/rate.ts";
import type { CostChange } from "../../../shared/tenancy/margin.ts";
import type { WebhookEvent } from "../../webhooks/event.ts";

/** What a `price_change` event says of one rate: decimal strings, null where there is or was none. */
const changeSchema = z.object({
  offer: z.string(),
  meter: z.enum(METERS),
  tier: z._default(z.enum(SERVICE_TIERS), "standard"),
  condition: z._default(
    z.nullable(
      z.object({
        above_tokens: z.optional(z.number()),
        windows: z.optional(z.array(z.unknown())),
        variant: z.optional(z.string()),
      }),
    ),
    null,
  ),
  old: z.nullable(z.string()),
  new: z.nullable(z.string()),
});

/** The cost changes among events. Off-peak prices are left to the rules: a window's price is no move of the price. */
export function costChanges(events: readonly WebhookEvent[]): { readonly change: CostChange; readonly at: number }[] {
  return events.flatMap((event) => {
    const parsed = event.type === "price_change" ? changeSchema.safeParse(event.data) : null;
    if (parsed?.success !== true || parsed.data.condition?.windows !== undefined) return [];
    const { offer, meter, tier, condition } = parsed.data;
    const { above_tokens, variant } = condition ?? {};
    const stated = {
      ...(above_tokens === undefined ? {} : { above_tokens }),
      ...(variant === undefined ? {} : { variant }),
    };
    const change = {
      offer,
      slot: { meter, tier, condition: condition === null ? null : stated, precedence: above_tokens ?? 0 },
      before: amount(parsed.data.old),
      after: amount(parsed.data.new),
    };
    return { change, at: event.at };
  });
}

function amount(text: string | null) {
  return text === null ? null : parseDecimal(text);
}
