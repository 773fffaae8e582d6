import { decodeCatalog, decodeSourceOffers, sealCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { SourceState } from "../../shared/pricing/catalog.ts";
import { FRESH_FOR_MS } from "../../shared/pricing/freshness.ts";
import type { Decisions, HeldRow } from "../../shared/pricing/held.ts";
import type { Intake } from "../../shared/pricing/intake.ts";
import type { LiveSource } from "../../shared/pricing/pricing-state.ts";
import { advance, type Refreshed, type SourceOutcome } from "../../shared/pricing/refresh.ts";
import { PRICE_SOURCES } from "../../shared/pricing/sources/index.ts";
import bundledText from "../generated/bundled-catalog.txt";
import { readPriceFeed, type FeedResult } from "../refresh/price-feed.ts";
import type { Attempts } from "./attempts.ts";
import { EMPTY_HEADER, type Confirmation, type Publication } from "./publication.ts";
import { StateStore } from "./state-store.ts";
import type { Texts } from "./texts.ts";

/** What one refresh did; `text` is the hot value that readers load now, null where nothing is published. */
export interface RefreshReport {
  readonly published: boolean;
  readonly version: string;
  readonly sources: readonly SourceOutcome[];
  readonly changes: number;
  readonly text: string | null;
}

const DECISIONS = "decisions";
/** An unchanged refresh still merges so often, so that tombstones end and decisions take effect. */
const MERGE_AT_LEAST_MS = 6 * 3_600_000;

/** Fetch, judge, merge, publish: one refresh at a time, called by the ledger object only. */
export class PriceRefresh {
  readonly #storage: DurableObjectStorage;
  readonly #store: StateStore;
  readonly #attempts: Attempts;
  readonly #publication: Publication;

  constructor(storage: DurableObjectStorage, texts: Texts, attempts: Attempts, publication: Publication) {
    this.#storage = storage;
    this.#store = new StateStore(texts, storage.kv);
    this.#attempts = attempts;
    this.#publication = publication;
  }

  async run(now: number, force: boolean): Promise<RefreshReport> {
    const feeds = await Promise.all(
      PRICE_SOURCES.map(async (source) => ({
        name: source.name,
        feed: await readPriceFeed(source, force ? null : this.#etag(source.name), now),
      })),
    );
    const isQuiet = feeds.every(({ feed }) => feed.kind !== "new") && !this.#mergeIsDue(now);
    return isQuiet ? await this.#confirmOnly(feeds, now) : await this.#merge(feeds, now);
  }

  held(): readonly HeldRow[] {
    return this.#store.held();
  }

  decide(id: string, decision: "accept" | "reject"): boolean {
    if (!this.held().some((row) => row.id === id)) return false;
    const all = this.#decisions();
    const accepted = new Set(all.accepted);
    const rejected = new Set(all.rejected);
    (decision === "accept" ? accepted : rejected).add(id);
    (decision === "accept" ? rejected : accepted).delete(id);
    this.#storage.kv.put(DECISIONS, { accepted: [...accepted], rejected: [...rejected] });
    this.#storage.kv.put("merged_at", 0);
    return true;
  }

  async pin(version: string | null, now: number): Promise<{ readonly version: string; readonly text: string } | null> {
    return await this.#publication.pin(version, this.#confirmation(now));
  }

  /** Nothing new: one header is rewritten and no price is parsed. */
  async #confirmOnly(feeds: readonly Feed[], now: number): Promise<RefreshReport> {
    const at = new Date(now).toISOString();
    const sources = feeds.map(({ name, feed }): SourceOutcome => {
      const meta = this.#store.meta(name);
      const isConfirmed = feed.kind === "unchanged" && meta !== null;
      if (isConfirmed) this.#store.confirm(name, at);
      const held = this.held().filter((row) => row.source === name).length;
      const counts = { rows: meta?.rows ?? 0, rejected: meta?.rejected ?? 0, held, changed: 0 };
      if (isConfirmed) return { name, outcome: "not_modified", detail: null, ...counts };
      const detail = "detail" in feed ? feed.detail : "answered 304 although nothing of it is kept";
      return { name, outcome: feed.kind === "rejected" ? "rejected" : "failed", detail, ...counts };
    });
    this.#record(feeds, sources, now);
    const current = this.#publication.current();
    if (current === null) return { published: false, version: "", sources, changes: 0, text: null };
    const text = await this.#publication.confirm(this.#confirmation(now));
    return { published: false, version: current.version, sources, changes: 0, text };
  }

  async #merge(feeds: readonly Feed[], now: number): Promise<RefreshReport> {
    const previous = this.#store.read();
    const bundled = decodeSourceOffers(bundledText);
    const refreshed = advance({
      previous,
      published: this.#publishedOffers(),
      snapshots: new Map(feeds.map(({ name, feed }) => [name, intakeOf(feed, now)])),
      bundled,
      bundled_as_of: bundled[0]?.as_of ?? new Date(0).toISOString(),
      decisions: this.#decisions(),
      now,
    });
    const { outcomes } = refreshed;
    this.#storage.transactionSync(() => {
      this.#store.write(refreshed.state);
      this.#keepTags(feeds, outcomes);
      this.#record(feeds, outcomes, now);
      this.#storage.kv.put("merged_at", now);
    });
    const hasLive = refreshed.state.sources.length > 0;
    if (!hasLive) return { published: false, version: "", sources: outcomes, changes: 0, text: null };
    return await this.#publish(refreshed, now);
  }

  async #publish({ offers, changes, outcomes }: Refreshed, now: number): Promise<RefreshReport> {
    const { published, version, text } = await this.#publication.publish(offers, changes, this.#confirmation(now));
    return { published, version, sources: outcomes, changes: published ? changes.length : 0, text };
  }

  #publishedOffers(): Iterable<ReturnType<NonNullable<ReturnType<typeof decodeCatalog>>["at"]>> | null {
    const body = this.#publication.newestBody();
    const catalog = body === null ? null : decodeCatalog(sealCatalog(EMPTY_HEADER, body));
    return catalog === null ? null : catalog.ids.map((_, index) => catalog.at(index));
  }

  #mergeIsDue(now: number): boolean {
    return now - (this.#storage.kv.get<number>("merged_at") ?? 0) >= MERGE_AT_LEAST_MS;
  }

  #etag(name: LiveSource): string | null {
    return this.#store.meta(name) === null ? null : (this.#storage.kv.get<string>(`etag:${name}`) ?? null);
  }

  /** A tag is kept only with the body it vouches for: one that was taken. */
  #keepTags(feeds: readonly Feed[], outcomes: readonly SourceOutcome[]): void {
    for (const { name, feed } of feeds) {
      if (feed.kind !== "new" || outcomes.find((each) => each.name === name)?.outcome !== "ok") continue;
      if (feed.etag === null) this.#storage.kv.delete(`etag:${name}`);
      else this.#storage.kv.put(`etag:${name}`, feed.etag);
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

  #confirmation(now: number): Confirmation {
    const sources = PRICE_SOURCES.map((source) => this.#sourceState(source.name, now));
    const successes = sources.flatMap(({ last_success_at }) => last_success_at ?? []);
    return { now, sources, confirmed_at: successes.sort().at(-1) ?? null };
  }

  #sourceState(name: LiveSource, now: number): SourceState {
    const source = PRICE_SOURCES.find((each) => each.name === name);
    const meta = this.#store.meta(name);
    const last = this.#attempts.last(name);
    const confirmed = meta?.confirmed_at ?? null;
    return {
      name,
      state: confirmed === null ? "never" : now - Date.parse(confirmed) <= FRESH_FOR_MS ? "fresh" : "stale",
      outcome: last?.outcome ?? null,
      detail: last?.detail ?? null,
      last_attempt_at: last === null ? null : new Date(last.at).toISOString(),
      last_success_at: confirmed,
      rows: meta?.rows ?? 0,
      rejected: meta?.rejected ?? 0,
      held: this.held().filter((row) => row.source === name).length,
      success_rate_24h: this.#attempts.successRate(name, now, 1),
      success_rate_7d: this.#attempts.successRate(name, now, 7),
      license: source?.license ?? "",
      attribution: source?.attribution ?? "",
      url: source?.url ?? "",
    };
  }

  #decisions(): Decisions {
    const kept = this.#storage.kv.get<{ accepted: string[]; rejected: string[] }>(DECISIONS);
    return { accepted: new Set(kept?.accepted), rejected: new Set(kept?.rejected) };
  }
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
      return { kind: "unchanged" };
    case "failed":
    case "rejected":
      return { kind: feed.kind, detail: feed.detail };
  }
}
