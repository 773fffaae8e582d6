import {
  createMcpHandler,
  localhostAllowedOrigins,
  McpServer,
  originValidationResponse,
} from "@modelcontextprotocol/server";
import { callTool, type Ask } from "./call.ts";
import { toolSchema } from "./schema.ts";
import { TOOLS } from "./tools.ts";

/** A call of a tool is a question, not an upload. */
const MAX_BODY = 262_144;

const INSTRUCTIONS =
  "Prices of LLM calls in exact USD, provider health and model quality. Money is a decimal string in USD; `partial: true` means a part has no price and the total is a lower bound; null is unknown, never zero. Every answer says how old the prices are (meta.catalog).";

/** Answers one request of the protocol; `ask` puts a request to this service's own API, under the caller's own credential. */
export async function serveMcp(request: Request, ask: Ask): Promise<Response> {
  // A page of another site must not use a visitor's browser as its client (MCP, transports, "Security Warning").
  const allowed = [...localhostAllowedOrigins(), new URL(request.url).hostname];
  const refused = originValidationResponse(request, allowed);
  if (refused !== undefined) return guarded(refused);
  const handler = createMcpHandler(() => serverFor(request, ask), {
    maxRequestBodySize: MAX_BODY,
    // Nothing here changes while a client listens: a stream would stay open for nothing.
    maxSubscriptions: 0,
    keepAliveMs: 0,
  });
  return guarded(await handler.fetch(request));
}

function serverFor(request: Request, ask: Ask): McpServer {
  const server = new McpServer(
    { name: "ratecard", title: "Ratecard", version: "1" },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  for (const tool of TOOLS) {
    const { name, title, description } = tool;
    const config = {
      title,
      description,
      inputSchema: toolSchema(tool),
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    };
    server.registerTool(name, config, async (input) => await callTool(tool, input, request, ask));
  }
  return server;
}

function guarded(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("x-content-type-options", "nosniff");
  headers.set("cache-control", "no-store");
  return new Response(response.body, { status: response.status, headers });
}
