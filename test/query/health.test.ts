import { exports } from "cloudflare:workers";
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { forgetReporting } from "../../workers/query/health-list.ts";
import { forgetBoard } from "../../workers/query/health-read.ts";

const listAnswer = z.object({ data: z.array(z.object({ provider: z.string(), state: z.string() })) });
const admin = { authorization: "Bearer test-admin-token-0123456789abcdef" };

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  return await exports.default.fetch(new Request(`http://ratecard${path}`, init));
}

async function states(headers: Record<string, string>): Promise<Map<string, string>> {
  const { data } = listAnswer.parse(await (await call("/v1/health", { headers })).json());
  return new Map(data.map(({ provider, state }) => [provider, state]));
}

afterEach(async () => {
  forgetBoard();
  forgetReporting();
  await reset();
});

describe("the health of a provider over HTTP", () => {
  it("is found under the id in any case, as it was reported", async () => {
    const reports = [{ provider: "OpenAI", outcome: "success", latency_ms: 5_000, count: 7 }];
    const headers = { ...admin, "content-type": "application/json" };
    await call("/v1/health/reports", { method: "POST", headers, body: JSON.stringify({ reports }) });
    const read = await call("/v1/health/OpenAI", { headers: admin });
    expect(await read.json()).toMatchObject({ data: { provider: "openai", score: 0.7, window: { calls: 7 } } });
  });

  it("is reported in a thousand rows at most", async () => {
    const headers = { ...admin, "content-type": "application/json" };
    const reports = Array.from({ length: 1_001 }, () => ({ provider: "openai", outcome: "success" }));
    const refused = await call("/v1/health/reports", { method: "POST", headers, body: JSON.stringify({ reports }) });
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ code: "payload_too_large" });
    const taken = await call("/v1/health/reports", {
      method: "POST",
      headers,
      body: JSON.stringify({ reports: reports.slice(1) }),
    });
    expect(await taken.json()).toMatchObject({ data: { accepted: 1_000 } });
  });

  it("is listed to a caller with a key as it sees it, and to nobody else by its calls alone", async () => {
    const headers = { ...admin, "content-type": "application/json" };
    const reports = ["openai", "my-own-host"].map((provider) => ({ provider, outcome: "error", count: 6 }));
    await call("/v1/health/reports", { method: "POST", headers, body: JSON.stringify({ reports }) });
    const own = await states(admin);
    expect([own.get("openai"), own.get("my-own-host"), own.get("groq")]).toEqual(["unhealthy", "unhealthy", "unknown"]);
    const others = await states({});
    expect([others.get("openai"), others.has("my-own-host")]).toEqual(["unknown", false]);
  });

  it("is kept by caches for no longer than the board may be behind", async () => {
    for (const path of ["/v1/health", "/v1/health/openai"]) {
      expect((await call(path)).headers.get("cache-control")).toBe("public, max-age=2");
      expect((await call(path, { headers: admin })).headers.get("cache-control")).toBe("private, no-cache");
    }
  });
});
