import type { Call } from "./call.ts";

/** The administrator reports and reads like any tenant; no tenant can have this id. */
export const ADMIN_REPORTER = "_admin";

/** Whose reports are the caller's own, and whose view it gets; null for a caller without a key. */
export function reporterOf({ credentials }: Pick<Call, "credentials">): string | null {
  if (credentials.kind === "tenant") return credentials.tenant_id;
  return credentials.kind === "admin" ? ADMIN_REPORTER : null;
}
