import type { Summary } from "../../shared/health/board.ts";
import type { Provider } from "../../shared/health/provider.ts";
import { activeCount, MIN_TENANTS } from "../../shared/health/public-evidence.ts";
import { shardNames } from "../../shared/health/shards.ts";
import { encodeTenant } from "../../shared/health/snapshot.ts";
import { isDeparted } from "../../shared/health/state-machine.ts";
import { publicView } from "../../shared/health/view.ts";
import { BOARD, publishEvent } from "../webhooks/publish.ts";
import type { HealthStore } from "./health-store.ts";

/** Word to the board: while calls come in and all is well; and of a page whose reading does not change. */
const HEARTBEAT_MS = 30_000;
const PAGE_HEARTBEAT_MS = 240_000;
/** First and longest wait before word that did not get through is sent again, ms. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

/** A shard's tenants on their way to the object that adds shards up. */
export interface ShardUpdate {
  readonly tenants: readonly (readonly [id: string, body: string])[];
  readonly gone: readonly string[];
}

type Shard = ReturnType<Env["PROVIDER_HEALTH"]["getByName"]>;

/** The public summary as the board is told it. */
export function summaryOf(provider: Provider, now: number): Summary {
  const listed = provider.page !== null || activeCount([...provider.tenants.values()], now) >= MIN_TENANTS;
  return { as_of: now, listed, ...publicView(provider, now) };
}

/** What a provider's object tells others: the board (a shard: the object above it), its shards, and whoever listens to events. What does not get through stays due. */
export class HealthWord {
  readonly #name: string;
  readonly #provider: Provider;
  readonly #store: HealthStore;
  readonly #env: Env;
  readonly #shards: readonly string[];
  /** Tenants that the object above has not been told of. */
  readonly #untold = new Set<string>();
  /** Whether the board (the object above) is to hear of this provider. */
  #due = false;
  #pushed_at = 0;
  #failures = 0;

  constructor(name: string, provider: Provider, store: HealthStore, env: Env, shards = shardNames(provider.id)) {
    this.#name = name;
    this.#provider = provider;
    this.#store = store;
    this.#env = env;
    this.#shards = shards;
  }

  isShard(): boolean {
    return this.#name !== this.#provider.id;
  }

  /** Whether this object adds up shards. */
  isSum(): boolean {
    return !this.isShard() && this.#shards.length > 0;
  }

  noteTenant(id: string): void {
    this.#untold.add(id);
  }

  noteChange(): void {
    this.#due = true;
  }

  /** While calls are in the window the board hears of their figures. */
  noteHeartbeat(now: number): void {
    if (this.#provider.tenants.size === 0) return;
    this.#due ||= isDeparted(this.#provider.all.machine) || now - this.#pushed_at >= HEARTBEAT_MS;
  }

  isPageHeartbeatDue(now: number): boolean {
    return now - this.#pushed_at >= PAGE_HEARTBEAT_MS;
  }

  /** The wait before what is still due is told; null where nothing is. */
  wait(): number | null {
    if (!this.#due && !this.#store.hasQueued()) return null;
    return Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.min(this.#failures, 10));
  }

  /** Tells whatever is due; `gone` are tenants without a report in the window. Never throws. */
  async tell(now: number, gone: readonly string[] = []): Promise<void> {
    try {
      await (this.isShard() ? this.#tellSum(now, gone) : this.#tellBoard(now));
      for (const event of this.#store.queued()) {
        await publishEvent(this.#env, event);
        this.#store.sent(event);
      }
      this.#failures = 0;
    } catch (error) {
      this.#due = true;
      this.#failures += 1;
      console.error(JSON.stringify({ event: "health_word_failed", object: this.#name, error: String(error) }));
    }
  }

  /** Hands something on to every shard. One that did not take it gets the next reading, changed or not. */
  async toShards(hand: (shard: Shard) => Promise<void>): Promise<void> {
    if (!this.isSum()) return;
    try {
      await Promise.all(this.#shards.map((name) => hand(this.#env.PROVIDER_HEALTH.getByName(name))));
    } catch (error) {
      this.#pushed_at = 0;
      throw error;
    }
  }

  async #tellBoard(now: number): Promise<void> {
    if (!this.#due) return;
    this.#due = false;
    this.#pushed_at = now;
    await this.#env.HEALTH_BOARD.getByName(BOARD).push(summaryOf(this.#provider, now));
  }

  async #tellSum(now: number, gone: readonly string[]): Promise<void> {
    this.#due = false;
    const told = [...this.#untold];
    // Before the call and not after it: who reports while it is under way has to be told of again.
    this.#untold.clear();
    const tenants = told.flatMap((id) => {
      const tenant = this.#provider.tenants.get(id);
      return tenant === undefined ? [] : [[this.#nameAbove(id), encodeTenant(tenant, now)] as const];
    });
    if (tenants.length === 0 && gone.length === 0) return;
    try {
      const update = { tenants, gone: gone.map((id) => this.#nameAbove(id)) };
      await this.#env.PROVIDER_HEALTH.getByName(this.#provider.id).absorb(update, now);
    } catch (error) {
      for (const id of told) this.#untold.add(id);
      throw error;
    }
  }

  /** The pooled rest of a shard keeps a name of its own above. */
  #nameAbove(id: string): string {
    return id.startsWith("~") ? `${id}${this.#name.slice(this.#provider.id.length)}` : id;
  }
}
