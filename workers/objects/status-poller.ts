import { DurableObject } from "cloudflare:workers";
import { PageStore } from "../refresh/status-pages/page-store.ts";
import type { PollReport, PollResult } from "../refresh/status-pages/poll-report.ts";
import { userAgent } from "../upstream/user-agent.ts";

interface PollRequest {
  /** The cron's scheduled time, epoch ms: the clock of schedules, back-off and ages. */
  readonly now: number;
  /** Poll everything, due or not. */
  readonly force?: boolean;
}

/**
 * One object polls all status pages, so that every page is asked once whatever the number of isolates, and each reading goes to its provider's object.
 *
 * Budgets of the free plan, a day: 25 calm pages at 120 s and 9 heavy ones at 300 s are 20,600 polls and 22,500 requests, in a run at most 37 documents and one
 * list of ids, of 50; 20,600 readings handed over and 5,800 pieces of evidence, with 2,900 calls of the cron 29,300 of 100,000 object requests; one row a poll
 * and one per changed document, 25,000 of 100,000 rows written. A run is about 0.2 ms of CPU a small page and 2 ms a large one. No KV writes.
 */
export class StatusPoller extends DurableObject<Env> {
  readonly #store: PageStore;
  #polling: Promise<PollReport> | null = null;
  #corroborating: Promise<readonly PollResult[]> | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#store = new PageStore(state.storage.sql);
  }

  /** Polls what is due and answers once its readings are with their providers. Runs never overlap: a cron that finds one under way shares its report, a forced poll waits for it and then does its own. */
  async pollDue({ now, force = false }: PollRequest): Promise<PollReport> {
    while (this.#polling !== null) {
      const report = await this.#polling;
      if (!force) return report;
    }
    this.#polling = this.#poll(now, force).finally(() => {
      this.#polling = null;
    });
    return await this.#polling;
  }

  /** Asks the aggregator for the uptime of every provider's endpoints, every five minutes. */
  async corroborateDue({ now, force = false }: PollRequest): Promise<readonly PollResult[]> {
    this.#corroborating ??= this.#corroborate(now, force).finally(() => {
      this.#corroborating = null;
    });
    return await this.#corroborating;
  }

  async #poll(now: number, force: boolean): Promise<PollReport> {
    // Parsers and the table of pages are loaded by the one object that polls, not by the isolates that answer questions.
    const { DocumentReader, pollPages, STATUS_PAGES } = await import("../refresh/status-pages/poll-room.ts");
    return await pollPages({
      table: STATUS_PAGES,
      store: this.#store,
      documents: new DocumentReader(this.#store, userAgent(this.env.CONTACT_URL)),
      now,
      force,
      random: Math.random,
      log,
      // Who forces a poll looks for its time at once, the board included.
      handOver: (provider, reading, at) =>
        this.env.PROVIDER_HEALTH.getByName(provider).setStatusPage(reading, at, force),
    });
  }

  async #corroborate(now: number, force: boolean): Promise<readonly PollResult[]> {
    const { corroborate, DocumentReader } = await import("../refresh/status-pages/poll-room.ts");
    return await corroborate({
      store: this.#store,
      documents: new DocumentReader(this.#store, userAgent(this.env.CONTACT_URL)),
      now,
      force,
      log,
      handOver: (provider, evidence, at) => this.env.PROVIDER_HEALTH.getByName(provider).setCorroboration(evidence, at),
    });
  }
}

/** One JSON line; the fields are ids, codes and counts, never text of a body. */
function log(event: string, fields: Readonly<Record<string, unknown>>): void {
  console.warn(JSON.stringify({ event, ...fields }));
}
