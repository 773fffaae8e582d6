import type { Background } from "./background.ts";
import { COPY_CACHE_TTL_SECONDS, DIRECTORY, keyCopy, keyRecordSchema, type KeyRecord } from "../storage/tenants.ts";
import { within } from "./deadline.ts";
import { Recent } from "./recent.ts";

/** A key in memory is believed so long: with KV's 30 s a revocation is everywhere within 50 s, where it was made within 20. */
const BELIEVED_MS = 20_000;
/** After this a key in use is looked up again behind the answer, so that nobody waits. */
const RENEW_AFTER_MS = 10_000;
/** When neither KV nor the objects answer, a key that was good is believed up to the promised minute. */
const BELIEVED_IN_OUTAGE_MS = 60_000;
/** An unknown key is not looked up again for this long: wrong keys come in bursts. */
const UNKNOWN_MS = 5_000;
/** In an outage the next try for a key follows so much later: until then nobody waits for it. */
const ASK_AGAIN_AFTER_MS = 2_000;
const KV_WAIT_MS = 1_000;
const OBJECT_WAIT_MS = 1_500;
/** Look-ups of keys that KV does not know, per isolate and second: the directory is one object for everybody. */
const OBJECT_LOOKUPS_PER_SECOND = 20;

interface KnownKey {
  /** Null: no such key. */
  readonly record: KeyRecord | null;
  readonly verified_at: number;
  /** Not before this is it looked up again: nobody answered the last time. */
  ask_at: number;
  renewing: boolean;
}

type KeyLookup =
  | { readonly kind: "found"; readonly record: KeyRecord }
  | { readonly kind: "unknown" }
  | { readonly kind: "unavailable" };

const UNAVAILABLE: KeyLookup = { kind: "unavailable" };

/** By hash; plain data of many tenants, reachable only with the key itself. */
const known = new Recent<KnownKey>(10_000);
const budget = { second: 0, spent: 0 };

export async function lookUpKey(hash: string, env: Env, ctx: Background, now: number): Promise<KeyLookup> {
  const entry = known.get(hash);
  if (entry !== undefined) {
    const age = now - entry.verified_at;
    if (entry.record === null && age < UNKNOWN_MS) return { kind: "unknown" };
    if (entry.record !== null && age < BELIEVED_MS) {
      renewBehind(hash, entry, age, env, ctx, now);
      return { kind: "found", record: entry.record };
    }
  }
  const found = entry !== undefined && now < entry.ask_at ? UNAVAILABLE : await read(hash, env, now);
  if (found.kind !== "unavailable" || !entry?.record) return found;
  if (now >= entry.ask_at) entry.ask_at = now + ASK_AGAIN_AFTER_MS;
  return now - entry.verified_at < BELIEVED_IN_OUTAGE_MS ? { kind: "found", record: entry.record } : found;
}

/** Where a key was just revoked or replaced, it is looked up anew at once. */
export function forgetKey(hash: string): void {
  known.delete(hash);
}

export function forgetKeys(): void {
  known.clear();
}

function renewBehind(hash: string, entry: KnownKey, age: number, env: Env, ctx: Background, now: number): void {
  if (age < RENEW_AFTER_MS || entry.renewing) return;
  entry.renewing = true;
  ctx.waitUntil(
    read(hash, env, now).finally(() => {
      entry.renewing = false;
    }),
  );
}

async function read(hash: string, env: Env, now: number): Promise<KeyLookup> {
  const found = (await fromCopy(hash, env)) ?? (await fromObjects(hash, env, now));
  if (found.kind !== "unavailable") {
    known.set(hash, {
      record: found.kind === "found" ? found.record : null,
      verified_at: now,
      ask_at: 0,
      renewing: false,
    });
  }
  return found;
}

/** Null where KV has nothing readable: a new key, or KV out of order. */
async function fromCopy(hash: string, env: Env): Promise<KeyLookup | null> {
  try {
    const copy = await within(
      env.KV.get(keyCopy(hash), { type: "json", cacheTtl: COPY_CACHE_TTL_SECONDS }),
      KV_WAIT_MS,
    );
    const parsed = keyRecordSchema.safeParse(copy);
    return parsed.success ? { kind: "found", record: parsed.data } : null;
  } catch {
    return null;
  }
}

async function fromObjects(hash: string, env: Env, now: number): Promise<KeyLookup> {
  if (!mayAsk(now)) return UNAVAILABLE;
  try {
    const owner = await within(env.TENANT_DIRECTORY.getByName(DIRECTORY).ownerOf(hash), OBJECT_WAIT_MS);
    const record = owner === null ? null : await within(env.TENANT.getByName(owner).keyRecord(hash), OBJECT_WAIT_MS);
    return record === null ? { kind: "unknown" } : { kind: "found", record };
  } catch {
    return UNAVAILABLE;
  }
}

function mayAsk(now: number): boolean {
  const second = Math.floor(now / 1000);
  if (second !== budget.second) {
    budget.second = second;
    budget.spent = 0;
  }
  budget.spent += 1;
  return budget.spent <= OBJECT_LOOKUPS_PER_SECOND;
}
