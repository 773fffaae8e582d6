import { createSecret } from "../../webhooks/secret.ts";
import { WEBHOOK_EVENTS, type WebhookEvent, type WebhookEventType } from "../../webhooks/event.ts";
import type { Destination } from "../../webhooks/send.ts";

/** Hooks of one tenant. */
export const MAX_HOOKS = 5;

export interface HookSettings {
  readonly id: string;
  /** Checked by `checkWebhookUrl`. */
  readonly url: string;
  readonly events: readonly WebhookEventType[];
  /** Only events about this provider, of those that are about one. */
  readonly provider: string | null;
}

export interface HookListing extends HookSettings {
  readonly created_at: number;
  readonly updated_at: number;
}

/** `secret` once: when it was made, and when it was changed on request. */
interface HookSaved {
  readonly kind: "created" | "updated";
  readonly hook: HookListing;
  readonly secret: string | null;
}

export type HookPut = HookSaved | { readonly kind: "too_many" };

interface HookRow extends Record<string, SqlStorageValue> {
  id: string;
  url: string;
  events: string;
  provider: string | null;
  secret: string;
  created_at: number;
  updated_at: number;
}

/** Where a tenant wants to be told of what. */
export class Hooks {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Null where the tenant has as many as it may. */
  put(settings: HookSettings, rotate: boolean, now: number): HookSaved | null {
    const known = this.#row(settings.id);
    if (known === null && this.#rows().length >= MAX_HOOKS) return null;
    const secret = known === null || rotate ? createSecret() : known.secret;
    const created_at = known?.created_at ?? now;
    this.#sql.exec(
      `INSERT INTO hooks (id, url, events, provider, secret, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
       ON CONFLICT (id) DO UPDATE SET url = ?2, events = ?3, provider = ?4, secret = ?5, updated_at = ?7`,
      settings.id,
      settings.url,
      settings.events.join(" "),
      settings.provider,
      secret,
      created_at,
      now,
    );
    return {
      kind: known === null ? "created" : "updated",
      hook: { ...settings, created_at, updated_at: now },
      secret: secret === known?.secret ? null : secret,
    };
  }

  list(): HookListing[] {
    return this.#rows().map(listing);
  }

  find(id: string): HookListing | null {
    const row = this.#row(id);
    return row === null ? null : listing(row);
  }

  remove(id: string): boolean {
    return this.#sql.exec("DELETE FROM hooks WHERE id = ?", id).rowsWritten > 0;
  }

  destination(id: string): Destination | null {
    const row = this.#row(id);
    return row === null ? null : { url: row.url, secret: row.secret };
  }

  /** Ids of the hooks that want this event. */
  listeningTo(event: Pick<WebhookEvent, "type" | "provider">): string[] {
    return this.list()
      .filter((hook) => hook.events.includes(event.type))
      .filter((hook) => hook.provider === null || event.provider === undefined || hook.provider === event.provider)
      .map((hook) => hook.id);
  }

  #rows(): HookRow[] {
    return this.#sql.exec<HookRow>("SELECT * FROM hooks ORDER BY id").toArray();
  }

  #row(id: string): HookRow | null {
    return this.#sql.exec<HookRow>("SELECT * FROM hooks WHERE id = ?", id).toArray()[0] ?? null;
  }
}

function listing(row: HookRow): HookListing {
  const { id, url, provider, created_at, updated_at } = row;
  const names = row.events.split(" ");
  return { id, url, events: WEBHOOK_EVENTS.filter((event) => names.includes(event)), provider, created_at, updated_at };
}
