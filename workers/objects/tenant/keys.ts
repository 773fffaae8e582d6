import { isScope, type Scope } from "../../../shared/tenancy/scopes.ts";
import type { KeyRecord } from "../../storage/tenants.ts";

/** Most keys of one tenant that are neither revoked nor expired. */
const MAX_LIVE_KEYS = 100;
/** Dead keys are remembered so long, so that an old key is told from an unknown one. */
const DEAD_KEYS_KEPT = 900;

export interface NewKey {
  readonly key_id: string;
  /** Hex SHA-256 of the key: the key itself never gets here. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  readonly label: string | null;
  readonly expires_at: number | null;
}

export interface KeyListing {
  readonly key_id: string;
  readonly scopes: readonly Scope[];
  readonly label: string | null;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
}

interface KeyRow extends Record<string, SqlStorageValue> {
  id: string;
  hash: string;
  scopes: string;
  label: string | null;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}

/** The keys of one tenant, by hash. */
export class TenantKeys {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** False when the tenant has as many live keys as it may. */
  add(key: NewKey, now: number): boolean {
    if (this.#live(now) >= MAX_LIVE_KEYS) return false;
    this.#sql.exec(
      "INSERT INTO keys (id, hash, scopes, label, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
      key.key_id,
      key.hash,
      key.scopes.join(" "),
      key.label,
      now,
      key.expires_at,
    );
    this.#forgetOldDead(now);
    return true;
  }

  list(): KeyListing[] {
    return this.#rows("SELECT * FROM keys ORDER BY created_at DESC, id").map(listing);
  }

  find(key_id: string): KeyListing | null {
    const [row] = this.#rows("SELECT * FROM keys WHERE id = ?", key_id);
    return row === undefined ? null : listing(row);
  }

  /** Its hash, so that copies of it can be renewed; null when the tenant has no such key. Revoking twice keeps the first instant. */
  revoke(key_id: string, now: number): string | null {
    const [row] = this.#rows(
      "UPDATE keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? RETURNING *",
      now,
      key_id,
    );
    return row?.hash ?? null;
  }

  /** Ends a key at an instant, or earlier where it was to end earlier. */
  limit(key_id: string, expires_at: number): string | null {
    const [row] = this.#rows(
      "UPDATE keys SET expires_at = min(coalesce(expires_at, ?1), ?1) WHERE id = ?2 RETURNING *",
      expires_at,
      key_id,
    );
    return row?.hash ?? null;
  }

  touch(key_id: string, at: number): void {
    this.#sql.exec("UPDATE keys SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?", at, key_id);
  }

  record(hash: string, tenant_id: string): KeyRecord | null {
    const [row] = this.#rows("SELECT * FROM keys WHERE hash = ?", hash);
    if (row === undefined) return null;
    return {
      schema: 1,
      tenant_id,
      key_id: row.id,
      scopes: scopesOf(row),
      expires_at: row.expires_at,
      revoked: row.revoked_at !== null,
    };
  }

  #live(now: number): number {
    const count = "SELECT count(*) AS n FROM keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)";
    return this.#sql.exec<{ n: number }>(count, now).one().n;
  }

  #forgetOldDead(now: number): void {
    this.#sql.exec(
      `DELETE FROM keys WHERE id IN (
         SELECT id FROM keys WHERE revoked_at IS NOT NULL OR expires_at <= ?1
         ORDER BY coalesce(revoked_at, expires_at) DESC LIMIT -1 OFFSET ?2)`,
      now,
      DEAD_KEYS_KEPT,
    );
  }

  #rows(statement: string, ...bindings: (string | number)[]): KeyRow[] {
    return this.#sql.exec<KeyRow>(statement, ...bindings).toArray();
  }
}

function listing(row: KeyRow): KeyListing {
  const { id, label, created_at, expires_at, revoked_at, last_used_at } = row;
  return { key_id: id, scopes: scopesOf(row), label, created_at, expires_at, revoked_at, last_used_at };
}

function scopesOf(row: KeyRow): Scope[] {
  return row.scopes.split(" ").filter(isScope);
}
