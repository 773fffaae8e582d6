import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import openapi from "../generated/openapi.txt";
import { OPERATIONS, type OperationName } from "../../shared/contract/operations/index.ts";
import type { OperationShape } from "../../shared/contract/operation.ts";
import type { Tool } from "./tools.ts";

type Json = Readonly<Record<string, unknown>>;
export type ToolInput = Readonly<Record<string, unknown>>;

let document: Json | null = null;
const known = new Map<string, Json>();

/**
 * The input of a tool as the API's own document describes it. It is checked by the operation that answers, whose refusals say
 * more than a validator here would; what is no object never gets that far.
 */
export function toolSchema(tool: Tool): StandardSchemaWithJSON<ToolInput, ToolInput> {
  const schema = schemaOf(tool);
  return {
    "~standard": {
      version: 1,
      vendor: "ratecard",
      validate: (value) => (isObject(value) ? { value } : { issues: [{ message: "must be an object" }] }),
      jsonSchema: { input: () => ({ ...schema }), output: () => ({ ...schema }) },
    },
  };
}

function schemaOf(tool: Tool): Json {
  const made = known.get(tool.name);
  if (made !== undefined) return made;
  const own = inputSchema(tool.operation);
  const schema = tool.without === undefined ? own : either(own, inputSchema(tool.without.operation));
  known.set(tool.name, schema);
  return schema;
}

/** Either operation's input, nothing required: which of the two answers is told by what is given. */
function either(one: Json, other: Json): Json {
  return {
    type: "object",
    properties: { ...propertiesOf(other), ...propertiesOf(one) },
    additionalProperties: false,
  };
}

function inputSchema(name: OperationName): Json {
  const described = operationObject(OPERATIONS[name]);
  const body = at(described, "requestBody", "content", "application/json", "schema");
  if (body !== null) return body;
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  const parameters = described?.["parameters"];
  for (const parameter of Array.isArray(parameters) ? parameters : []) {
    if (!isObject(parameter) || typeof parameter["name"] !== "string") continue;
    const description = parameter["description"];
    const schema = isObject(parameter["schema"]) ? parameter["schema"] : {};
    properties[parameter["name"]] = description === undefined ? schema : { ...schema, description };
    if (parameter["required"] === true) required.push(parameter["name"]);
  }
  return { type: "object", properties, ...(required.length === 0 ? {} : { required }), additionalProperties: false };
}

function operationObject({ path, method }: OperationShape): Json | null {
  document ??= parsed();
  return at(document, "paths", path, method.toLowerCase());
}

function parsed(): Json {
  const value: unknown = JSON.parse(openapi);
  if (!isObject(value)) throw new TypeError("the OpenAPI document is no object");
  return value;
}

function at(value: unknown, ...steps: readonly string[]): Json | null {
  const found = steps.reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), value);
  return isObject(found) ? found : null;
}

function propertiesOf(schema: Json): Json {
  return isObject(schema["properties"]) ? schema["properties"] : {};
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
