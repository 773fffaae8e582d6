import type { StatusPoller } from "../objects/status-poller.ts";
import type { PollReport } from "./status-pages/poll-report.ts";

/** There is one poller, so that no page is asked twice. */
export function statusPoller(env: Env): DurableObjectStub<StatusPoller> {
  return env.STATUS_POLLER.getByName("poller");
}

/**
 * The job of every minute, and of `POST /v1/admin/refresh {"job":"status_pages"}`: polls the pages that are due at `scheduledTime` (epoch ms), all of them when forced,
 * and answers when the readings are with their providers. The uptime of endpoints is asked for in a call of its own, which has a budget of requests of its own.
 */
export async function pollStatusPages(env: Env, scheduledTime: number, force: boolean): Promise<PollReport> {
  const poller = statusPoller(env);
  const report = await poller.pollDue({ now: scheduledTime, force });
  await poller.corroborateDue({ now: scheduledTime, force });
  return report;
}
