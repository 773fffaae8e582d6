import type { WebhookEvent } from "./event.ts";

/** Name of the one board object, which also holds the operator's outbox. */
export const BOARD = "board";

/**
 * Tells everybody who listens. Resolves once the event is safely queued; publishing the same event again (same `dedupe_key`)
 * changes nothing, so a caller that is not sure repeats it. Public events go to the operator's hook; an event of one tenant's
 * own view is that tenant's alone.
 */
export async function publishEvent(env: Env, event: WebhookEvent): Promise<void> {
  if (event.tenant_id === undefined) await env.HEALTH_BOARD.getByName(BOARD).enqueueForOperator(event);
}
