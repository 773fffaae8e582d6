import * as z from "zod/mini";
import { pageReadingSchema } from "../page-schema.ts";

/** What is kept of a page between polls. Times are epoch ms. */
export const pageState = z.object({
  due_at: z.number(),
  /** In a row, of any kind. */
  failures: z.number(),
  /** In a row, of answers that came and could not be read: the page may have moved to another platform. */
  bad_parses: z.number(),
  /** Whether the last attempt got no answer at all, for the rule of the quorum. */
  unreachable: z.boolean(),
  last_good: z.nullable(pageReadingSchema),
  /** Why the last attempt failed; null when it did not. */
  failure: z.nullable(z.string()),
  /** Where the page was found again after it had moved, and until when that is believed. */
  moved: z.nullable(z.object({ platform: z.string(), url: z.string(), until: z.number() })),
  probed_at: z.nullable(z.number()),
  /** When the watched components were last looked for, and which were gone. */
  checked_at: z.nullable(z.number()),
  missing: z.array(z.string()),
});
export type PageState = z.infer<typeof pageState>;

/** A page that has never been asked is due at once. */
export const NEVER_POLLED: PageState = {
  due_at: 0,
  failures: 0,
  bad_parses: 0,
  unreachable: false,
  last_good: null,
  failure: null,
  moved: null,
  probed_at: null,
  checked_at: null,
  missing: [],
};
