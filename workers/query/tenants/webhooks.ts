import { invalid, problem, type Problem } from "../../../shared/contract/problem.ts";
import { checkWebhookUrl, type WebhookUrlRefusal } from "../../../shared/tenancy/webhook-url.ts";
import type { Answers } from "../../../shared/tenancy/wire.ts";
import type { Requests } from "../../../shared/tenancy/wire-requests.ts";
import { MAX_HOOKS, type HookListing } from "../../objects/tenant/hooks.ts";
import { isoInstant, tenantObject, type TenantCall } from "./tenant-call.ts";

const REFUSALS: Readonly<Record<WebhookUrlRefusal, string>> = {
  not_a_url: "must be an absolute URL",
  not_https: "must be https",
  user_info: "must carry no user name or password",
  port: "must use port 443 or 8443",
  ip_address: "must name a host, not an address",
  private_name: "must name a public host",
  own_host: "must not be this service",
};

export async function listWebhooks(call: TenantCall): Promise<Answers["webhooks"]> {
  return (await tenantObject(call).hooks()).map(webhookAnswer);
}

export async function getWebhook(call: TenantCall, id: string): Promise<Answers["webhook"] | Problem> {
  const hook = await tenantObject(call).hook(id);
  return hook === null ? noHook(id) : webhookAnswer(hook);
}

/** The secret is in the answer that makes it, and in no other; `status` is 201 for a new hook. */
export async function putWebhook(
  call: TenantCall,
  id: string,
  body: Requests["putWebhook"],
): Promise<{ readonly status: 200 | 201; readonly data: Answers["webhook"] } | Problem> {
  const checked = checkWebhookUrl(body.url, [call.host]);
  if (!checked.ok) return invalid([{ pointer: "/url", message: REFUSALS[checked.reason] }]);
  const settings = { id, url: checked.url, events: [...new Set(body.events)], provider: body.provider ?? null };
  const put = await tenantObject(call).putHook(settings, body.rotate_secret, call.actor, call.now);
  if (put.kind === "too_many") return problem("conflict", `a tenant has at most ${MAX_HOOKS} webhooks`);
  const data = { ...webhookAnswer(put.hook), ...(put.secret === null ? {} : { secret: put.secret }) };
  return { status: put.kind === "created" ? 201 : 200, data };
}

export async function deleteWebhook(call: TenantCall, id: string): Promise<Problem | null> {
  return (await tenantObject(call).removeHook(id, call.actor, call.now)) ? null : noHook(id);
}

export async function listDeliveries(
  call: TenantCall,
  id: string,
  limit: number,
): Promise<Answers["deliveries"] | Problem> {
  if ((await tenantObject(call).hook(id)) === null) return noHook(id);
  const deliveries = await tenantObject(call).deliveries(id, limit);
  return deliveries.map((delivery) => ({
    id: delivery.id,
    event: delivery.type,
    status: delivery.status,
    attempts: delivery.attempts,
    last_status: delivery.last_status,
    last_error: delivery.last_error,
    created_at: isoInstant(delivery.created_at),
    next_attempt_at: isoInstant(delivery.next_at),
    finished_at: isoInstant(delivery.finished_at),
  }));
}

/** Sends a finished delivery once more under the same id; null when it is queued. */
export async function replayDelivery(call: TenantCall, id: string, delivery_id: string): Promise<Problem | null> {
  const replayed = await tenantObject(call).replay(id, delivery_id, call.now);
  return replayed ? null : problem("not_found", `the webhook has no finished delivery ${delivery_id}`);
}

function webhookAnswer(hook: HookListing): Answers["webhooks"][number] {
  return {
    id: hook.id,
    url: hook.url,
    events: [...hook.events],
    provider: hook.provider,
    created_at: isoInstant(hook.created_at),
    updated_at: isoInstant(hook.updated_at),
  };
}

function noHook(id: string): Problem {
  return problem("not_found", `there is no webhook ${id}`);
}
