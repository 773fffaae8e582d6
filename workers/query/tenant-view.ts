import type { Background } from "./background.ts";
import { parseDecimal, type Decimal } from "../../shared/money/decimal.ts";
import { compileOverrides, type CompiledOverrides, type HeldPrices } from "../../shared/tenancy/override-compile.ts";
import type { OverrideRule } from "../../shared/tenancy/override-rule.ts";
import { PLANS, type PlanName } from "../../shared/tenancy/plans.ts";
import { COPY_CACHE_TTL_SECONDS, tenantCopy, tenantViewSchema, type TenantView } from "../storage/tenants.ts";
import { within } from "./deadline.ts";
import { Recent } from "./recent.ts";

/** A changed rule is in force where it was made within 10 s; with KV's 30 s, everywhere within 40. */
const BELIEVED_MS = 9_000;
const RENEW_AFTER_MS = 5_000;
/** Where nobody could be asked, the next caller who needs the terms anew asks so much later: until then nobody waits for it. */
const ASK_AGAIN_AFTER_MS = 2_000;
const KV_WAIT_MS = 1_000;
const OBJECT_WAIT_MS = 1_500;
/** Tenants in memory; each may hold up to a thousand rules and what they come down to for every offer. */
const TENANTS_KEPT = 64;

/** Prices that everybody gets, whatever the plan: data, none today. */
const GLOBAL_OVERRIDES: readonly OverrideRule[] = [];

/** What an answer under a key needs of the tenant. */
interface TenantTerms {
  readonly plan: PlanName;
  readonly overrides: CompiledOverrides;
}

interface KnownTenant {
  readonly terms: TenantTerms;
  readonly sequence: number;
  verified_at: number;
  /** Not before this is the tenant asked about again: nobody answered the last time. */
  ask_at: number;
  renewing: boolean;
}

/** By tenant id, and only ever reached with the id that a valid key names. */
const known = new Recent<KnownTenant>(TENANTS_KEPT);

/** Null when nobody can say what the tenant's terms are. */
export async function tenantTerms(id: string, env: Env, ctx: Background, now: number): Promise<TenantTerms | null> {
  const entry = known.get(id);
  if (entry === undefined) return (await read(id, env, now))?.terms ?? null;
  const age = now - entry.verified_at;
  if (age >= BELIEVED_MS) return await renewed(id, entry, env, now);
  if (age >= RENEW_AFTER_MS && !entry.renewing) {
    entry.renewing = true;
    ctx.waitUntil(
      read(id, env, now).finally(() => {
        entry.renewing = false;
      }),
    );
  }
  return entry.terms;
}

/** Terms a little old are better than none: they are served while nobody can be asked. */
async function renewed(id: string, entry: KnownTenant, env: Env, now: number): Promise<TenantTerms> {
  if (now < entry.ask_at) return entry.terms;
  const found = await read(id, env, now);
  if (found === null) entry.ask_at = now + ASK_AGAIN_AFTER_MS;
  return (found ?? entry).terms;
}

/** Where a tenant was just changed, or prices were published, its terms are read anew at once: from the object, which is the truth. */
export async function renewTenant(id: string, env: Env, now: number): Promise<void> {
  const view = await fromObject(id, env);
  if (view === null) known.delete(id);
  else keep(id, view, now);
}

export function forgetTenants(): void {
  known.clear();
}

async function read(id: string, env: Env, now: number): Promise<KnownTenant | null> {
  const view = (await fromCopy(id, env)) ?? (await fromObject(id, env));
  return view === null ? null : keep(id, view, now);
}

/** Never back to an older view: KV may still serve the one before. The same one keeps what was compiled for it. */
function keep(id: string, view: TenantView, now: number): KnownTenant {
  const before = known.get(id);
  if (before !== undefined && before.sequence >= view.sequence) {
    before.verified_at = now;
    return before;
  }
  const entry = { terms: termsOf(view), sequence: view.sequence, verified_at: now, ask_at: 0, renewing: false };
  known.set(id, entry);
  return entry;
}

function termsOf(view: TenantView): TenantTerms {
  const levels = [view.rules, PLANS[view.plan].overrides, GLOBAL_OVERRIDES];
  return { plan: view.plan, overrides: compileOverrides(levels, heldPrices(view)) };
}

function heldPrices(view: TenantView): HeldPrices {
  const held = new Map<string, Map<string, Decimal>>();
  for (const [offer, slot, text] of view.held) {
    const usd = parseDecimal(text);
    if (usd === null) continue;
    const rates = held.get(offer) ?? new Map<string, Decimal>();
    rates.set(slot, usd);
    held.set(offer, rates);
  }
  return held;
}

async function fromCopy(id: string, env: Env): Promise<TenantView | null> {
  try {
    const copy = await within(
      env.KV.get(tenantCopy(id), { type: "json", cacheTtl: COPY_CACHE_TTL_SECONDS }),
      KV_WAIT_MS,
    );
    const parsed = tenantViewSchema.safeParse(copy);
    return parsed.success && parsed.data.id === id ? parsed.data : null;
  } catch {
    return null;
  }
}

async function fromObject(id: string, env: Env): Promise<TenantView | null> {
  try {
    const view = tenantViewSchema.safeParse(await within(env.TENANT.getByName(id).view(), OBJECT_WAIT_MS));
    return view.success ? view.data : null;
  } catch {
    return null;
  }
}
