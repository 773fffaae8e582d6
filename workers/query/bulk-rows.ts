import { PLANS } from "../../shared/tenancy/plans.ts";
import type { Call } from "./call.ts";

/** Most rows of one request, on any plan. */
const MAX_ROWS = 1_000;

/** Rows that the caller may send in one request: what its plan says. */
export function bulkRows({ credentials }: Pick<Call, "credentials">): number {
  return credentials.kind === "tenant" ? PLANS[credentials.plan].bulk_rows : MAX_ROWS;
}
