import type { OperationShape } from "../../shared/contract/operation.ts";
import { problem, type Problem } from "../../shared/contract/problem.ts";
import { PLANS } from "../../shared/tenancy/plans.ts";
import { noteAnswer } from "../observability/answers.ts";
import type { Background } from "./background.ts";
import type { Call } from "./call.ts";
import { readCatalog } from "./catalog-read.ts";
import { authenticate, type Credentials } from "./credentials.ts";
import { refusal, statusOf } from "./envelope.ts";
import { limitFailedCredential, limitKeyless, limitTenant, type LimitResult } from "./rate-limit.ts";
import { type Ready, whenReady } from "./ready.ts";
import { requestId } from "./request-id.ts";

interface Admitted {
  readonly call: Call;
  readonly limits: Readonly<Record<string, string>> | null;
}

const ANONYMOUS: Credentials = { kind: "anonymous" };

/** Who asks, whether they may, and whether they have asked too often: before anything of the request is read. */
export function admit(
  operation: OperationShape,
  request: Request,
  env: Env,
  ctx: Background,
): Ready<Admitted | Response> {
  const now = Date.now();
  const { headers } = request;
  const request_id = requestId(headers);
  const refuse = (reason: Problem, limits: Admitted["limits"] = null): Response => {
    noteAnswer(operation, statusOf(reason), { env, now, request_id });
    return refusal(reason, request_id, limits);
  };
  if (!acceptsJson(headers, operation.media)) {
    return refuse(problem("not_acceptable", `the answer is ${operation.media ?? "application/json"}`));
  }
  const known = headers.has("authorization") ? authenticate(request, env, ctx, now) : ANONYMOUS;
  return whenReady(known, (credentials): Ready<Admitted | Response> => {
    const limited = limit(credentials, headers, now);
    if (!limited.ok) return refuse(limited.problem, limited.headers);
    const refused = objection(operation, credentials);
    if (refused !== null) return refuse(refused, limited.headers);
    return whenReady(readCatalog(env, ctx, now), (catalog) => ({
      call: { request, headers, env, ctx, now, request_id, credentials, catalog },
      limits: limited.headers,
    }));
  });
}

function limit(credentials: Credentials, headers: Headers, now: number): LimitResult {
  switch (credentials.kind) {
    case "anonymous":
      return limitKeyless(headers, now);
    case "refused":
      return limitFailedCredential(headers, now);
    case "tenant":
      return limitTenant(credentials.tenant_id, PLANS[credentials.plan].requests_per_minute, now);
    case "admin":
      return { ok: true, headers: null };
  }
}

const SCOPE_OF = { public: "read", report: "report", tenant: "tenant", admin: "admin" } as const;

function objection(operation: OperationShape, credentials: Credentials): Problem | null {
  switch (credentials.kind) {
    case "refused":
      return problem(credentials.code, credentials.detail);
    case "anonymous":
      return operation.access === "public"
        ? null
        : problem("unauthorized", "this operation needs a key: Authorization: Bearer <key>");
    case "admin":
      return operation.access === "tenant"
        ? problem("forbidden", "this operation is a tenant's: use a key of the tenant")
        : null;
    case "tenant": {
      const scope = SCOPE_OF[operation.access];
      return credentials.scopes.includes(scope) ? null : problem("forbidden", `the key lacks the scope ${scope}`);
    }
  }
}

/** 406 only where the caller excludes what we send; no header, a wildcard or a JSON type all fit. */
function acceptsJson(headers: Headers, media: string | undefined): boolean {
  const accept = headers.get("accept");
  if (accept === null || accept === "" || accept.includes("*/*")) return true;
  const family = (media ?? "application/json").split("/")[0] ?? "application";
  return accept.includes(media ?? "json") || accept.includes(`${family}/*`);
}
