import * as z from "zod/mini";
import type { OperationShape } from "../operation.ts";

export const refresh = {
  method: "POST",
  path: "/v1/admin/refresh",
  summary: "Run a refresh now; answers when it is done",
  description:
    "200 with an `outcome` per source even when every source failed: the published catalog is untouched then.",
  tag: "admin",
  access: "admin",
  body: z.strictObject({
    job: z.enum(["prices", "quality", "status_pages"]),
    force: z._default(z.boolean(), false),
  }),
  problems: ["invalid_request", "unauthorized", "forbidden", "unavailable"],
} as const satisfies OperationShape;

export const listQuarantine = {
  method: "GET",
  path: "/v1/admin/quarantine",
  summary: "Rows and rates that were not taken, and why",
  tag: "admin",
  access: "admin",
  problems: ["unauthorized", "forbidden", "unavailable"],
} as const satisfies OperationShape;

export const decideQuarantine = {
  method: "POST",
  path: "/v1/admin/quarantine/{id}",
  summary: "Accept or reject one held row; in force with the next refresh",
  tag: "admin",
  access: "admin",
  params: { id: z.string().check(z.minLength(1), z.maxLength(128)) },
  body: z.strictObject({ decision: z.enum(["accept", "reject"]) }),
  problems: ["invalid_request", "unauthorized", "forbidden", "not_found", "unavailable"],
} as const satisfies OperationShape;

export const rollback = {
  method: "POST",
  path: "/v1/admin/catalog/rollback",
  summary: "Serve an earlier version until released",
  description: "With `version: null` the pin is released and the newest catalog is served again.",
  tag: "admin",
  access: "admin",
  body: z.strictObject({ version: z.union([z.string().check(z.minLength(8), z.maxLength(80)), z.null()]) }),
  problems: ["invalid_request", "unauthorized", "forbidden", "not_found", "unavailable"],
} as const satisfies OperationShape;

export const listVersions = {
  method: "GET",
  path: "/v1/admin/catalog/versions",
  summary: "Published versions that can be rolled back to, newest first",
  tag: "admin",
  access: "admin",
  problems: ["unauthorized", "forbidden", "unavailable"],
} as const satisfies OperationShape;
