import { isTenantId } from "../../shared/tenancy/tenant-id.ts";
import { DIRECTORY } from "../storage/tenants.ts";
import type { WebhookEvent } from "./event.ts";

/** Name of the one board object, which also holds the operator's outbox. */
export const BOARD = "board";

/**
 * Tells everybody who listens. Resolves once the event is safely queued; publishing the same event again (same `dedupe_key`)
 * changes nothing, so a caller that is not sure repeats it. Public events go to the operator's hook and to every tenant that
 * listens; an event of one tenant's own view is that tenant's alone.
 */
export async function publishEvent(env: Env, event: WebhookEvent): Promise<void> {
  await publishEvents(env, [event]);
}

/** The same for everything that one run found out: one hand-over to the board and one to the directory, however many events. */
export async function publishEvents(env: Env, events: readonly WebhookEvent[]): Promise<void> {
  const now = Date.now();
  const everybodys = events.filter((event) => event.tenant_id === undefined);
  const work: Promise<void>[] = [];
  if (everybodys.length > 0) {
    work.push(env.HEALTH_BOARD.getByName(BOARD).enqueueForOperator(everybodys));
    work.push(env.TENANT_DIRECTORY.getByName(DIRECTORY).deliver(everybodys, now));
  }
  for (const event of events) {
    // Reporters that are no tenants (the administrator) have no hooks, and no object.
    if (event.tenant_id === undefined || !isTenantId(event.tenant_id)) continue;
    work.push(env.TENANT.getByName(event.tenant_id).deliver([event], now));
  }
  await Promise.all(work);
}
