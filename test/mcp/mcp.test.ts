import { exports } from "cloudflare:workers";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { beforeAll, describe, expect, it } from "vitest";

const ORIGIN = "https://ratecard.example";

/** Every request of the client goes to the Worker itself. */
function clientFetch(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(new Request(url, init));
}

async function connected(): Promise<Client> {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${ORIGIN}/mcp`), { fetch: clientFetch }));
  return client;
}

async function getJson(path: string): Promise<{ data: unknown; meta: Record<string, unknown> }> {
  return await (await exports.default.fetch(`${ORIGIN}${path}`)).json();
}

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}/mcp`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    body,
  });
}

const LIST = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });

describe("the official client", () => {
  let client: Client;
  beforeAll(async () => {
    client = await connected();
  });

  it("finds the seven tools with the inputs of their operations", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual([
      "cheapest_models",
      "compare_models",
      "estimate_cost",
      "model_quality",
      "price_changes",
      "provider_health",
      "route_request",
    ]);
    const estimate = tools.find(({ name }) => name === "estimate_cost");
    expect(estimate?.inputSchema).toMatchObject({ type: "object", required: ["model"] });
    expect(Object.keys(estimate?.inputSchema.properties ?? {})).toContain("cache_read_tokens");
    const route = tools.find(({ name }) => name === "route_request");
    expect(Object.keys(route?.inputSchema.properties ?? {})).toContain("policy");
  });

  it.each([
    [
      "estimate_cost",
      { model: "openai/gpt-4o", input_tokens: 1000, output_tokens: 500 },
      "/v1/estimate?model=openai/gpt-4o&input_tokens=1000&output_tokens=500",
    ],
    [
      "cheapest_models",
      { input_tokens: 10_000, limit: 3, provider: ["openai", "anthropic"] },
      "/v1/cheapest?input_tokens=10000&limit=3&provider=openai,anthropic",
    ],
    [
      "compare_models",
      { models: ["openai/gpt-4o", "no-such-model"] },
      "/v1/compare?models=openai/gpt-4o,no-such-model",
    ],
    ["provider_health", { provider: "openai" }, "/v1/health/openai"],
    ["model_quality", { model: "gpt-4o" }, "/v1/quality/gpt-4o"],
    ["model_quality", { category: "coding", limit: 2 }, "/v1/quality?category=coding&limit=2"],
    ["price_changes", { limit: 5 }, "/v1/changes?limit=5"],
  ])("gets from %s what the API answers", async (name, input, path) => {
    const result = await client.callTool({ name, arguments: input });
    const direct = await getJson(path);
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toMatchObject({ data: direct.data });
  });

  it("routes a request with the body of the operation", async () => {
    const usage = { input_tokens: 1000, output_tokens: 500 };
    const result = await client.callTool({ name: "route_request", arguments: { usage, limit: 2 } });
    expect(result.structuredContent).toMatchObject({ data: { choice: {}, ranked: [{}, {}] } });
  });

  it("lists every provider where none is named", async () => {
    const result = await client.callTool({ name: "provider_health", arguments: {} });
    expect(result.structuredContent).toMatchObject({ data: expect.arrayContaining([]) });
  });

  it.each([
    [{ model: "openai/gpt-4oo" }, "model_not_found"],
    [{ model: "openai/gpt-4o", input_tokens: -1 }, "invalid_request"],
    [{ model: "openai/gpt-4o", inputs: 1 }, "invalid_request"],
    [{ model: "openai/gpt-4o", input_tokens: 1, cache_read_tokens: 2 }, "usage_impossible"],
    [{}, "invalid_request"],
  ])("is told why %j is refused", async (input, code) => {
    const result = await client.callTool({ name: "estimate_cost", arguments: input });
    expect(result.isError).toBe(true);
    expect(result.structuredContent).toMatchObject({ code });
  });

  it("cannot name another path with a provider or model", async () => {
    const result = await client.callTool({ name: "provider_health", arguments: { provider: "../admin/tenants" } });
    expect(result).toMatchObject({ isError: true, structuredContent: { code: "invalid_request" } });
  });
});

describe("the endpoint itself", () => {
  it("answers one request without a session", async () => {
    const response = await post(LIST);
    expect(response.status).toBe(200);
    expect(response.headers.get("mcp-session-id")).toBeNull();
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each(["https://evil.example", "null", "https://ratecard.example.evil.example"])(
    "refuses pages of %s",
    async (origin) => {
      expect((await post(LIST, { origin })).status).toBe(403);
    },
  );

  it.each([ORIGIN, "http://localhost:6274"])("takes pages of %s", async (origin) => {
    expect((await post(LIST, { origin })).status).toBe(200);
  });

  it("refuses a body above 256 KiB before reading it as JSON", async () => {
    expect((await post(`${LIST.slice(0, -1)},"pad":"${"x".repeat(300_000)}"}`)).status).toBe(413);
  });

  it.each(["", "{", "[]", "null", "{}", '{"jsonrpc":"2.0","id":1,"method":"no/such"}'])(
    "answers %j with an error and no fault",
    async (body) => {
      const response = await post(body);
      expect(response.status).toBeLessThan(500);
      await response.text();
    },
  );

  it("keeps no stream open for GET", async () => {
    const response = await exports.default.fetch(`${ORIGIN}/mcp`, { headers: { accept: "text/event-stream" } });
    expect(response.status).toBe(405);
  });

  it("passes the caller's credential on: a bad key is refused by the operation", async () => {
    const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "price_changes", arguments: {} } };
    const response = await post(JSON.stringify(call), { authorization: "Bearer wrong" });
    expect(await response.text()).toContain("unauthorized");
  });
});
