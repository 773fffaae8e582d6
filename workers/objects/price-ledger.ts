import { DurableObject } from "cloudflare:workers";
import type { SourceState } from "../../shared/pricing/catalog.ts";
import type { HeldRow } from "../../shared/pricing/held.ts";
import { Announcements } from "../ledger/announcements.ts";
import { Attempts } from "../ledger/attempts.ts";
import { ChangeLog, type ChangeEntry, type ChangeFilter } from "../ledger/changes.ts";
import { QuarantineDecisions } from "../ledger/decisions.ts";
import { PriceHistory, type HistoryEntry, type VersionEntry } from "../ledger/history.ts";
import { Publication } from "../ledger/publication.ts";
import type { RefreshReport } from "../ledger/refresh.ts";
import { StateStore } from "../ledger/state-store.ts";
import { Texts } from "../ledger/texts.ts";

/** News that could not be handed over are tried again so soon. */
const ANNOUNCE_AGAIN_MS = 15_000;

type PastOffer =
  | {
      readonly kind: "found";
      readonly text: string;
      readonly version: string;
      readonly published_at: string;
      readonly before_first: boolean;
    }
  | { readonly kind: "unknown_version" }
  | { readonly kind: "not_listed" };

/**
 * The one writer of the price catalog: refreshes it, holds the last good of every source, the quarantine, and the append-only ledger of prices.
 * One object, so that refreshes never overlap, whichever isolate or cron run asks.
 */
export class PriceLedger extends DurableObject<Env> {
  readonly #history: PriceHistory;
  readonly #changes: ChangeLog;
  readonly #publication: Publication;
  readonly #announcements: Announcements;
  readonly #attempts: Attempts;
  readonly #store: StateStore;
  readonly #decisions: QuarantineDecisions;
  #running: Promise<RefreshReport> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql, kv } = ctx.storage;
    const texts = new Texts(sql);
    this.#history = new PriceHistory(sql);
    this.#changes = new ChangeLog(sql);
    this.#attempts = new Attempts(sql);
    this.#store = new StateStore(texts, kv);
    this.#decisions = new QuarantineDecisions(kv);
    this.#publication = new Publication(ctx.storage, texts, this.#history, this.#changes, env.KV);
    this.#announcements = new Announcements(kv, this.#changes, env);
  }

  /** Runs never overlap: a caller who finds one under way shares its report, a forced one waits for it and then does its own. */
  async refresh(now: number, force: boolean): Promise<RefreshReport> {
    while (this.#running !== null) {
      if (!force) return await this.#running;
      await this.#running.catch(() => null);
    }
    this.#running = this.#run(now, force).finally(() => {
      this.#running = null;
    });
    return await this.#running;
  }

  async #run(now: number, force: boolean): Promise<RefreshReport> {
    // What reads and judges price lists is loaded when it is needed: not by the isolates that answer questions.
    const [{ PriceRefresh }, { sourceStates }] = await Promise.all([
      import("../ledger/refresh.ts"),
      import("../ledger/source-states.ts"),
    ]);
    const refresh = new PriceRefresh(this.ctx.storage, this.#store, this.#attempts, this.#publication, this.#decisions);
    const report = await refresh.run(now, force);
    await this.#announce(sourceStates(this.#store, this.#attempts, now), now);
    return report;
  }

  /** What cannot be handed over now is tried again by the alarm: a refresh does not fail for its news. */
  async #announce(sources: readonly SourceState[], now: number): Promise<void> {
    try {
      await this.#announcements.run();
      await this.#announcements.staleSources(sources, now);
    } catch (error) {
      const message = error instanceof Error ? error.message : "unknown";
      console.error(JSON.stringify({ level: "error", event: "announcement_failed", error: message }));
      await this.ctx.storage.setAlarm(Date.now() + ANNOUNCE_AGAIN_MS);
    }
  }

  override async alarm(): Promise<void> {
    await this.#announce([], Date.now());
  }

  quarantine(): readonly HeldRow[] {
    return this.#store.held();
  }

  /** False where no such row is held. */
  decide(id: string, decision: "accept" | "reject"): boolean {
    if (!this.#store.held().some((row) => row.id === id)) return false;
    this.#decisions.record(id, decision);
    return true;
  }

  /** Serves an earlier version (null: the newest) until told otherwise; the text is what readers load now, null when that version is not kept. */
  async pin(version: string | null, now: number): Promise<{ readonly version: string; readonly text: string } | null> {
    const { confirmationOf } = await import("../ledger/source-states.ts");
    return await this.#publication.pin(version, confirmationOf(this.#store, this.#attempts, now));
  }

  versions(limit: number): VersionEntry[] {
    return this.#history.versions(limit);
  }

  offerAsOf(id: string, version: string | null, at: number | null): PastOffer {
    const named = version === null ? null : this.#history.versionNamed(version);
    if (version !== null && named === null) return { kind: "unknown_version" };
    const entry = named ?? this.#history.versionAt(at ?? 0);
    const first = this.#history.firstOffer(id);
    if (first === null || first.text === null) return { kind: "not_listed" };
    if (entry === null || entry.sequence < first.sequence) {
      return version === null ? past(first.text, first, true) : { kind: "not_listed" };
    }
    const text = this.#history.offerAsOf(id, entry.sequence);
    return text === null ? { kind: "not_listed" } : past(text, entry, false);
  }

  history(id: string, limit: number): HistoryEntry[] {
    return this.#history.entries(id, limit);
  }

  /** Newest first; null where the version to start from is unknown. */
  changes(filter: ChangeFilter): ChangeEntry[] | null {
    if (filter.since_version === undefined) return this.#changes.list(filter, 0);
    const entry = this.#history.versionNamed(filter.since_version);
    return entry === null ? null : this.#changes.list(filter, entry.sequence);
  }
}

function past(text: string, entry: VersionEntry, before_first: boolean): PastOffer {
  return {
    kind: "found",
    text,
    version: entry.version,
    published_at: new Date(entry.published_at).toISOString(),
    before_first,
  };
}
