import * as z from "zod/mini";

/** What subscribers may ask for. */
export const WEBHOOK_EVENTS = [
  "price_change",
  "health_transition",
  "incident",
  "source_stale",
  "budget",
  "margin",
] as const;

export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

/** JSON values, which is what a delivery carries. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Something that happened, before it is known who wants to hear of it. */
export interface WebhookEvent {
  /** The same for every report of the same happening: a second one is not delivered again. */
  readonly dedupe_key: string;
  readonly type: WebhookEventType;
  /** When it happened, epoch ms. */
  readonly at: number;
  readonly data: { readonly [key: string]: Json };
  /** Provider that the event is about, for hooks that listen to one only. */
  readonly provider?: string;
  /** Set: for this tenant alone. Not set: for everybody who listens. */
  readonly tenant_id?: string;
  /** Tenants that are told of the same happening by an event of their own. */
  readonly except_tenants?: readonly string[];
}

/** An event that was stored, read back. */
export const storedEventSchema = z.object({
  dedupe_key: z.string(),
  type: z.enum(WEBHOOK_EVENTS),
  at: z.number(),
  data: z.record(z.string(), z.json()),
  provider: z.exactOptional(z.string()),
  tenant_id: z.exactOptional(z.string()),
  except_tenants: z.exactOptional(z.array(z.string())),
});
