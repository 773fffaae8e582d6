import { sha256, sha256Hex } from "../sha256.ts";
import type { Background } from "./background.ts";
import { parseApiKey } from "../../shared/tenancy/api-key.ts";
import type { CompiledOverrides } from "../../shared/tenancy/override-compile.ts";
import type { PlanName } from "../../shared/tenancy/plans.ts";
import type { Scope } from "../../shared/tenancy/scopes.ts";
import type { KeyRecord } from "../storage/tenants.ts";
import { lookUpKey } from "./key-lookup.ts";
import { Recent } from "./recent.ts";
import { tenantTerms } from "./tenant-view.ts";

/** How often the use of a key is noted, per isolate. */
const NOTE_USE_EVERY_MS = 300_000;

interface TenantCredentials {
  readonly kind: "tenant";
  readonly tenant_id: string;
  readonly key_id: string;
  readonly scopes: readonly Scope[];
  readonly plan: PlanName;
  /** The rules on prices that apply to this tenant, compiled and kept: see `applyOverrides`. */
  readonly overrides: CompiledOverrides;
}

/** Who asks. `refused` is 401 on every path, public ones too; 503 where a well-formed key cannot be looked up right now. */
export type Credentials = { readonly kind: "anonymous" } | { readonly kind: "admin" } | TenantCredentials | Refused;

export interface Refused {
  readonly kind: "refused";
  readonly code: "unauthorized" | "unavailable";
  readonly status: 401 | 503;
  readonly detail: string;
}

const ANONYMOUS: Credentials = { kind: "anonymous" };
const ADMIN: Credentials = { kind: "admin" };
/** One sentence for malformed and unknown keys: nothing is learnt by trying. */
const UNKNOWN = unauthorized("the credential is not known here");
const UNAVAILABLE: Refused = {
  kind: "refused",
  code: "unavailable",
  status: 503,
  detail: "the key cannot be looked up right now: try again in a few seconds",
};

/** RFC 6750; the scheme is case-insensitive, a token68 follows it after spaces. Longer than any token is no token. */
const BEARER = /^Bearer +([\w\-.~+/]{1,512}=*)$/i;

const noted = new Recent<number>(10_000);

/** Who the `Authorization` header says is asking. Without one: anybody. */
export async function authenticate(request: Request, env: Env, ctx: Background, now: number): Promise<Credentials> {
  const header = request.headers.get("authorization");
  if (header === null) return ANONYMOUS;
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) return unauthorized("send the credential as `Authorization: Bearer <key>`");
  // A token in the form of a key, checksum and all, is looked up as one; anything else can only be the administrator's.
  if (parseApiKey(token) !== null) return await tenantOf(token, env, ctx, now);
  return (await isAdminToken(token, env)) ? ADMIN : UNKNOWN;
}

async function tenantOf(key: string, env: Env, ctx: Background, now: number): Promise<Credentials> {
  const found = await lookUpKey(await sha256Hex(key), env, ctx, now);
  if (found.kind === "unavailable") return UNAVAILABLE;
  if (found.kind === "unknown") return UNKNOWN;
  const { record } = found;
  if (record.revoked) return unauthorized("the key is revoked");
  if (record.expires_at !== null && record.expires_at <= now) return unauthorized("the key is expired");
  const terms = await tenantTerms(record.tenant_id, env, ctx, now);
  if (terms === null) return UNAVAILABLE;
  noteUse(record, env, ctx, now);
  const { tenant_id, key_id, scopes } = record;
  return { kind: "tenant", tenant_id, key_id, scopes, ...terms };
}

/** Last use is a hint for tidying up, not a log: sampled, and never waited for. */
function noteUse({ key_id, tenant_id }: KeyRecord, env: Env, ctx: Background, now: number): void {
  if (now - (noted.get(key_id) ?? 0) < NOTE_USE_EVERY_MS) return;
  noted.set(key_id, now);
  ctx.waitUntil(
    env.TENANT.getByName(tenant_id)
      .touchKey(key_id, now)
      .catch(() => undefined),
  );
}

/** In constant time whatever the lengths, since digests are equally long. Without a secret there is no administrator. */
async function isAdminToken(token: string, env: Env): Promise<boolean> {
  const secret = env.ADMIN_TOKEN;
  if (secret === undefined || secret === "") return false;
  const [given, expected] = await Promise.all([sha256(token), sha256(secret)]);
  return crypto.subtle.timingSafeEqual(given, expected);
}

function unauthorized(detail: string): Refused {
  return { kind: "refused", code: "unauthorized", status: 401, detail };
}
