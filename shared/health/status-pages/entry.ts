/** How a page is published. One parser each. */
export type Platform =
  | "statuspage"
  | "incident_io"
  | "instatus"
  | "better_stack"
  | "google_cloud"
  | "aws"
  | "aws_rss"
  | "azure_rss"
  | "xai_rss"
  | "ibm_rss"
  | "history_feed"
  | "datadog"
  | "rootly"
  | "overall_json"
  | "none";

/** A component that is watched by its id, or by its name where ids are not known or churn. */
export interface WatchedComponent {
  readonly id: string;
  readonly name: string;
  readonly surface: string;
  /** Whether it is part of the provider's own status: its text generation, or its main API where it sells something else. */
  readonly counts: boolean;
  readonly match: "id" | "name";
}

export interface StatusPageEntry {
  /** LiteLLM's root id. */
  readonly provider: string;
  /** Where a person looks. Links of incidents stay on its host. */
  readonly page: string;
  readonly platform: Platform;
  /** What is asked for: the first document decides, the others only add to it. Empty: no machine-readable source that can be believed. */
  readonly poll: readonly string[];
  /** Empty: the page as a whole. */
  readonly components: readonly WatchedComponent[];
  /** Ids of components, groups or sections of the page, or names, that do not count towards the page as a whole. */
  readonly ignored: readonly string[];
  /** A document that says it is someone else's page is refused: one of these must fit where it says who it is. */
  readonly identity: { readonly id?: string; readonly names: readonly string[] };
  /** Google: prefixes of location ids. AWS: none, the region is in the component's id. */
  readonly locations: readonly string[];
  /** Azure and IBM: what an item must mention to count. */
  readonly keywords: readonly string[];
  /** A document made longer ago than this says nothing. Null: the platform's dates are not worth believing. */
  readonly max_age_ms: number | null;
  /** Document that lists every component id, asked for once a day where the polled one lists only events. */
  readonly inventory: string | null;
  /** Large, or easily offended: polled every 300 s. */
  readonly heavy: boolean;
  /** A: captured or two sources within four months; B: one dated source; C: a mention. */
  readonly confidence: "A" | "B" | "C";
  /** Why nothing this page says is believed; null when it is. */
  readonly untrusted: string | null;
}

type Described = Pick<StatusPageEntry, "provider" | "page" | "platform" | "poll" | "confidence"> & {
  readonly names: readonly string[];
  readonly id?: string;
} & Partial<StatusPageEntry>;

/** An entry with the usual answers filled in. */
export function entry({ names, id, ...described }: Described): StatusPageEntry {
  return {
    components: [],
    ignored: [],
    locations: [],
    keywords: [],
    max_age_ms: null,
    inventory: null,
    heavy: false,
    untrusted: null,
    identity: id === undefined ? { names } : { id, names },
    ...described,
  };
}

/** A component by id that is part of the provider's status. */
export function counted(id: string, name: string, surface = "chat"): WatchedComponent {
  return { id, name, surface, counts: true, match: "id" };
}

/** A component by id that is shown and does not count. */
export function shown(id: string, name: string, surface: string): WatchedComponent {
  return { id, name, surface, counts: false, match: "id" };
}

/** A component that is known only by its name. */
export function named(name: string, surface = "chat"): WatchedComponent {
  return { id: name, name, surface, counts: true, match: "name" };
}
