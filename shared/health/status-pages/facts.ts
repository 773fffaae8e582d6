import * as z from "zod/mini";
import { PAGE_STATUSES } from "../status-page.ts";

const pageStatus = z.enum(PAGE_STATUSES);

const factComponent = z.object({
  id: z.string(),
  name: z.string(),
  /** Group or section it stands in, null at top level. */
  group: z.nullable(z.string()),
  status: pageStatus,
});

const factIncident = z.object({
  id: z.string(),
  title: z.string(),
  /** The platform's own word. */
  status: z.string(),
  impact: pageStatus,
  started_at: z.nullable(z.string()),
  url: z.nullable(z.string()),
  /** What it says it affects, and how much now; null when it names nothing. */
  affects: z.nullable(z.array(z.object({ id: z.string(), status: pageStatus }))),
});

const identity = z.object({
  id: z.optional(z.string()),
  url: z.optional(z.string()),
  name: z.optional(z.string()),
});

/** What one document of a status page says, in words of no platform. Also the stored shape, so it is parsed again when it is loaded. */
export const pageFacts = z.object({
  /** `inventory` lists every component, so that an absent one is missing; `events` lists only what is wrong, so that an absent one is fine. */
  kind: z.enum(["inventory", "events"]),
  /** The page's own summary of itself, null where the document has none. */
  indicator: z.nullable(pageStatus),
  components: z.array(factComponent),
  /** Open ones only. */
  incidents: z.array(factIncident),
  /** Rows of incidents that could not be read: one of them may be the outage. */
  unreadable_incidents: z.number(),
  unreadable_components: z.number(),
  /** When the source says it was made, epoch ms, where that is worth believing. */
  made_at: z.nullable(z.number()),
  /** Whose page it says it is. */
  identity,
});

export type FactComponent = z.infer<typeof factComponent>;
export type FactIncident = z.infer<typeof factIncident>;
export type PageFacts = z.infer<typeof pageFacts>;

const NO_FACTS: PageFacts = {
  kind: "inventory",
  indicator: null,
  components: [],
  incidents: [],
  unreadable_incidents: 0,
  unreadable_components: 0,
  made_at: null,
  identity: {},
};

export function factsWith(known: Partial<PageFacts>): PageFacts {
  return { ...NO_FACTS, ...known };
}
