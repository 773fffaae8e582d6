import { invalid, problem, type Problem } from "../../../shared/contract/problem.ts";
import { KEY_ENTROPY_BYTES, makeApiKey } from "../../../shared/tenancy/api-key.ts";
import type { Answers } from "../../../shared/tenancy/wire.ts";
import type { Requests } from "../../../shared/tenancy/wire-requests.ts";
import type { KeyListing } from "../../objects/tenant/keys.ts";
import type { TenantEntry } from "../../objects/tenant-directory.ts";
import { DIRECTORY } from "../../storage/tenants.ts";
import { sha256Hex } from "../../sha256.ts";
import { forgetKey } from "../key-lookup.ts";
import { renewTenant } from "../tenant-view.ts";
import { isoInstant } from "./tenant-call.ts";

/** What the administrator's calls need; `actor` is `admin` or the id of the key that was used. */
export interface AdminCall {
  readonly env: Env;
  readonly now: number;
  readonly actor: string;
}

export async function createTenant(
  call: AdminCall,
  body: Requests["createTenant"],
): Promise<Answers["tenant"] | Problem> {
  const profile = { id: body.id, plan: body.plan, name: body.name ?? null, created_at: call.now };
  const tenant = call.env.TENANT.getByName(body.id);
  const created = await tenant.initialise(profile, call.now);
  // The tenant's object decides; the directory follows, also where a try before this one got only half way.
  const known = created ? profile : ((await tenant.profile()) ?? profile);
  await directory(call).register(known);
  return created ? tenantAnswer(profile) : problem("conflict", `there is a tenant ${body.id} already`);
}

/** In order of ids; `next` is the last id where there may be more. */
export async function listTenants(
  call: AdminCall,
  after: string | undefined,
  limit: number,
): Promise<{ readonly tenants: Answers["tenants"]; readonly next: string | null }> {
  const { entries, next } = await directory(call).list(after ?? "", limit);
  return { tenants: entries.map(tenantAnswer), next };
}

export async function getTenant(call: AdminCall, id: string): Promise<Answers["tenant"] | Problem> {
  const entry = await directory(call).find(id);
  return entry === null ? noTenant(id) : tenantAnswer(entry);
}

export async function updateTenant(
  call: AdminCall,
  id: string,
  body: Requests["updateTenant"],
): Promise<Answers["tenant"] | Problem> {
  if ((await directory(call).find(id)) === null) return noTenant(id);
  const profile = await call.env.TENANT.getByName(id).setPlan(body.plan, call.actor, call.now);
  if (profile === null) return noTenant(id);
  await directory(call).register(profile);
  await renewTenant(id, call.env, call.now);
  return tenantAnswer(profile);
}

/** The key is in this answer and nowhere else: only its hash goes on to the tenant's object. */
export async function createKey(
  call: AdminCall,
  id: string,
  body: Requests["createKey"],
): Promise<Answers["newKey"] | Problem> {
  const expires_at = body.expires_at === undefined ? null : Date.parse(body.expires_at);
  if (expires_at !== null && expires_at <= call.now) {
    return invalid([{ pointer: "/expires_at", message: "must lie in the future" }]);
  }
  if ((await directory(call).find(id)) === null) return noTenant(id);
  const scopes = [...new Set(body.scopes)];
  const { key, key_id, hash } = await drawKey();
  const added = await call.env.TENANT.getByName(id).createKey(
    { key_id, hash, scopes, label: body.label ?? null, expires_at },
    call.actor,
    call.now,
  );
  if (!added) return tooManyKeys();
  return { key_id, key, scopes, expires_at: isoInstant(expires_at) };
}

export async function listKeys(call: AdminCall, id: string): Promise<Answers["keys"] | Problem> {
  if ((await directory(call).find(id)) === null) return noTenant(id);
  const keys = await call.env.TENANT.getByName(id).keys();
  return keys.map(keyAnswer);
}

/** Null when it is done. A key of another tenant is no key of this one. */
export async function revokeKey(call: AdminCall, id: string, key_id: string): Promise<Problem | null> {
  if ((await directory(call).find(id)) === null) return noTenant(id);
  const hash = await call.env.TENANT.getByName(id).revokeKey(key_id, call.actor, call.now);
  if (hash === null) return noKey(key_id);
  forgetKey(hash);
  return null;
}

/** A new key with the same scopes; the old one goes on working for the overlap. */
export async function rotateKey(
  call: AdminCall,
  id: string,
  key_id: string,
  body: Requests["rotateKey"],
): Promise<Answers["rotatedKey"] | Problem> {
  if ((await directory(call).find(id)) === null) return noTenant(id);
  const drawn = await drawKey();
  const rotated = await call.env.TENANT.getByName(id).rotateKey(
    key_id,
    { key_id: drawn.key_id, hash: drawn.hash },
    body.overlap_seconds * 1000,
    call.actor,
    call.now,
  );
  if (rotated.kind === "unknown") return noKey(key_id);
  if (rotated.kind === "too_many") return tooManyKeys();
  forgetKey(rotated.previous_hash);
  return {
    key_id: drawn.key_id,
    key: drawn.key,
    scopes: [...rotated.key.scopes],
    expires_at: isoInstant(rotated.key.expires_at),
    previous: { key_id, expires_at: isoInstant(rotated.previous.expires_at) },
  };
}

async function drawKey(): Promise<{ readonly key: string; readonly key_id: string; readonly hash: string }> {
  let key: string | null = null;
  while (key === null) key = makeApiKey("live", crypto.getRandomValues(new Uint8Array(KEY_ENTROPY_BYTES)));
  return { key, key_id: `key_${crypto.randomUUID().replaceAll("-", "")}`, hash: await sha256Hex(key) };
}

function directory(call: AdminCall) {
  return call.env.TENANT_DIRECTORY.getByName(DIRECTORY);
}

function tenantAnswer({ id, plan, name, created_at }: TenantEntry): Answers["tenant"] {
  return { id, plan, name, created_at: isoInstant(created_at) };
}

function keyAnswer(key: KeyListing): Answers["keys"][number] {
  return {
    key_id: key.key_id,
    scopes: [...key.scopes],
    label: key.label,
    created_at: isoInstant(key.created_at),
    expires_at: isoInstant(key.expires_at),
    revoked_at: isoInstant(key.revoked_at),
    last_used_at: isoInstant(key.last_used_at),
  };
}

function noTenant(id: string): Problem {
  return problem("not_found", `there is no tenant ${id}`);
}

function tooManyKeys(): Problem {
  return problem("conflict", "the tenant has as many live keys as it may: revoke one first");
}

function noKey(key_id: string): Problem {
  return problem("not_found", `the tenant has no live key ${key_id}`);
}
