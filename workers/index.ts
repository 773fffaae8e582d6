export { HealthBoard } from "./objects/health-board.ts";
export { PriceLedger } from "./objects/price-ledger.ts";
export { ProviderHealth } from "./objects/provider-health.ts";
export { StatusPoller } from "./objects/status-poller.ts";
export { TenantDirectory } from "./objects/tenant-directory.ts";
export { Tenant } from "./objects/tenant.ts";

export default {
  fetch: () => new Response("not yet", { status: 503 }),
} satisfies ExportedHandler<Env>;
