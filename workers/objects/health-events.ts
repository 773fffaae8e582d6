import type { IncidentChange } from "../../shared/health/alert.ts";
import type { Transition } from "../../shared/health/provider.ts";
import type { StatusPageReading } from "../../shared/health/status-page.ts";
import type { HealthView } from "../../shared/health/view.ts";
import type { WebhookEvent } from "../webhooks/event.ts";

/**
 * A change of state. The public one goes to everybody but those who report: they are told of their own view.
 *
 * @param reporters tenants with reports in the window.
 */
export function transitionEvent(view: HealthView, transition: Transition, reporters: Iterable<string>): WebhookEvent {
  const { provider, score, routing_score, reasons } = view;
  const { tenant_id, from, to, at } = transition;
  const own = tenant_id !== null;
  return {
    // A tenant id holds no colon.
    dedupe_key: `health_transition:${provider}:${tenant_id ?? ""}:${at}:${to}`,
    type: "health_transition",
    at,
    provider,
    data: { provider, from, to, view: own ? "own" : "public", since: iso(at), score, routing_score, reasons },
    ...(own ? { tenant_id } : { except_tenants: [...reporters] }),
  };
}

/** An incident of a status page opened or closed. */
export function incidentEvent(provider: string, { action, incident }: IncidentChange, now: number): WebhookEvent {
  return {
    dedupe_key: `incident:${provider}:${incident.id}:${action}:${now}`,
    type: "incident",
    at: now,
    provider,
    data: { provider, action, incident: { ...incident } },
  };
}

/** A status page stopped giving usable answers. */
export function staleEvent(provider: string, reading: StatusPageReading, now: number): WebhookEvent {
  const { reason = null, polled_at, url } = reading;
  return {
    dedupe_key: `source_stale:status_page:${provider}:${now}`,
    type: "source_stale",
    at: now,
    provider,
    data: { source: "status_page", provider, url, reason, last_success_at: polled_at },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
