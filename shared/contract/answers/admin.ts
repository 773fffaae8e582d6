import * as z from "zod/mini";
import { count, instant, sourceName } from "./fields.ts";

export const refreshAnswer = z.object({
  published: z.boolean(),
  version: z.string(),
  sources: z.array(
    z.object({
      name: z.string(),
      outcome: z.enum(["ok", "not_modified", "failed", "rejected"]),
      rows: count,
      rejected: count,
      changed: count,
      held: z.optional(count),
      detail: z.optional(z.nullable(z.string())),
    }),
  ),
});

export const quarantineAnswer = z.array(
  z.object({
    id: z.string(),
    source: sourceName,
    key: z.string(),
    meter: z.nullable(z.string()),
    old: z.nullable(z.string()),
    new: z.nullable(z.string()),
    reason: z.string(),
    since: instant,
  }),
);

export const decisionAnswer = z.object({ id: z.string(), decision: z.enum(["accept", "reject"]) });

export const rollbackAnswer = z.object({ version: z.string(), pinned: z.boolean() });

export const versionsAnswer = z.array(z.object({ version: z.string(), published_at: instant, served: z.boolean() }));
