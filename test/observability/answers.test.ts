import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { OPERATIONS } from "../../shared/contract/operations/index.ts";
import { KEY_ENTROPY_BYTES, makeApiKey } from "../../shared/tenancy/api-key.ts";
import { createApp } from "../../workers/query/app.ts";
import { noteAnswer, SLOW_MS } from "../../workers/observability/answers.ts";
import { countJob } from "../../workers/observability/metrics.ts";

interface Point {
  readonly indexes?: unknown;
  readonly blobs?: unknown;
  readonly doubles?: unknown;
}

function watched(): { readonly points: Point[]; readonly lines: string[]; readonly metered: Env } {
  const points: Point[] = [];
  const lines: string[] = [];
  for (const level of ["warn", "error", "log"] as const)
    vi.spyOn(console, level).mockImplementation((line) => lines.push(String(line)));
  const metered = { ...env, METRICS: { writeDataPoint: (point?: Point) => void points.push(point ?? {}) } };
  return { points, lines, metered };
}

afterEach(() => vi.restoreAllMocks());

describe("an answer", () => {
  it("that was quick and well leaves no trace without a metrics binding", () => {
    const { points, lines } = watched();
    noteAnswer(OPERATIONS.estimate, 200, { env, now: Date.now(), request_id: "r" });
    noteAnswer(OPERATIONS.estimate, 404, { env, now: Date.now(), request_id: "r" });
    expect([points, lines]).toEqual([[], []]);
  });

  it("is counted by route and status with a metrics binding", () => {
    const { points, lines, metered } = watched();
    noteAnswer(OPERATIONS.estimate, 200, { env: metered, now: Date.now(), request_id: "r" });
    expect(points).toMatchObject([{ indexes: ["GET /v1/estimate"], blobs: ["request", "GET /v1/estimate", "200"] }]);
    expect(lines).toEqual([]);
  });

  it("that was slow, or a fault of ours, is one line of JSON with the request's id", () => {
    const { lines } = watched();
    noteAnswer(OPERATIONS.cheapest, 200, { env, now: Date.now() - SLOW_MS - 1, request_id: "r1" });
    noteAnswer(OPERATIONS.getModelHistory, 503, { env, now: Date.now(), request_id: "r2" });
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { event: "slow", request_id: "r1", route: "GET /v1/cheapest", status: 200 },
      { event: "refused", request_id: "r2", route: "GET /v1/models/{id}/history", status: 503 },
    ]);
  });
});

describe("a refusal before anything of a request is read", () => {
  const ask = async (authorization: string, bindings: Env) =>
    await createApp().fetch(
      new Request("https://ratecard.test/v1/models", { headers: { authorization } }),
      bindings,
      createExecutionContext(),
    );

  it("is counted like every other answer", async () => {
    const { points, metered } = watched();
    expect((await ask("Bearer nobody", metered)).status).toBe(401);
    expect(points).toMatchObject([{ blobs: ["request", "GET /v1/models", "401"] }]);
  });

  it("for want of anybody who knows the key is a line for the operator", async () => {
    const { lines } = watched();
    const key = makeApiKey("live", new Uint8Array(KEY_ENTROPY_BYTES).fill(7));
    const down = { getByName: () => new Proxy({}, { get: () => () => Promise.reject(new Error("down")) }) };
    const bindings = new Proxy(env, {
      get: (target, name) => (name === "TENANT_DIRECTORY" ? down : Reflect.get(target, name)),
    });
    expect((await ask(`Bearer ${key}`, bindings)).status).toBe(503);
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ event: "refused", status: 503 }]);
  });
});

it("a job is counted with what came of it", () => {
  const { points, metered } = watched();
  countJob(env, "prices", "ok", 12);
  countJob(metered, "prices", "failed", 12);
  expect(points).toEqual([{ indexes: ["prices"], blobs: ["job", "prices", "failed"], doubles: [12] }]);
});

it(
  "/healthz?verbose names the objectives that are missed, and plain /healthz does without",
  { timeout: 60_000 },
  async () => {
    const plain: Record<string, unknown> = await (await exports.default.fetch("https://ratecard.test/healthz")).json();
    const verbose: Record<string, unknown> = await (
      await exports.default.fetch("https://ratecard.test/healthz?verbose")
    ).json();
    expect(Object.keys(plain)).toEqual(["status", "catalog"]);
    expect(verbose["degraded"]).toContain("prices_age_seconds");
    expect(verbose).toHaveProperty("objectives.0.target", 86_400);
  },
);
