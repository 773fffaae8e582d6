import * as admin from "./admin.ts";
import * as overrides from "./overrides.ts";
import * as reports from "./reports.ts";
import * as settings from "./settings.ts";
import * as usage from "./usage.ts";
import * as webhooks from "./webhooks.ts";

/** Every operation of /v1/tenant, and of the tenants under /v1/admin, as a plain function: parsed input in, answer or problem out. */
export const tenantOperations = { ...admin, ...overrides, ...reports, ...settings, ...usage, ...webhooks } as const;

export { tenantCall, type TenantCall } from "./tenant-call.ts";
export type { AdminCall } from "./admin.ts";
