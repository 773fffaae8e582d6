import * as z from "zod/mini";
import { Outbox } from "../../webhooks/outbox.ts";
import type { WebhookEvent } from "../../webhooks/event.ts";
import { Copies } from "./copies.ts";
import { DirectoryLink, type Subscription } from "./directory-link.ts";
import type { Documents } from "./documents.ts";
import type { Hooks } from "./hooks.ts";

const DAY_MS = 86_400_000;
const pruneSchema = z.object({ at: z.int() });

/**
 * What the world outside has to learn of a tenant: read copies, the directory's entries, deliveries to hooks; and the alarm that sees to it.
 * All of it is noted in the transaction of the change and carried out after it, so that a death in between only delays.
 */
export class Outward {
  readonly copies: Copies;
  readonly link: DirectoryLink;
  readonly outbox: Outbox;
  readonly #storage: DurableObjectStorage;
  readonly #documents: Documents;
  readonly #hooks: Hooks;
  #armed_for: number | null = null;

  constructor(storage: DurableObjectStorage, env: Env, documents: Documents, hooks: Hooks) {
    this.copies = new Copies(storage.sql, env.KV);
    this.link = new DirectoryLink(storage.sql, env);
    this.outbox = new Outbox(storage);
    this.#storage = storage;
    this.#documents = documents;
    this.#hooks = hooks;
  }

  /** Inside the caller's transaction. */
  tell(event: WebhookEvent, now: number): void {
    for (const hook of this.#hooks.listeningTo(event)) this.outbox.enqueue(hook, event, now);
  }

  /** Carries out what was noted, as far as it goes now; the alarm does the rest. `tenant_id` is null where there is no readable profile. */
  async settle(tenant_id: string | null, subscriptions: readonly Subscription[], now: number): Promise<void> {
    await this.arm(now);
    await this.#publish(tenant_id, subscriptions, now);
    await this.arm(now);
  }

  /** The alarm's work; the alarm is armed anew whatever happens. */
  async ring(
    tenant_id: string | null,
    subscriptions: readonly Subscription[],
    prune: (now: number) => void,
  ): Promise<void> {
    const now = Date.now();
    this.#armed_for = null;
    try {
      const deliveries = this.outbox.deliverDue(now, (hook) => this.#hooks.destination(hook));
      await Promise.all([this.#publish(tenant_id, subscriptions, now), deliveries]);
      if (now >= (this.#pruneAt() ?? Infinity)) {
        prune(now);
        this.#documents.write("prune", { at: now + DAY_MS });
      }
    } finally {
      await this.arm(Date.now());
    }
  }

  /** From now on there is something that grows too old; whether that is new, and the alarm to be armed for it. */
  planPruning(now: number): boolean {
    if (this.#pruneAt() !== null) return false;
    this.#documents.write("prune", { at: now + DAY_MS });
    return true;
  }

  /** The alarm rings when the first thing is due. Computed and set without waiting in between: the last caller saw everything. */
  async arm(now: number): Promise<void> {
    const due = [this.copies.dueAt(now), this.link.dueAt(now), this.outbox.nextDue(), this.#pruneAt()];
    const instants = due.filter((at) => at !== null);
    const next = instants.length === 0 ? null : Math.min(...instants);
    if (next === this.#armed_for) return;
    this.#armed_for = next;
    await (next === null ? this.#storage.deleteAlarm() : this.#storage.setAlarm(next));
  }

  #pruneAt(): number | null {
    return this.#documents.read("prune", pruneSchema)?.at ?? null;
  }

  async #publish(tenant_id: string | null, subscriptions: readonly Subscription[], now: number): Promise<void> {
    await Promise.all([this.copies.flush(now), this.link.sync(tenant_id, subscriptions, now)]);
  }
}
