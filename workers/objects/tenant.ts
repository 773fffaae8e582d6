import { DurableObject } from "cloudflare:workers";
import type { Budget } from "../../shared/tenancy/budget.ts";
import type { MarginPolicy } from "../../shared/tenancy/margin.ts";
import type { OverrideRule } from "../../shared/tenancy/override-rule.ts";
import type { PlanName } from "../../shared/tenancy/plans.ts";
import type { BilledRow } from "../../shared/tenancy/reconciliation.ts";
import type { KeyRecord, TenantView } from "../storage/tenants.ts";
import type { Delivery } from "../webhooks/outbox.ts";
import type { WebhookEvent } from "../webhooks/event.ts";
import { AuditLog, type AuditEntry } from "./tenant/audit.ts";
import {
  BudgetBook,
  type BudgetReading,
  type ReservationOutcome,
  type ReservationRequest,
} from "./tenant/budget-book.ts";
import { CacheRecord, type CacheReading } from "./tenant/cache-record.ts";
import { Changes, type Change } from "./tenant/changes.ts";
import type { CostedEvent } from "./tenant/costed-event.ts";
import type { Subscription } from "./tenant/directory-link.ts";
import { Documents } from "./tenant/documents.ts";
import { EdgeView } from "./tenant/edge-view.ts";
import { EventLedger, type Spend, type StoredEvent, type UnexplainedBill } from "./tenant/event-ledger.ts";
import type { HeldPrice } from "./tenant/holds.ts";
import { Hooks, type HookListing, type HookPut, type HookSettings } from "./tenant/hooks.ts";
import { KeyRing, type KeyRotation } from "./tenant/key-ring.ts";
import { TenantKeys, type KeyListing, type NewKey } from "./tenant/keys.ts";
import { profileSchema, type Overrides, type Profile } from "./tenant/profile.ts";
import { Outward } from "./tenant/outward.ts";
import { PriceRules } from "./tenant/price-rules.ts";
import { prepareTables } from "./tenant/schema.ts";

type OverridesPut =
  | { readonly kind: "saved"; readonly overrides: Overrides }
  | { readonly kind: "stale"; readonly revision: number };

/**
 * The truth about one tenant: keys, overrides, budget, ledger, hooks. Each public method changes storage without waiting in between, so that
 * calls never interleave inside one; what the world outside must learn is noted in the same transaction and carried out after it.
 */
export class Tenant extends DurableObject<Env> {
  readonly #documents: Documents;
  readonly #audit: AuditLog;
  readonly #changes: Changes;
  readonly #keys: TenantKeys;
  readonly #ring: KeyRing;
  readonly #budget: BudgetBook;
  readonly #ledger: EventLedger;
  readonly #cache: CacheRecord;
  readonly #hooks: Hooks;
  readonly #prices: PriceRules;
  readonly #view: EdgeView;
  readonly #outward: Outward;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    prepareTables(sql);
    this.#documents = new Documents(sql);
    this.#audit = new AuditLog(sql);
    this.#budget = new BudgetBook(sql, this.#documents);
    this.#ledger = new EventLedger(sql, this.#budget.clock);
    this.#cache = new CacheRecord(sql);
    this.#hooks = new Hooks(sql);
    this.#prices = new PriceRules(sql, this.#documents);
    this.#outward = new Outward(ctx.storage, env, this.#documents, this.#hooks);
    this.#view = new EdgeView(this.#documents, this.#prices, this.#outward.copies);
    this.#changes = new Changes(ctx.storage, this.#audit, () => {
      this.#budget.forget();
      this.#prices.forget();
    });
    this.#keys = new TenantKeys(sql);
    this.#ring = new KeyRing(this.#keys, this.#changes, this.#outward, () => this.profile());
  }

  // --- the tenant itself

  /** False where the tenant exists already: nothing is changed then. */
  async initialise(profile: Profile, now: number): Promise<boolean> {
    if (this.profile() !== null) return false;
    this.#change(now, "admin", "tenant.create", { plan: profile.plan }, () => {
      this.#documents.write("profile", profile);
      this.#view.note();
    });
    return await this.#settled(true, now);
  }

  profile(): Profile | null {
    return this.#documents.read("profile", profileSchema);
  }

  async setPlan(plan: PlanName, actor: string, now: number): Promise<Profile | null> {
    const profile = this.profile();
    if (profile === null) return null;
    const changed = { ...profile, plan };
    this.#change(now, actor, "tenant.plan", { from: profile.plan, to: plan }, () => {
      this.#documents.write("profile", changed);
      this.#view.note();
    });
    return await this.#settled(changed, now);
  }

  /** What the edge needs to answer under a key of this tenant. */
  view(): TenantView | null {
    return this.#view.read();
  }

  auditLog(limit: number): AuditEntry[] {
    return this.#audit.read(limit);
  }

  // --- keys

  /** False when the tenant has as many live keys as it may. */
  createKey(key: NewKey, actor: string, now: number): Promise<boolean> {
    return this.#settled(this.#ring.create(key, actor, now), now);
  }

  keys(): KeyListing[] {
    return this.#keys.list();
  }

  /** The hash of the revoked key, for the caller's own cache; null when there is no such key. */
  revokeKey(key_id: string, actor: string, now: number): Promise<string | null> {
    return this.#settled(this.#ring.revoke(key_id, actor, now), now);
  }

  /** A new key with the scopes of the old one, which ends after the overlap. */
  rotateKey(
    old_id: string,
    key: Pick<NewKey, "key_id" | "hash">,
    overlap_ms: number,
    actor: string,
    now: number,
  ): Promise<KeyRotation> {
    return this.#settled(this.#ring.rotate(old_id, key, overlap_ms, actor, now), now);
  }

  keyRecord(hash: string): KeyRecord | null {
    return this.#ring.record(hash);
  }

  touchKey(key_id: string, at: number): void {
    this.#keys.touch(key_id, at);
  }

  // --- overrides and margin

  overrides(): Overrides {
    return this.#prices.overrides();
  }

  /** `expected` is the revision that the caller has seen; null: whatever it is. Holds end: the tenant has priced anew. */
  async putOverrides(
    rules: OverrideRule[],
    expected: number | null,
    actor: string,
    now: number,
  ): Promise<OverridesPut> {
    const { revision } = this.overrides();
    if (expected !== null && expected !== revision) return { kind: "stale", revision };
    const detail = { revision: revision + 1, rules: rules.length };
    const overrides = this.#change(now, actor, "overrides.put", detail, () => {
      const put = this.#prices.put(rules);
      this.#view.note();
      return put;
    });
    return await this.#settled({ kind: "saved", overrides }, now);
  }

  margin(): { readonly policy: MarginPolicy | null; readonly held: HeldPrice[] } {
    return { policy: this.#prices.policy(), held: this.#prices.holds.list() };
  }

  async putMargin(policy: MarginPolicy, actor: string, now: number): Promise<void> {
    this.#change(now, actor, "margin.put", { ...policy }, () => {
      if (this.#prices.putPolicy(policy)) this.#view.note();
      this.#outward.link.noteSubscriptions();
    });
    await this.#settled(undefined, now);
  }

  // --- budget and usage

  budget(now: number): BudgetReading {
    return this.#budget.read(now);
  }

  async putBudget(budget: Budget, actor: string, now: number): Promise<BudgetReading> {
    this.#change(now, actor, "budget.put", { ...budget }, () => {
      this.#budget.put(budget);
      this.#alertBudget(now);
    });
    await this.#outward.arm(now);
    return this.#budget.read(now);
  }

  /** Holds an amount for ten minutes; all or nothing, however many ask at once. */
  async reserve(request: ReservationRequest, now: number): Promise<ReservationOutcome> {
    const outcome = this.#budget.reserve(request, now);
    if (outcome.reserved && this.#outward.planPruning(now)) await this.#outward.arm(now);
    return outcome;
  }

  /** Stores what is new of the events in one transaction: when this answers, nothing of it can be lost. */
  async record(
    events: CostedEvent[],
    now: number,
  ): Promise<{ readonly accepted: number; readonly duplicates: number }> {
    const recorded = this.#changes.transaction(() => {
      const result = this.#ledger.record(events, now);
      this.#cache.record(result.fresh, now);
      if (result.accepted > 0) this.#alertBudget(now);
      this.#outward.planPruning(now);
      return result;
    });
    this.#budget.release(recorded.settled, now);
    await this.#outward.arm(now);
    return { accepted: recorded.accepted, duplicates: recorded.duplicates };
  }

  spend(from: number, to: number, by: "model" | "day"): Spend {
    return this.#ledger.spend(from, to, by);
  }

  /** The newest `limit` billed events of the span, and the newest `open` of those whose difference nothing explains so far. */
  bills(from: number, to: number, limit: number, open: number): { rows: BilledRow[]; unexplained: UnexplainedBill[] } {
    return { rows: this.#ledger.billed(from, to, limit), unexplained: this.#ledger.unexplained(from, to, open) };
  }

  events(from: number, to: number, after: { at: number; id: string } | null, limit: number): StoredEvent[] {
    return this.#ledger.page(from, to, after, limit);
  }

  countEvents(from: number, to: number): number {
    return this.#ledger.count(from, to);
  }

  cacheHits(cache_key: string): CacheReading {
    return this.#cache.read(cache_key);
  }

  // --- webhooks

  hooks(): HookListing[] {
    return this.#hooks.list();
  }

  hook(id: string): HookListing | null {
    return this.#hooks.find(id);
  }

  async putHook(settings: HookSettings, rotate: boolean, actor: string, now: number): Promise<HookPut> {
    const put = this.#change(now, actor, "webhook.put", { id: settings.id, rotate }, () => {
      const saved = this.#hooks.put(settings, rotate, now);
      if (saved !== null) this.#outward.link.noteSubscriptions();
      return saved;
    });
    return await this.#settled(put ?? { kind: "too_many" }, now);
  }

  async removeHook(id: string, actor: string, now: number): Promise<boolean> {
    if (this.#hooks.find(id) === null) return false;
    this.#change(now, actor, "webhook.delete", { id }, () => {
      this.#hooks.remove(id);
      this.#outward.outbox.dropHook(id);
      this.#outward.link.noteSubscriptions();
    });
    return await this.#settled(true, now);
  }

  deliveries(hook: string, limit: number): Delivery[] {
    return this.#outward.outbox.deliveries({ hook, limit });
  }

  /** False when the hook has no such finished delivery. */
  async replay(hook: string, delivery_id: string, now: number): Promise<boolean> {
    const replayed = this.#outward.outbox.replay(hook, delivery_id, now);
    await this.#outward.arm(now);
    return replayed;
  }

  /** Takes in what happened in the world; safe to repeat, since hooks are told of a happening once. */
  async deliver(events: WebhookEvent[], now: number): Promise<void> {
    const profile = this.profile();
    if (profile === null) return;
    this.#changes.transaction(() => {
      const { begun, changed } = this.#prices.protect(events, profile.plan, now);
      for (const event of [...events, ...begun]) this.#outward.tell(event, now);
      if (changed) this.#view.note();
    });
    await this.#settled(undefined, now);
  }

  // --- what happens after

  override async alarm(): Promise<void> {
    const id = this.profile()?.id ?? null;
    await this.#outward.ring(id, this.#subscriptions(), (now) => this.#ledger.prune(now));
  }

  /** Tells the world outside of a change, as far as it can be reached now, and gives the change's result on. */
  async #settled<T>(result: T, now: number): Promise<T> {
    await this.#outward.settle(this.profile()?.id ?? null, this.#subscriptions(), now);
    return result;
  }

  #change<T>(now: number, actor: string, action: string, detail: Change["detail"], write: () => T): T {
    return this.#changes.audited({ actor, action, detail }, now, write);
  }

  #subscriptions(): Subscription[] {
    const hooks = this.#hooks.list().flatMap(({ events, provider }) => events.map((event) => ({ event, provider })));
    return this.#prices.policy() === null ? hooks : [...hooks, { event: "price_change", provider: null }];
  }

  #alertBudget(now: number): void {
    const id = this.profile()?.id ?? "";
    for (const alert of this.#budget.newAlerts(id, now)) this.#outward.tell(alert, now);
  }
}
