import type { CallToolResult } from "@modelcontextprotocol/server";
import { OPERATIONS } from "../../shared/contract/operations/index.ts";
import type { OperationShape } from "../../shared/contract/operation.ts";
import { isObject, type ToolInput } from "./schema.ts";
import type { Tool } from "./tools.ts";

/** Puts a request to this service's own API. */
export type Ask = (request: Request) => Promise<Response>;

/** What of the caller's request its questions are asked with: who asks, and from where. */
const PASSED_ON = ["authorization", "cf-connecting-ip", "x-request-id"];

/** Asks the API what the tool asks; a refusal is an answer too (`isError`), with its code and suggestions. */
export async function callTool(tool: Tool, input: ToolInput, request: Request, ask: Ask): Promise<CallToolResult> {
  const { without } = tool;
  const name = without !== undefined && input[without.input] === undefined ? without.operation : tool.operation;
  const response = await ask(questionOf(OPERATIONS[name], input, request));
  const text = await response.text();
  const body: unknown = JSON.parse(text);
  return {
    content: [{ type: "text", text }],
    ...(isObject(body) ? { structuredContent: { ...body } } : {}),
    ...(response.ok ? {} : { isError: true }),
  };
}

function questionOf(operation: OperationShape, input: ToolInput, request: Request): Request {
  const headers = new Headers({ accept: "application/json" });
  for (const name of PASSED_ON) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const left = new Map(Object.entries(input));
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = textOf(left.get(name));
    left.delete(name);
    return encodeURIComponent(value);
  });
  const url = new URL(path, request.url);
  if (operation.body !== undefined) {
    headers.set("content-type", "application/json");
    return new Request(url, { method: operation.method, headers, body: JSON.stringify(Object.fromEntries(left)) });
  }
  for (const [name, value] of left)
    if (value !== undefined && value !== null) url.searchParams.set(name, textOf(value));
  return new Request(url, { headers });
}

/** Lists stand in a query separated by commas. What is neither is written as JSON, which the operation refuses by name. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(",");
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
