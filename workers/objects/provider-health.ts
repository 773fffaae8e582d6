import { DurableObject } from "cloudflare:workers";
import { becameStale, incidentChanges, isAlert, isUsable, openIncidents } from "../../shared/health/alert.ts";
import type { Summary } from "../../shared/health/board.ts";
import type { Digest } from "../../shared/health/digest.ts";
import { absorb, createProvider, look, report, takeReading } from "../../shared/health/provider.ts";
import type { Provider, Tenant, Transition } from "../../shared/health/provider.ts";
import { providerOf } from "../../shared/health/shards.ts";
import { decodeTenant } from "../../shared/health/snapshot.ts";
import { isDeparted } from "../../shared/health/state-machine.ts";
import type { Corroboration, StatusPageReading } from "../../shared/health/status-page.ts";
import { publicView, tenantView, type Viewed } from "../../shared/health/view.ts";
import { Admission } from "./health-admission.ts";
import { incidentEvent, staleEvent, transitionEvent } from "./health-events.ts";
import { HealthStore } from "./health-store.ts";
import { HealthWord, summaryOf, type ShardUpdate } from "./health-word.ts";

/** Between two looks while calls come in, ms: under ten seconds, so that a snapshot is never older than that. */
const LOOK_MS = 9_000;
/** While the provider is in trouble: with a reader's five seconds the figures shown are at most ten behind. */
const TROUBLE_LOOK_MS = 5_000;
/** Once calls have stopped, until the window is empty. */
const IDLE_LOOK_MS = 27_000;
interface ReportBatch {
  readonly tenant_id: string;
  readonly batch_id?: string;
  /** Epoch ms, stamped by the worker that took the request. */
  readonly received_at: number;
  readonly digest: Digest;
}

/** Rows taken and rows that changed nothing, or a refusal under flood. */
export type ReportResult =
  | { readonly accepted: number; readonly ignored: number }
  | { readonly shed: true; readonly retry_after_seconds: number };

/**
 * The last five minutes of one provider. Named by the provider's id; `<provider>#k` is a shard, whose tenants the object named
 * after the provider adds up. Memory is the working copy, snapshotted by alarm and on every change of state.
 */
export class ProviderHealth extends DurableObject<Env> {
  readonly #provider: Provider;
  readonly #store: HealthStore;
  readonly #word: HealthWord;
  readonly #admission = new Admission();
  /** Tenants with acknowledged reports that are not in storage yet. */
  readonly #unsaved = new Set<string>();
  #armed: number | null = null;
  #reported = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const name = ctx.id.name ?? "unnamed";
    const now = Date.now();
    this.#provider = createProvider(providerOf(name), now);
    this.#store = new HealthStore(ctx.storage.sql);
    this.#word = new HealthWord(name, this.#provider, this.#store, env);
    this.#store.load(this.#provider, now);
    void ctx.blockConcurrencyWhile(async () => {
      this.#armed = await ctx.storage.getAlarm();
    });
  }

  /** Takes one batch. Acknowledged reports are in storage within ten seconds; a batch id taken before changes nothing. */
  async report(batch: ReportBatch): Promise<ReportResult> {
    const { tenant_id, batch_id, received_at, digest } = batch;
    const retry_after_seconds = this.#admission.refuse(tenant_id, Date.now());
    if (retry_after_seconds !== null) return { shed: true, retry_after_seconds };
    if (batch_id !== undefined && !this.#store.takeBatch(tenant_id, batch_id, received_at)) {
      return { accepted: 0, ignored: digest.rows };
    }
    const { filed_as, slots, transitions } = report(this.#provider, tenant_id, digest, received_at, Math.random());
    this.#note(filed_as);
    this.#reported = true;
    if (transitions.length > 0) this.#change(transitions, received_at);
    else if (this.#store.isCrowded()) this.#save(received_at);
    await this.#arm();
    return slots > 0 ? { accepted: digest.rows, ignored: 0 } : { accepted: 0, ignored: digest.rows };
  }

  /** The public view, or that of one tenant. Buckets out of the window are left out whenever they were last touched. */
  view(now: number, tenant_id?: string): Viewed {
    if (tenant_id === undefined) return publicView(this.#provider, now);
    return tenantView(this.#provider, this.#provider.tenants.get(tenant_id), now);
  }

  statusPage(): StatusPageReading | null {
    return this.#provider.page;
  }

  /** The public summary as the board is told it. */
  summary(now: number): Summary {
    return summaryOf(this.#provider, now);
  }

  /**
   * Takes a reading of the status page. Word of a changed one is on the board when this resolves; of an unchanged one every
   * four minutes, or at once with `publish`.
   */
  async setStatusPage(reading: StatusPageReading, now: number, publish = false): Promise<void> {
    const before = this.#provider.page;
    const changed = before === null || essence(before) !== essence(reading);
    if (changed) this.#recordPageEvents(before, reading, now);
    const transitions = takeReading(this.#provider, reading, now, Math.random());
    const due = changed || publish || this.#word.isPageHeartbeatDue(now);
    if (!due && transitions.length === 0) return;
    this.#record(transitions, now);
    this.#word.noteChange();
    this.#save(now);
    try {
      await this.#word.tell(now);
      await this.#word.toShards((shard) => shard.setStatusPage(reading, now, true));
    } finally {
      await this.#arm();
    }
  }

  /** Takes evidence of an aggregator about this provider. */
  async setCorroboration(corroboration: Corroboration, now: number): Promise<void> {
    this.#provider.corroborations.set(corroboration.source, corroboration);
    this.#save(now);
    await this.#word.toShards((shard) => shard.setCorroboration(corroboration, now));
  }

  /** Takes the tenants of a shard. Repeating it changes nothing. */
  async absorb(update: ShardUpdate, now: number): Promise<void> {
    const tenants = new Map<string, Tenant>();
    for (const [id, body] of update.tenants) {
      const tenant = decodeTenant(body, now);
      if (tenant !== null) tenants.set(id, tenant);
      this.#unsaved.add(id);
    }
    for (const id of update.gone) this.#provider.tenants.delete(id);
    this.#store.forget(update.gone);
    this.#reported = true;
    const transitions = absorb(this.#provider, tenants, now, Math.random());
    if (transitions.length > 0) this.#change(transitions, now);
    await this.#arm();
  }

  override async alarm(): Promise<void> {
    this.#armed = null;
    const now = Date.now();
    try {
      const { transitions, gone } = look(this.#provider, now, Math.random());
      this.#store.forget(gone);
      this.#record(transitions, now);
      this.#word.noteHeartbeat(now);
      if (gone.length > 0) this.#word.noteChange();
      this.#save(now);
      await this.#word.tell(now, gone);
    } finally {
      const active = this.#reported;
      this.#reported = false;
      await this.#arm(active);
    }
  }

  /** A state changed between looks: it is in storage before the answer leaves, and on its way to those who listen. */
  #change(transitions: readonly Transition[], now: number): void {
    this.#record(transitions, now);
    this.#save(now);
    this.ctx.waitUntil(this.#word.tell(now).then(() => this.#arm()));
  }

  /** Queues word of transitions. A sharded provider's tenants are told by their shard, the public by the object above. */
  #record(transitions: readonly Transition[], now: number): void {
    for (const transition of transitions) {
      const { tenant_id } = transition;
      const is_public = tenant_id === null;
      if (tenant_id === null) this.#word.noteChange();
      else this.#note(tenant_id);
      const told_elsewhere = is_public ? this.#word.isShard() : this.#word.isSum();
      if (!isAlert(transition) || told_elsewhere) continue;
      const { data } = is_public ? publicView(this.#provider, now) : this.view(now, transition.tenant_id ?? "");
      this.#store.queue(transitionEvent(data, transition, this.#provider.tenants.keys()));
    }
  }

  /** What a look or a status page changed is kept like what a report changed. */
  #note(tenant_id: string): void {
    this.#unsaved.add(tenant_id);
    this.#word.noteTenant(tenant_id);
  }

  #recordPageEvents(before: StatusPageReading | null, after: StatusPageReading, now: number): void {
    const provider = this.#provider;
    if (!this.#word.isShard()) {
      if (becameStale(before, after)) this.#store.queue(staleEvent(provider.id, after, now));
      const changes = isUsable(after) ? incidentChanges(provider.incidents, after) : [];
      for (const change of changes) this.#store.queue(incidentEvent(provider.id, change, now));
    }
    if (isUsable(after)) provider.incidents = openIncidents(after);
  }

  /** Everything that is not in storage yet, in one commit. */
  #save(now: number): void {
    this.#store.save(this.#provider, this.#unsaved, now);
    this.#unsaved.clear();
  }

  /** Arms the one alarm for what comes first; none when there is nothing left to do. */
  async #arm(active = true): Promise<void> {
    const wait = this.#wait(active);
    if (wait === null) return;
    const at = Date.now() + wait;
    if (this.#armed !== null && this.#armed <= at) return;
    this.#armed = at;
    await this.ctx.storage.setAlarm(at);
  }

  #wait(active: boolean): number | null {
    const looks = this.#provider.tenants.size > 0 || this.#unsaved.size > 0;
    const waits = [looks ? this.#lookWait(active) : null, this.#word.wait()].filter((wait) => wait !== null);
    return waits.length === 0 ? null : Math.min(...waits);
  }

  #lookWait(active: boolean): number {
    if (!active) return IDLE_LOOK_MS;
    return isDeparted(this.#provider.all.machine) ? TROUBLE_LOOK_MS : LOOK_MS;
  }
}

/** What of a reading is news: everything but the time of the poll. */
function essence(reading: StatusPageReading): string {
  return JSON.stringify({ ...reading, polled_at: null });
}
