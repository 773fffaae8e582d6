import * as z from "zod/mini";
import { PAGE_STATUSES } from "./status-page.ts";

const status = z.enum(PAGE_STATUSES);

/** A reading of a status page as it travels between objects, is stored, and is shown. */
export const pageReadingSchema = z.object({
  status,
  stale: z.boolean(),
  reason: z.exactOptional(z.string()),
  url: z.string(),
  platform: z.string(),
  polled_at: z.nullable(z.string()),
  components: z.array(z.object({ id: z.string(), name: z.string(), surface: z.string(), status })),
  incidents: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      status: z.string(),
      impact: status,
      started_at: z.nullable(z.string()),
      url: z.nullable(z.string()),
    }),
  ),
});

/** Evidence of an aggregator, as stored. */
export const corroborationSchema = z.object({
  source: z.string(),
  uptime_percent: z.nullable(z.number()),
  observed_at: z.string(),
});
