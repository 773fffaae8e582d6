import { DEAD_KEY_TTL_SECONDS, keyCopy, type KeyRecord } from "../../storage/tenants.ts";
import type { Changes } from "./changes.ts";
import type { KeyListing, NewKey, TenantKeys } from "./keys.ts";
import type { Outward } from "./outward.ts";
import type { Profile } from "./profile.ts";

export type KeyRotation =
  | {
      readonly kind: "rotated";
      readonly key: KeyListing;
      readonly previous: KeyListing;
      readonly previous_hash: string;
    }
  /** No live key has this id. */
  | { readonly kind: "unknown" }
  /** The tenant has as many live keys as it may. */
  | { readonly kind: "too_many" };

/** Makes, ends and replaces keys, and notes with each change what KV and the directory have to learn of it. */
export class KeyRing {
  readonly #keys: TenantKeys;
  readonly #changes: Changes;
  readonly #outward: Outward;
  readonly #profile: () => Profile | null;

  constructor(keys: TenantKeys, changes: Changes, outward: Outward, profile: () => Profile | null) {
    this.#keys = keys;
    this.#changes = changes;
    this.#outward = outward;
    this.#profile = profile;
  }

  /** False when the tenant has as many live keys as it may. */
  create(key: NewKey, actor: string, now: number): boolean {
    const { key_id, scopes, expires_at } = key;
    const change = { actor, action: "key.create", detail: { key_id, scopes, expires_at } };
    return this.#changes.audited(change, now, () => this.#add(key, now)) !== null;
  }

  /** The hash of the revoked key; null when there is no such key. */
  revoke(key_id: string, actor: string, now: number): string | null {
    return this.#changes.audited({ actor, action: "key.revoke", detail: { key_id } }, now, () => {
      const hash = this.#keys.revoke(key_id, now);
      if (hash !== null) this.#note(hash);
      return hash;
    });
  }

  /** A new key with the scopes of the old one, which ends after the overlap. */
  rotate(
    old_id: string,
    key: Pick<NewKey, "key_id" | "hash">,
    overlap_ms: number,
    actor: string,
    now: number,
  ): KeyRotation {
    const old = this.#keys.find(old_id);
    if (old === null || old.revoked_at !== null || (old.expires_at !== null && old.expires_at <= now)) {
      return { kind: "unknown" };
    }
    const successor = { ...key, scopes: old.scopes, label: old.label, expires_at: old.expires_at };
    const change = { actor, action: "key.rotate", detail: { from: old_id, to: key.key_id, overlap_ms } };
    const previous_hash = this.#changes.audited(change, now, () => {
      if (this.#add(successor, now) === null) return null;
      const hash = this.#keys.limit(old_id, now + overlap_ms);
      if (hash !== null) this.#note(hash);
      return hash;
    });
    const [created, previous] = [this.#keys.find(key.key_id), this.#keys.find(old_id)];
    return previous_hash === null || created === null || previous === null
      ? { kind: "too_many" }
      : { kind: "rotated", key: created, previous, previous_hash };
  }

  record(hash: string): KeyRecord | null {
    const profile = this.#profile();
    return profile === null ? null : this.#keys.record(hash, profile.id);
  }

  #add(key: NewKey, now: number): string | null {
    if (!this.#keys.add(key, now)) return null;
    this.#note(key.hash);
    this.#outward.link.noteKey(key.hash);
    return key.hash;
  }

  #note(hash: string): void {
    const record = this.record(hash);
    if (record === null) return;
    this.#outward.copies.note(keyCopy(hash), record, record.revoked ? DEAD_KEY_TTL_SECONDS : null);
  }
}
