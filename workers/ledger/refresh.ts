import { decodeSourceOffers } from "../../shared/pricing/catalog-codec.ts";
import { priceChanges } from "../../shared/pricing/changes.ts";
import { valuesHeld, type WasHeld } from "../../shared/pricing/held.ts";
import type { Intake } from "../../shared/pricing/intake.ts";
import type { LiveSource } from "../../shared/pricing/pricing-state.ts";
import { advance, type Refreshed, type SourceOutcome } from "../../shared/pricing/refresh.ts";
import { PRICE_SOURCES } from "../../shared/pricing/sources/index.ts";
import bundledText from "../generated/bundled-catalog.txt";
import bundledHot from "../generated/bundled-hot.txt";
import { readPriceFeed, UNMARKED, type FeedMark, type FeedResult } from "../refresh/price-feed.ts";
import type { Attempts } from "./attempts.ts";
import type { QuarantineDecisions } from "./decisions.ts";
import type { Publication } from "./publication.ts";
import { confirmationOf } from "./source-states.ts";
import type { StateStore } from "./state-store.ts";

/** What one refresh did; `text` is the hot value that readers load now, null where nothing is published. */
export interface RefreshReport {
  readonly published: boolean;
  readonly version: string;
  readonly sources: readonly SourceOutcome[];
  readonly changes: number;
  readonly text: string | null;
}

/** An unchanged refresh still merges so often, so that tombstones end and decisions take effect. */
const MERGE_AT_LEAST_MS = 6 * 3_600_000;

/** Fetch, judge, merge, publish: one refresh at a time, called by the ledger object only. */
export class PriceRefresh {
  readonly #storage: DurableObjectStorage;
  readonly #store: StateStore;
  readonly #attempts: Attempts;
  readonly #publication: Publication;
  readonly #decisions: QuarantineDecisions;

  constructor(
    storage: DurableObjectStorage,
    store: StateStore,
    attempts: Attempts,
    publication: Publication,
    decisions: QuarantineDecisions,
  ) {
    this.#storage = storage;
    this.#store = store;
    this.#attempts = attempts;
    this.#publication = publication;
    this.#decisions = decisions;
  }

  async run(now: number, force: boolean): Promise<RefreshReport> {
    const feeds = await Promise.all(
      PRICE_SOURCES.map(async (source) => ({
        name: source.name,
        feed: await readPriceFeed(source, force ? UNMARKED : this.#mark(source.name), now),
      })),
    );
    const isQuiet = feeds.every(({ feed }) => feed.kind !== "new") && !this.#mergeIsDue(now);
    return isQuiet ? await this.#confirmOnly(feeds, now) : await this.#merge(feeds, now);
  }

  /** Nothing new: one header is rewritten and no price is parsed. */
  async #confirmOnly(feeds: readonly Feed[], now: number): Promise<RefreshReport> {
    const at = new Date(now).toISOString();
    const sources = feeds.map(({ name, feed }): SourceOutcome => {
      const meta = this.#store.meta(name);
      const isConfirmed = (feed.kind === "unchanged" || feed.kind === "same") && meta !== null;
      if (isConfirmed) this.#store.confirm(name, at);
      const held = this.#store.held().filter((row) => row.source === name).length;
      const counts = { rows: meta?.rows ?? 0, rejected: meta?.rejected ?? 0, held, changed: 0 };
      if (isConfirmed) return { name, outcome: feed.kind === "same" ? "ok" : "not_modified", detail: null, ...counts };
      const detail = "detail" in feed ? feed.detail : "answered 304 although nothing of it is kept";
      return { name, outcome: feed.kind === "rejected" ? "rejected" : "failed", detail, ...counts };
    });
    this.#record(feeds, sources, now);
    const current = this.#publication.current();
    if (current === null) return await this.#nothing(sources, now);
    const text = await this.#publication.confirm(confirmationOf(this.#store, this.#attempts, now));
    return { published: false, version: current.version, sources, changes: 0, text };
  }

  async #merge(feeds: readonly Feed[], now: number): Promise<RefreshReport> {
    const previous = this.#store.read();
    const bundled = decodeSourceOffers(bundledText);
    const refreshed = advance({
      previous,
      published: null,
      snapshots: new Map(feeds.map(({ name, feed }) => [name, intakeOf(feed, now)])),
      bundled,
      bundled_as_of: bundled[0]?.as_of ?? new Date(0).toISOString(),
      decisions: this.#decisions.read(),
      now,
    });
    const { outcomes } = refreshed;
    this.#storage.transactionSync(() => {
      this.#store.write(refreshed.state);
      this.#keepMarks(feeds, outcomes, now);
      this.#record(feeds, outcomes, now);
      this.#storage.kv.put("merged_at", now);
      this.#decisions.taken();
    });
    const hasLive = refreshed.state.sources.length > 0;
    if (!hasLive) return await this.#nothing(outcomes, now);
    return await this.#publish(refreshed, valuesHeld(previous?.held ?? []), now);
  }

  async #nothing(sources: readonly SourceOutcome[], now: number): Promise<RefreshReport> {
    const told = await this.#publication.announce(confirmationOf(this.#store, this.#attempts, now), bundledHot);
    return { published: false, sources, changes: 0, ...told };
  }

  async #publish({ offers, outcomes }: Refreshed, wasHeld: WasHeld, now: number): Promise<RefreshReport> {
    const report = await this.#publication.publish(
      offers,
      (before) => priceChanges(before, offers, wasHeld),
      confirmationOf(this.#store, this.#attempts, now),
    );
    return { ...report, sources: outcomes };
  }

  #mergeIsDue(now: number): boolean {
    if (this.#decisions.areNew()) return true;
    return now - (this.#storage.kv.get<number>("merged_at") ?? 0) >= MERGE_AT_LEAST_MS;
  }

  #mark(name: LiveSource): FeedMark {
    const meta = this.#store.meta(name);
    if (meta === null) return UNMARKED;
    const taken = this.#storage.kv.get<Taken>(`digest:${name}`);
    return {
      etag: this.#storage.kv.get<string>(`etag:${name}`) ?? null,
      digest: taken?.fetched_at === meta.fetched_at ? taken.digest : null,
    };
  }

  /** A mark is kept only of the body it vouches for: one that was taken. */
  #keepMarks(feeds: readonly Feed[], outcomes: readonly SourceOutcome[], now: number): void {
    for (const { name, feed } of feeds) {
      if (feed.kind !== "new" || outcomes.find((each) => each.name === name)?.outcome !== "ok") continue;
      const { etag, digest } = feed.mark;
      if (etag === null) this.#storage.kv.delete(`etag:${name}`);
      else this.#storage.kv.put(`etag:${name}`, etag);
      const taken: Taken = { digest, fetched_at: new Date(now).toISOString() };
      this.#storage.kv.put(`digest:${name}`, taken);
    }
  }

  #record(feeds: readonly Feed[], outcomes: readonly SourceOutcome[], now: number): void {
    for (const { name, feed } of feeds) {
      const outcome = outcomes.find((each) => each.name === name);
      if (outcome === undefined) continue;
      this.#attempts.record({
        source: name,
        at: now,
        outcome: outcome.outcome,
        status: "status" in feed ? feed.status : feed.kind === "unchanged" ? 304 : 200,
        bytes: "bytes" in feed ? feed.bytes : 0,
        ms: feed.ms,
        rows: outcome.rows,
        rejected: outcome.rejected,
        held: outcome.held,
        changed: outcome.changed,
        detail: outcome.detail,
      });
    }
  }
}

/** The digest of a body and when it was fetched: of no worth once a version that kept none has taken another body. */
interface Taken {
  readonly digest: string | null;
  readonly fetched_at: string;
}

interface Feed {
  readonly name: LiveSource;
  readonly feed: FeedResult;
}

function intakeOf(feed: FeedResult, now: number): Intake {
  switch (feed.kind) {
    case "new":
      return { kind: "new", snapshot: feed.snapshot, fetched_at: now };
    case "unchanged":
    case "same":
      return { kind: feed.kind };
    case "failed":
    case "rejected":
      return { kind: feed.kind, detail: feed.detail };
  }
}
