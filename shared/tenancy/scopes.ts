/** `read` public operations under a key, `report` health reports, `tenant` all of /v1/tenant, `admin` all of /v1/admin. */
export const SCOPES = ["read", "report", "tenant", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

const NAMES: ReadonlySet<string> = new Set(SCOPES);

export function isScope(text: string): text is Scope {
  return NAMES.has(text);
}
