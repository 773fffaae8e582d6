import type { SourceState } from "../../shared/pricing/catalog.ts";
import type { PriceChange } from "../../shared/pricing/changes.ts";
import type { Json, WebhookEvent } from "../webhooks/event.ts";
import { publishEvents } from "../webhooks/publish.ts";
import type { ChangeEntry, ChangeLog } from "./changes.ts";

/** Last change that everybody who listens has been told of. */
const ANNOUNCED = "announced";
/** Changes of one hand-over. */
const BATCH = 500;

/**
 * Tells listeners of published changes. What is published is in the ledger first, and is announced from there: a crash between the two
 * only delays the news, and news told twice carry the same key and are delivered once.
 */
export class Announcements {
  readonly #kv: SyncKvStorage;
  readonly #changes: ChangeLog;
  readonly #env: Env;

  constructor(kv: SyncKvStorage, changes: ChangeLog, env: Env) {
    this.#kv = kv;
    this.#changes = changes;
    this.#env = env;
  }

  async run(): Promise<void> {
    for (;;) {
      const rows = this.#changes.after(this.#kv.get<number>(ANNOUNCED) ?? 0, BATCH);
      const last = rows.at(-1);
      if (last === undefined) return;
      await publishEvents(
        this.#env,
        rows.map(({ id, entry }) => changeEvent(id, entry)),
      );
      this.#kv.put(ANNOUNCED, last.id);
    }
  }

  /** One event for each source that has just gone stale; repeated runs repeat its key. */
  async staleSources(sources: readonly SourceState[], now: number): Promise<void> {
    const events = sources.filter(({ state }) => state === "stale").map((source) => staleEvent(source, now));
    if (events.length > 0) await publishEvents(this.#env, events);
  }
}

function changeEvent(id: number, { at, version, change }: ChangeEntry): WebhookEvent {
  const provider = change.offer.slice(0, change.offer.indexOf("/"));
  return {
    dedupe_key: `price_change:${id}`,
    type: "price_change",
    at: Date.parse(at),
    provider,
    data: { provider, version, ...changeData(change) },
  };
}

function changeData(change: PriceChange): { readonly [key: string]: Json } {
  const { offer, meter, tier, condition, factor, source, held_and_released } = change;
  return {
    offer,
    meter,
    tier,
    condition: conditionData(condition),
    old: change.old,
    new: change.new,
    factor,
    source,
    held_and_released,
  };
}

function conditionData(condition: PriceChange["condition"]): Json {
  if (condition === null) return null;
  const { above_tokens, inclusive, variant, windows } = condition;
  return {
    ...(above_tokens === undefined ? {} : { above_tokens }),
    ...(inclusive === undefined ? {} : { inclusive }),
    ...(variant === undefined ? {} : { variant }),
    ...(windows === undefined
      ? {}
      : { windows: windows.map(({ start_minute, end_minute }) => ({ start_minute, end_minute })) }),
  };
}

function staleEvent({ name, last_success_at, detail }: SourceState, now: number): WebhookEvent {
  return {
    dedupe_key: `source_stale:${name}:${last_success_at ?? "never"}`,
    type: "source_stale",
    at: now,
    data: { source: name, last_success_at, detail },
  };
}
