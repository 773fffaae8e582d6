import { mkdirSync, writeFileSync } from "node:fs";
import * as z from "zod/mini";
import * as fields from "../../shared/contract/answers/fields.ts";
import { ANSWERS, type AnswerSchemas } from "../../shared/contract/answers/index.ts";
import { estimateRequest } from "../../shared/contract/operations/costs.ts";
import { OPERATIONS } from "../../shared/contract/operations/index.ts";
import type { OperationShape } from "../../shared/contract/operation.ts";
import { usageSchema } from "../../shared/cost/usage.ts";
import { reportRowSchema } from "../../shared/health/report.ts";
import { healthViewSchema } from "../../shared/health/view.ts";
import { scoreWire } from "../../shared/quality/wire.ts";
import { typeText, type JsonSchema } from "./typescript-text.ts";

/**
 * What the SDK knows of the contract, written out: types in plain TypeScript, so that its users need no schema library,
 * and one line per operation saying how it is called.
 */
const FOLDER = new URL("../../shared/client/generated/", import.meta.url);
const FILE = new URL("operations.ts", FOLDER);

/** Shapes that stand in many answers, once each. */
const NAMED: Readonly<Record<string, z.ZodMiniType>> = {
  Usage: usageSchema,
  Mode: fields.mode,
  Meter: fields.meter,
  Capability: fields.capability,
  ServiceTier: fields.serviceTier,
  SourceName: fields.sourceName,
  PriceStatus: fields.priceStatus,
  PriceType: fields.priceType,
  Flag: fields.flag,
  ReceiptLine: fields.line,
  PricedModel: fields.pricedModel,
  Limits: fields.limits,
  Warnings: fields.warnings,
  ShortScore: fields.shortScore,
  Score: scoreWire,
  ProblemAnswer: fields.problemAnswer,
  Health: healthViewSchema,
  HealthReport: reportRowSchema,
  EstimateRow: estimateRequest,
};

/** Bodies whose rows are judged one by one on the server, so that their schema says `unknown`: what a row should be. */
const ROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  estimateBatch: { requests: "readonly EstimateRow[]" },
  reportHealth: { reports: "readonly HealthReport[]" },
};

/** POSTs that may be sent twice: they compute, or each row carries the id under which it counts once. */
const REPEATABLE_PATHS: ReadonlySet<string> = new Set(["/v1/tenant/usage", "/v1/health/reports"]);

/** The text of the generated module. */
export function clientTypesText(): string {
  const names = namedTypes();
  const operations: Readonly<Record<string, OperationShape>> = OPERATIONS;
  const answers: Readonly<Record<string, AnswerSchemas>> = ANSWERS;
  const entries = Object.entries(operations);
  return [
    "// Generated from the contract by workers/build/client-types.ts: `npm run build`.",
    "",
    "/** An RFC 3339 text, or a Date that becomes one. */",
    "export type Instant = string | Date;",
    "",
    ...[...names].map(([text, name]) => `export type ${name} = ${text};\n`),
    ...entries.flatMap(([name, operation]) => operationTypes(name, operation, answers[name], names)),
    "/** Input, `data` and what `meta` adds, of every operation by its operationId. */",
    "export interface Operations {",
    ...entries.flatMap(([name, operation]) => [
      `  /** ${operation.method} ${operation.path}: ${operation.summary} */`,
      `  readonly ${name}: { readonly input: ${pascal(name)}Input; readonly data: ${pascal(name)}Data; readonly meta: ${pascal(name)}Meta };`,
    ]),
    "}",
    "",
    "/** How each operation is called. `text`: the answer is no JSON. `repeatable`: a POST that may be sent twice. */",
    "export const ROUTES = {",
    ...entries.map(([name, operation]) => `  ${name}: ${routeText(operation)},`),
    "} as const satisfies Record<keyof Operations, Route>;",
    "",
    "export interface Route {",
    '  readonly method: "GET" | "POST" | "PUT" | "DELETE";',
    "  readonly path: string;",
    "  readonly text?: true;",
    "  readonly repeatable?: true;",
    "}",
    "",
  ].join("\n");
}

function namedTypes(): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(NAMED)) names.set(typeText(jsonSchema(schema, "input"), names), name);
  return names;
}

function operationTypes(
  name: string,
  operation: OperationShape,
  answer: AnswerSchemas | undefined,
  names: ReadonlyMap<string, string>,
): string[] {
  const meta = answer?.meta === undefined ? "{}" : typeText(jsonSchema(answer.meta, "output"), names);
  const data =
    operation.success === 204
      ? "null"
      : operation.media !== undefined || answer === undefined
        ? "string"
        : typeText(jsonSchema(answer.data, "output"), names);
  return [
    `export type ${pascal(name)}Input = ${inputText(name, operation, names)};`,
    `export type ${pascal(name)}Data = ${data};`,
    `export type ${pascal(name)}Meta = ${meta};`,
    "",
  ];
}

/** Path parameters, query parameters and the body's fields side by side: no operation uses a name twice. */
function inputText(name: string, operation: OperationShape, names: ReadonlyMap<string, string>): string {
  const params = Object.keys(operation.params ?? {}).map((param) => `readonly ${param}: string;`);
  const query = Object.entries(operation.query ?? {}).map(([key, field]) => {
    const text = typeText(field.schema(), names);
    return `readonly ${key}${field.required ? "" : "?"}: ${text}${field.required ? "" : " | undefined"};`;
  });
  const own = [...params, ...query].length === 0 ? null : `{ ${[...params, ...query].join(" ")} }`;
  const body = operation.body === undefined ? null : bodyText(name, jsonSchema(operation.body, "input"), names);
  return [own, body].filter((part) => part !== null).join(" & ") || "{}";
}

function bodyText(name: string, schema: JsonSchema, names: ReadonlyMap<string, string>): string {
  const rows = ROWS[name];
  if (rows === undefined) return typeText(schema, names);
  const { [Object.keys(rows)[0] ?? ""]: _row, ...rest } = schema.properties ?? {};
  const required = (schema.required ?? []).filter((key) => !(key in rows));
  const others =
    Object.keys(rest).length === 0 ? "" : ` & ${typeText({ ...schema, properties: rest, required }, names)}`;
  return `{ ${Object.entries(rows)
    .map(([key, text]) => `readonly ${key}: ${text};`)
    .join(" ")} }${others}`;
}

function routeText({ method, path, media, access }: OperationShape): string {
  const repeatable = method === "POST" && (access === "public" || REPEATABLE_PATHS.has(path));
  const marks = `${media === undefined ? "" : ", text: true"}${repeatable ? ", repeatable: true" : ""}`;
  return `{ method: "${method}", path: "${path}"${marks} }`;
}

function pascal(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function jsonSchema(schema: z.ZodMiniType, io: "input" | "output"): JsonSchema {
  return z.toJSONSchema(schema, { target: "draft-2020-12", unrepresentable: "any", io });
}

if (import.meta.main) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, clientTypesText());
}
