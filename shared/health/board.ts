import * as z from "zod/mini";
import { agedReading } from "./page-effect.ts";
import { unreported, healthViewSchema, type HealthView, type Viewed } from "./view.ts";
import { WINDOW_MS } from "./window.ts";

/** The last word of a provider's object, as the board keeps it. */
export const summarySchema = z.object({
  /** When the object computed it, epoch ms. */
  as_of: z.number(),
  /** Whether it may appear in a public list: one tenant could otherwise write any word there as the id of a provider. */
  listed: z.boolean(),
  data: healthViewSchema,
  admitted_share: z.number(),
});

export type Summary = z.infer<typeof summarySchema>;

/** Changes of the board since the reader's last look. */
export interface BoardUpdate {
  /** Versions of one epoch follow each other; in another epoch the reader starts from nothing. */
  readonly epoch: string;
  readonly version: number;
  /** True when `changed` is the whole board. */
  readonly whole: boolean;
  readonly changed: readonly Summary[];
}

/** A provider as a reader sees it at `now`. */
export interface BoardEntry extends Viewed {
  readonly age_seconds: number;
}

/**
 * A summary as it stands at `now`: when its object has been silent for a whole window, its calls say nothing any more; a page
 * that nobody refreshed becomes stale, then unknown.
 *
 * @param read_at when the board was last read (epoch ms): a provider without calls is as fresh as the board itself.
 */
export function entryAt(summary: Summary, read_at: number, now: number): BoardEntry {
  const { data, as_of } = summary;
  const silent = data.window.calls === 0;
  const age_seconds = seconds(now - (silent ? Math.max(as_of, read_at) : as_of));
  if (!silent && now - as_of <= WINDOW_MS) {
    const status_page = data.status_page === null ? null : pageAt(data.status_page, now);
    return { data: { ...data, status_page }, admitted_share: summary.admitted_share, age_seconds };
  }
  const viewed = unreported({ id: data.provider, page: data.status_page }, now);
  const since = viewed.data.state === data.state ? data.since : viewed.data.since;
  return { ...viewed, data: { ...viewed.data, since }, age_seconds };
}

/** The entry of a provider that the board does not know. */
export function absentEntry(provider: string, age_seconds: number, now: number): BoardEntry {
  return { ...unreported({ id: provider, page: null }, now), age_seconds };
}

function pageAt(page: NonNullable<HealthView["status_page"]>, now: number): HealthView["status_page"] {
  const aged = agedReading(page, now);
  return { ...aged, components: [...aged.components], incidents: [...aged.incidents] };
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1_000));
}
