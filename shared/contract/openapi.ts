import * as z from "zod/mini";
import type { AnswerSchemas } from "./answers/index.ts";
import { problemAnswer } from "./answers/fields.ts";
import type { OperationShape } from "./operation.ts";
import { PROBLEMS, type ProblemCode } from "./problem.ts";

type Json = Record<string, unknown>;

const SCHEMA_OPTIONS = { target: "draft-2020-12", unrepresentable: "any" } as const;

/** The OpenAPI 3.1 document of the operations: built ahead of deployment, served as a file. */
export function openApiDocument(
  operations: Readonly<Record<string, OperationShape>>,
  answers: Readonly<Record<string, AnswerSchemas>>,
  version: string,
): Json {
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries(operations)) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = operationObject(name, operation, answers[name]);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Ratecard",
      version,
      summary: "What an LLM call costs, who is cheapest, who is healthy, how good it is, and where the call should go.",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: TAGS.map(([tag, description]) => ({ name: tag, description })),
    paths,
    components: {
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "A tenant's key `rc_<env>_…`, or the administrator's token",
        },
      },
      schemas: { Problem: jsonSchema(problemAnswer), CatalogMeta: CATALOG_META },
      responses: problemResponses(),
      headers: HEADERS,
    },
  };
}

const DESCRIPTION = [
  "Public GETs need no key and may be cached. Money is a decimal string in USD in a field ending `_usd`; time is RFC 3339 UTC.",
  "Answers are `{data, meta}`; refusals are RFC 9457 `application/problem+json` with a stable `code`.",
  "Every answer says how old the catalog is (`meta.catalog`): `fresh` within 24 h of the last confirmation by a live source, `stale` after, `bundled` from the snapshot that ships with the service.",
  "Model ids contain slashes (`provider/model`) and are accepted raw or percent-encoded in paths.",
].join("\n\n");

const TAGS = [
  ["costs", "Estimates, costs, rankings and comparisons"],
  ["models", "Offers and their prices"],
  ["catalog", "Sources, changes, disputes"],
  ["health", "Provider health and status pages"],
  ["quality", "Scores with source, date and interval"],
  ["routing", "Where a call should go"],
  ["tenant", "Overrides, budget, usage, spend, webhooks of one tenant"],
  ["admin", "Refresh, quarantine, roll-back, tenants and keys"],
] as const;

const HEADERS: Json = {
  RequestId: {
    description: "Echoes a harmless `X-Request-Id` of the caller, else a new one",
    schema: { type: "string" },
  },
  ETag: { description: "Weak validator of the data; send it back as `If-None-Match`", schema: { type: "string" } },
};

const CATALOG_META: Json = {
  type: "object",
  required: ["version", "published_at", "age_seconds", "state"],
  properties: {
    version: { type: "string", description: "Hash of all prices" },
    published_at: { type: "string", format: "date-time" },
    age_seconds: { type: "integer", minimum: 0, description: "Since a live source last confirmed the prices" },
    state: { enum: ["fresh", "stale", "bundled"] },
  },
};

function operationObject(name: string, operation: OperationShape, answer: AnswerSchemas | undefined): Json {
  const parameters = [...pathParameters(operation), ...queryParameters(operation)];
  return {
    operationId: name,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(operation.access === "public" ? { security: [{}, { key: [] }] } : { security: [{ key: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: jsonSchema(operation.body, "input") } },
          },
        }),
    responses: responses(operation, answer),
  };
}

function pathParameters(operation: OperationShape): Json[] {
  return Object.entries(operation.params ?? {}).map(([name, schema]) => ({
    name,
    in: "path",
    required: true,
    schema: jsonSchema(schema, "input"),
  }));
}

function queryParameters(operation: OperationShape): Json[] {
  return Object.entries(operation.query ?? {}).map(([name, field]) => ({
    name,
    in: "query",
    required: field.required,
    ...(field.description === undefined ? {} : { description: field.description }),
    schema: { ...field.schema(), ...(field.absent === undefined ? {} : { default: field.absent }) },
    ...(field.schema()["type"] === "array" ? { style: "form", explode: false } : {}),
  }));
}

function responses(operation: OperationShape, answer: AnswerSchemas | undefined): Json {
  const all: Json = { [String(operation.success ?? 200)]: successResponse(operation, answer) };
  if (operation.access === "public" && operation.method === "GET") all["304"] = { description: "Not modified" };
  for (const code of problemCodes(operation)) {
    const status = String(PROBLEMS[code].status);
    all[status] ??= { $ref: `#/components/responses/Problem${status}` };
  }
  return all;
}

/** What any operation may answer besides its own problems, by how it is called. */
function problemCodes(operation: OperationShape): ProblemCode[] {
  const general: ProblemCode[] = ["unauthorized", "forbidden", "not_acceptable", "rate_limited", "internal_error"];
  const ofBody: ProblemCode[] =
    operation.body === undefined ? [] : ["invalid_request", "payload_too_large", "unsupported_media_type"];
  return [...new Set<ProblemCode>([...operation.problems, "invalid_request", ...general, ...ofBody])];
}

function successResponse(operation: OperationShape, answer: AnswerSchemas | undefined): Json {
  if (operation.success === 204) return { description: "Done" };
  const headers = { "X-Request-Id": { $ref: "#/components/headers/RequestId" } };
  if (operation.media !== undefined) {
    return { description: operation.summary, headers, content: { [operation.media]: { schema: { type: "string" } } } };
  }
  const data = answer === undefined ? {} : jsonSchema(answer.data);
  const more = answer?.meta === undefined ? null : jsonSchema(answer.meta);
  const envelope: Json = {
    type: "object",
    required: ["data", "meta"],
    properties: { data, meta: metaSchema(more) },
  };
  return { description: operation.summary, headers, content: { "application/json": { schema: envelope } } };
}

function metaSchema(more: Json | null): Json {
  const base: Json = {
    type: "object",
    required: ["catalog", "request_id"],
    properties: { catalog: { $ref: "#/components/schemas/CatalogMeta" }, request_id: { type: "string" } },
  };
  return more === null ? base : { allOf: [base, more] };
}

function problemResponses(): Json {
  const all: Json = {};
  for (const [status, problems] of Map.groupBy(Object.entries(PROBLEMS), ([, { status }]) => status)) {
    all[`Problem${status}`] = {
      description:
        problems.length === 1
          ? problems.map(([code, { title }]) => `\`${code}\`: ${title}`).join("")
          : problems.map(([code]) => `\`${code}\``).join(" or "),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
  return all;
}

function jsonSchema(schema: z.ZodMiniType, io: "input" | "output" = "output"): Json {
  const { $schema: _dialect, "~standard": _standard, ...rest } = z.toJSONSchema(schema, { ...SCHEMA_OPTIONS, io });
  return rest;
}
