import { DurableObject } from "cloudflare:workers";
import type { AttemptOutcome } from "../ledger/attempts.ts";
import { Attempts } from "../ledger/attempts.ts";
import { ChangeLog, type ChangeEntry, type ChangeFilter } from "../ledger/changes.ts";
import { PriceHistory, type HistoryEntry, type VersionEntry } from "../ledger/history.ts";
import { Publication } from "../ledger/publication.ts";
import { PriceRefresh, type RefreshReport } from "../ledger/refresh.ts";
import { Texts } from "../ledger/texts.ts";

export type PastOffer =
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
  readonly #refresh: PriceRefresh;
  #running: Promise<RefreshReport> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    this.#history = new PriceHistory(sql);
    this.#changes = new ChangeLog(sql);
    const publication = new Publication(ctx.storage, new Texts(sql), this.#history, this.#changes, env.KV);
    this.#refresh = new PriceRefresh(ctx.storage, new Texts(sql), new Attempts(sql), publication);
  }

  /** Joins a refresh that is under way, else runs one. */
  refresh(now: number, force: boolean): Promise<RefreshReport> {
    this.#running ??= this.#refresh.run(now, force).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  quarantine(): unknown[] {
    return this.#refresh.held();
  }

  /** False where no such row is held. */
  decide(id: string, decision: "accept" | "reject"): boolean {
    return this.#refresh.decide(id, decision);
  }

  /** Serves an earlier version (null: the newest) until told otherwise; the text is what readers load now, null when that version is not kept. */
  async pin(version: string | null, now: number): Promise<{ readonly version: string; readonly text: string } | null> {
    return await this.#refresh.pin(version, now);
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

export type { AttemptOutcome, RefreshReport };
