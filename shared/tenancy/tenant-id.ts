/** `[a-z0-9-]{1,64}`: safe in a path, a key and a log without escaping. */
export const TENANT_ID = /^[a-z0-9-]{1,64}$/;

export function isTenantId(text: string): boolean {
  return TENANT_ID.test(text);
}
