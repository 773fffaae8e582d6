/** What a route is after; what that means in numbers is in `policies.ts`. */
export const POLICIES = ["cheapest", "balanced", "fastest", "best", "bpc"] as const;
export type Policy = (typeof POLICIES)[number];
