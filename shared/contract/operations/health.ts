import * as z from "zod/mini";
import { PROVIDER_ID } from "../../health/report.ts";
import type { OperationShape } from "../operation.ts";

export const reportHealth = {
  method: "POST",
  path: "/v1/health/reports",
  summary: "Report the outcomes of calls",
  description:
    "Rows are refused one by one: 202 with `{accepted, ignored, rejected:[{index, code}]}`. The same `batch_id` within ten minutes counts once. More than 1,000 rows are 413.",
  tag: "health",
  access: "report",
  max_body: 1_048_576,
  body: z.strictObject({
    reports: z.array(z.unknown()).check(z.minLength(1)),
    /** Makes a retry harmless. */
    batch_id: z.optional(z.string().check(z.regex(/^[\w.:-]{1,128}$/))),
  }),
  success: 202,
  problems: ["invalid_request", "payload_too_large", "rate_limited", "unavailable"],
} as const satisfies OperationShape;

export const listHealth = {
  method: "GET",
  path: "/v1/health",
  summary: "State, score and status page of every provider",
  description: "Under a key: the tenant's own view of the providers it reports on.",
  tag: "health",
  access: "public",
  problems: [],
} as const satisfies OperationShape;

export const getHealth = {
  method: "GET",
  path: "/v1/health/{provider}",
  summary: "State, score, window and status page of one provider",
  tag: "health",
  access: "public",
  params: { provider: z.string().check(z.regex(PROVIDER_ID)) },
  problems: ["invalid_request", "not_found"],
} as const satisfies OperationShape;
