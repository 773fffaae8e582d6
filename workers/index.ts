import { createApp } from "./query/app.ts";
import { runJob } from "./refresh/jobs.ts";

export { HealthBoard } from "./objects/health-board.ts";
export { PriceLedger } from "./objects/price-ledger.ts";
export { ProviderHealth } from "./objects/provider-health.ts";
export { StatusPoller } from "./objects/status-poller.ts";
export { TenantDirectory } from "./objects/tenant-directory.ts";
export { Tenant } from "./objects/tenant.ts";

const app = createApp();

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  scheduled: (controller, env, ctx) => runJob(env, controller.cron, controller.scheduledTime, ctx),
} satisfies ExportedHandler<Env>;
