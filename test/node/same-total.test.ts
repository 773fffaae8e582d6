import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createTestHarness } from "wrangler";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient } from "../../shared/client/index.ts";
import { run } from "../../workers/cli/run.ts";

/** The product as it is deployed: the built Worker with its chunks, over real HTTP. */
const server = createTestHarness({ workers: [{ configPath: resolve(import.meta.dirname, "../../wrangler.toml") }] });
let url: URL;

beforeAll(async () => {
  ({ url } = await server.listen());
}, 120_000);

afterAll(async () => {
  await server.close();
});

const MODEL = "openai/gpt-4o";
const USAGE = { input_tokens: 12_345, output_tokens: 678, cache_read_tokens: 2_000 };

async function fromCli(line: readonly string[], base: string): Promise<unknown> {
  const out: string[] = [];
  const io = {
    out: (text: string) => void out.push(text),
    err: () => undefined,
    env: { RATECARD_URL: base },
    out_is_terminal: false,
    err_is_terminal: false,
    signal: new AbortController().signal,
  };
  const snapshot = readFileSync(new URL("../../workers/generated/bundled-hot.txt", import.meta.url), "utf8");
  expect(await run([...line, "--json"], io, snapshot)).toBe(0);
  return JSON.parse(out.join(""));
}

it("HTTP, the SDK, the command line, MCP and the engine without a network give the same total", async () => {
  const base = url.origin;
  const query = new URLSearchParams(Object.entries(USAGE).map(([name, value]) => [name, String(value)]));
  const http: unknown = await (await fetch(`${base}/v1/estimate?model=${MODEL}&${query.toString()}`)).json();
  const sdk = await createClient({ base_url: base }).estimate({ model: MODEL, ...USAGE });
  const flags = ["--input", "12345", "--output", "678", "--cache-read", "2k"];
  const mcp = new Client({ name: "test", version: "1" });
  await mcp.connect(new StreamableHTTPClientTransport(new URL("/mcp", base)));
  const tool = await mcp.callTool({ name: "estimate_cost", arguments: { model: MODEL, ...USAGE } });
  await mcp.close();
  const total = { data: { model: { id: MODEL }, total_usd: "0.0351425" } };
  expect(http).toMatchObject(total);
  expect(sdk).toMatchObject({ ...total, state: "live" });
  expect(await fromCli(["estimate", MODEL, ...flags], base)).toMatchObject({ ...total, state: "live" });
  expect(tool.structuredContent).toMatchObject(total);
  expect(await fromCli(["estimate", MODEL, ...flags], "http://127.0.0.1:9")).toMatchObject({
    ...total,
    state: "offline",
  });
});

it("and the same order of the cheapest", async () => {
  const base = url.origin;
  const sdk = await createClient({ base_url: base }).cheapest({ ...USAGE, limit: 5 });
  const flags = ["--input", "12345", "--output", "678", "--cache-read", "2k", "--limit", "5"];
  const order = sdk.data.map(({ model, total_usd }) => ({ model, total_usd }));
  expect(order.length).toBe(5);
  for (const where of [base, "http://127.0.0.1:9"])
    expect(await fromCli(["cheapest", ...flags], where)).toMatchObject({ data: order });
});
