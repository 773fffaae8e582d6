import { reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { routeAnswer, simulateAnswer } from "../../shared/contract/answers/routing.ts";
import { encodeCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { StatusPageReading } from "../../shared/health/status-page.ts";
import { forgetCatalog, installCatalog } from "../../workers/query/catalog-read.ts";
import { forgetBoard } from "../../workers/query/health-read.ts";
import { keyOf, tenant } from "../objects/tenants.ts";
import { HEADER } from "../pricing/arbitraries.ts";
import { seller } from "../routing/world.ts";

const OFFERS: readonly Offer[] = [
  seller(
    "openai/gpt-4o",
    { input: "2.5", output: "10", read: "1.25" },
    { capabilities: ["tools", "vision"], limits: { context_tokens: 128_000 } },
  ),
  seller(
    "openai/gpt-4o-mini",
    { input: "0.15", output: "0.6", read: "0.075" },
    { limits: { context_tokens: 128_000 } },
  ),
  seller(
    "anthropic/claude-sonnet-4-5",
    { input: "3", output: "15", read: "0.3", write: "3.75" },
    { limits: { context_tokens: 200_000 } },
  ),
  seller("groq/old", { input: "0.01", output: "0.01" }, { deprecation_date: "2020-01-01" }),
  seller("groq/free", { input: "0", output: "0" }, { price_type: "free" }),
  seller("groq/mystery", { input: "0", output: "0" }, { price_type: "unknown" }),
];

beforeEach(() => {
  forgetCatalog();
  installCatalog(encodeCatalog({ ...HEADER, sequence: 1e9 }, OFFERS), Date.now());
});

afterEach(async () => {
  forgetBoard();
  forgetCatalog();
  await reset();
});

const problemBody = z.object({ code: z.string(), errors: z.optional(z.array(z.object({ pointer: z.string() }))) });

async function post(path: string, body: unknown, key?: string): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  return await exports.default.fetch(
    new Request(`http://ratecard${path}`, { method: "POST", headers, body: JSON.stringify(body) }),
  );
}

async function routed(body: unknown, key?: string) {
  const response = await post("/v1/route", body, key);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return z.object({ data: routeAnswer, meta: z.object({ considered: z.int() }) }).parse(JSON.parse(text));
}

async function refused(body: unknown) {
  const response = await post("/v1/route", body);
  const { code, errors = [] } = problemBody.parse(await response.json());
  return [response.status, code, ...errors.map(({ pointer }) => pointer)];
}

async function keyFor(id: string, plan: Parameters<typeof tenant>[1] = "enterprise") {
  const object = await tenant(id, plan);
  return { object, key: (await keyOf(id)).key };
}

describe("a route over HTTP", () => {
  it("is the first of the cheapest where nothing else is asked", async () => {
    const { data, meta } = await routed({});
    expect(data.choice).toMatchObject({
      model: { id: "openai/gpt-4o-mini", provider: "openai" },
      expected_cost_usd: "0.00045",
      health_score: null,
      score: 1,
      parts: { cost: { value: 1, weight: 1 }, health: { value: 0.8, weight: 0 } },
    });
    expect(data.ranked.map(({ model }) => model.id)).toEqual([
      "openai/gpt-4o-mini",
      "openai/gpt-4o",
      "anthropic/claude-sonnet-4-5",
    ]);
    expect(data).toMatchObject({ policy: "cheapest", usage: { input_tokens: 1000, output_tokens: 500 }, warnings: [] });
    expect(data.rejected_counts).toEqual({ deprecated: 1, price_unknown: 1 });
    expect(meta.considered).toBe(5);
    const cheapest = await exports.default.fetch(new Request("http://ratecard/v1/cheapest"));
    expect(await cheapest.json()).toMatchObject({
      data: [{ model: data.choice?.model, total_usd: "0.00045" }, {}, {}],
    });
  });

  it("judges named candidates one by one and says what is wrong with each", async () => {
    const candidates = ["gpt-4o", "openai/gpt-4o", "gpt-9", "groq/old", "groq/mystery", "claude-sonnet-4-5"];
    const { data } = await routed({ candidates, require: { exclude_providers: ["anthropic"] } });
    expect(data.ranked.map(({ model }) => model.id)).toEqual(["groq/old", "openai/gpt-4o"]);
    expect(data.rejected.map(({ model, reason }) => [model, reason])).toEqual([
      ["gpt-9", "unknown_model"],
      ["groq/mystery", "price_unknown"],
      ["anthropic/claude-sonnet-4-5", "provider_not_allowed"],
    ]);
    expect(data.rejected_counts).toEqual({ unknown_model: 1, price_unknown: 1, provider_not_allowed: 1 });
  });

  it("is null with the reasons where nothing can be chosen", async () => {
    expect((await routed({ max_cost_usd: "0" })).data).toMatchObject({
      choice: null,
      ranked: [],
      rejected_counts: { over_max_cost: 3 },
    });
    expect((await routed({ candidates: ["gpt-9"] })).data).toMatchObject({
      choice: null,
      rejected: [{ model: "gpt-9", reason: "unknown_model" }],
    });
  });

  it("counts a text, and says that it did", async () => {
    const { data } = await routed({ text: "How many tokens is this?", usage: { output_tokens: 1 } });
    expect(data.tokens_estimated).toBe(true);
    expect(data.usage.input_tokens).toBeGreaterThan(3);
  });

  it("refuses contradictions with a pointer to each", async () => {
    expect(await refused({ cache: { prefix_tokens: 1001 } })).toEqual([400, "invalid_request", "/cache/prefix_tokens"]);
    expect(await refused({ cache: { prefix_tokens: 1, hit_rate: 1.01 } })).toEqual([
      400,
      "invalid_request",
      "/cache/hit_rate",
    ]);
    expect(await refused({ cache: { prefix_tokens: 1, hit_rate: -0.01 } })).toEqual([
      400,
      "invalid_request",
      "/cache/hit_rate",
    ]);
    const last = { model: "gpt-4o", at: "2099-01-01T00:00:00Z" };
    expect(await refused({ cache: { prefix_tokens: 1, last } })).toEqual([400, "invalid_request", "/cache/last/at"]);
    expect(await refused({ text: "a", usage: { input_tokens: 1 } })).toEqual([400, "invalid_request", "/text"]);
    expect(await refused({ usage: { cache_read_tokens: 1001 } })).toEqual([
      422,
      "usage_impossible",
      "/cache_read_tokens",
    ]);
    expect(await refused({ limit: 0 })).toEqual([400, "invalid_request", "/limit"]);
    expect(await refused({ limit: 101 })).toEqual([400, "invalid_request", "/limit"]);
    expect(await refused({ policy: "luckiest" })).toEqual([400, "invalid_request", "/policy"]);
    expect(await refused({ max_cost_usd: -1 })).toEqual([400, "invalid_request", "/max_cost_usd"]);
    expect(await refused({ candidates: [] })).toEqual([400, "invalid_request", "/candidates"]);
    expect(await refused({ nonsense: 1 })).toEqual([400, "invalid_request", "/nonsense"]);
  });

  it("says whether to stay, to move, and after how many turns that pays", async () => {
    const usage = { input_tokens: 10_000, output_tokens: 0 };
    const last = { model: "claude-sonnet-4-5", at: "2026-11-25T12:00:00Z" };
    const cache = { prefix_tokens: 10_000, hit_rate: 1, last };
    const warm = await routed({
      usage,
      cache,
      at: "2026-11-25T12:05:00Z",
      candidates: ["claude-sonnet-4-5", "gpt-4o"],
    });
    // Here 0.003 a turn; there 0.025 once, then 0.0125: never.
    expect(warm.data.stay_or_move).toEqual({
      stay: { model: "anthropic/claude-sonnet-4-5", cost_usd: "0.003", warm: true },
      move: { model: "openai/gpt-4o", cost_usd: "0.025" },
      break_even_turns: null,
    });
    const cold = await routed({ usage, cache, at: "2026-11-25T12:05:01Z" });
    expect(cold.data.stay_or_move).toMatchObject({
      stay: { cost_usd: "0.0375", warm: false },
      move: { model: "openai/gpt-4o-mini" },
      break_even_turns: 1,
    });
    const unknown = await routed({ usage, cache: { ...cache, last: { ...last, model: "gpt-9" } } });
    expect(unknown.data).not.toHaveProperty("stay_or_move");
    expect(unknown.data.warnings).toMatchObject([{ code: "unknown_model" }]);
  });

  it("shows the cache term of each row: the hit rate, where it is from, and what hits and misses cost", async () => {
    const { data } = await routed({
      usage: { input_tokens: 10_000, output_tokens: 0 },
      cache: { prefix_tokens: 10_000, key: "k" },
      candidates: ["claude-sonnet-4-5"],
    });
    expect(data.choice?.cache).toEqual({
      outcome: "predicted",
      prefix_tokens: 10_000,
      min_prefix_tokens: 1024,
      hit_rate: 0.5,
      hit_rate_origin: "default",
      hit_cost_usd: "0.003",
      miss_cost_usd: "0.0375",
      break_even_hit_rate: 0.2174,
    });
    expect(data.choice?.expected_cost_usd).toBe("0.02025");
    expect(data.warnings).toMatchObject([{ code: "hit_rate_default" }]);
  });

  it("a complexity is a floor of quality and context, and off by default", async () => {
    const { data } = await routed({ complexity: "heavy" });
    for (const { quality } of data.ranked) expect(quality).toBeGreaterThanOrEqual(40);
    expect(data.rejected.every(({ reason }) => reason !== "over_max_cost")).toBe(true);
    expect(data.rejected).toContainEqual(
      expect.objectContaining({ model: "openai/gpt-4o-mini", reason: "quality_below_minimum" }),
    );
  });
});

describe("health in a route", () => {
  const failing = (provider: string) => ({ reports: [{ provider, outcome: "error", count: 5 }] });

  it("a tenant's own failures count at once for it, and for nobody else", async () => {
    const { key } = await keyFor("acme");
    await post("/v1/health/reports", failing("openai"), key);
    const own = await routed({}, key);
    expect(own.data.ranked.map(({ model }) => model.id)).toEqual(["anthropic/claude-sonnet-4-5"]);
    expect(own.data.rejected.slice(0, 2)).toMatchObject([
      { reason: "provider_unhealthy" },
      { reason: "provider_unhealthy" },
    ]);
    expect((await routed({})).data.choice?.model.id).toBe("openai/gpt-4o-mini");
  });

  it("the breaker is passed over, and that is said, where every candidate is unhealthy", async () => {
    const { key } = await keyFor("acme");
    await post("/v1/health/reports", failing("openai"), key);
    const { data } = await routed({ candidates: ["gpt-4o"] }, key);
    expect(data.choice).toMatchObject({ model: { id: "openai/gpt-4o" } });
    expect(data.choice?.health_score).toBeLessThan(50);
    expect(data.warnings).toMatchObject([{ code: "all_unhealthy" }]);
  });

  it("a fresh major outage of the status page leaves a provider out for everybody", async () => {
    const now = Date.now();
    const page: StatusPageReading = {
      status: "major_outage",
      stale: false,
      url: "https://status.openai.com",
      platform: "statuspage",
      polled_at: new Date(now).toISOString(),
      components: [],
      incidents: [],
    };
    const object = env.PROVIDER_HEALTH.getByName("openai");
    await object.setStatusPage(page, now, true);
    await env.HEALTH_BOARD.getByName("board").push(await object.summary(now));
    await exports.default.fetch(new Request("http://ratecard/v1/health"));
    const { data } = await routed({});
    expect(data.choice?.model.id).toBe("anthropic/claude-sonnet-4-5");
    expect(data.rejected_counts).toMatchObject({ status_page_major_outage: 2 });
  });
});

describe("a route under a tenant's key", () => {
  it("offers only what the plan admits", async () => {
    const { key } = await keyFor("small", "free");
    const { data } = await routed({ candidates: ["gpt-4o", "gpt-4o-mini"] }, key);
    expect(data.ranked.map(({ model }) => model.id)).toEqual(["openai/gpt-4o-mini"]);
    expect(data.rejected).toMatchObject([{ model: "openai/gpt-4o", reason: "plan" }]);
    expect((await routed({}, key)).data.rejected_counts).toMatchObject({ plan: 4 });
  });

  it("leaves out what the budget does not allow", async () => {
    const { object, key } = await keyFor("acme");
    await object.putBudget({ per_request_usd: "0.001", timezone: "UTC" }, "admin", Date.now());
    const { data } = await routed({}, key);
    expect(data.ranked.map(({ model }) => model.id)).toEqual(["openai/gpt-4o-mini"]);
    expect(data.rejected_counts).toMatchObject({ over_budget: 2 });
    await object.putBudget({ day_usd: "0", timezone: "UTC" }, "admin", Date.now());
    expect((await routed({}, key)).data).toMatchObject({ choice: null, rejected_counts: { over_budget: 3 } });
  });

  it("ranks at the tenant's own prices", async () => {
    const { key } = await keyFor("discounted");
    const rules = [{ match: "anthropic/*", operation: "discount_percent", value: "99" }];
    const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const put = await exports.default.fetch(
      new Request("http://ratecard/v1/tenant/overrides", { method: "PUT", headers, body: JSON.stringify({ rules }) }),
    );
    expect(put.status).toBe(200);
    for (const candidates of [undefined, ["gpt-4o-mini", "claude-sonnet-4-5"]]) {
      const { data } = await routed(candidates === undefined ? {} : { candidates }, key);
      expect(data.choice).toMatchObject({
        model: { id: "anthropic/claude-sonnet-4-5" },
        expected_cost_usd: "0.000105",
      });
    }
  });

  it("takes the hit rate from what was recorded under the key, by model first", async () => {
    const { key } = await keyFor("recording");
    const at = new Date().toISOString();
    const usage = (read: number) => ({
      input_tokens: 4000,
      output_tokens: 1,
      cache_read_tokens: read,
      cache_write_tokens: 4000 - read,
    });
    const events = [
      { id: "a", at, model: "anthropic/claude-sonnet-4-5", usage: usage(3000), cache_key: "system-prompt" },
      { id: "b", at, model: "openai/gpt-4o", usage: usage(1000), cache_key: "system-prompt" },
    ];
    expect((await post("/v1/tenant/usage", { events }, key)).status).toBe(202);
    const cache = { prefix_tokens: 2000, key: "system-prompt" };
    const { data } = await routed({ usage: { input_tokens: 4000 }, cache }, key);
    const rates = data.ranked.map(({ model, cache: term }) => [model.id, term.hit_rate, term.hit_rate_origin]);
    expect(rates).toEqual([
      ["openai/gpt-4o-mini", 0.5, "recorded"],
      ["openai/gpt-4o", 0.25, "recorded"],
      ["anthropic/claude-sonnet-4-5", 0.75, "recorded"],
    ]);
    const given = await routed({ usage: { input_tokens: 4000 }, cache: { ...cache, hit_rate: 1 } }, key);
    expect(given.data.choice?.cache).toMatchObject({ hit_rate: 1, hit_rate_origin: "given" });
  });
});

describe("a simulation", () => {
  const body = {
    requests: [
      { chosen: "gpt-4o" },
      { chosen: "gpt-4o" },
      {
        usage: { input_tokens: 1000, output_tokens: 0 },
        candidates: ["claude-sonnet-4-5"],
        chosen: "claude-sonnet-4-5",
      },
      { candidates: ["gpt-9"], chosen: "gpt-4o" },
      { usage: { input_tokens: -1 } },
    ],
    policies: ["cheapest", "best"],
  };

  it("adds up what each policy would have cost, and compares it with what was chosen", async () => {
    const response = await post("/v1/route/simulate", body);
    expect(response.status).toBe(200);
    const { data } = z.object({ data: simulateAnswer }).parse(await response.json());
    expect(data.policies[0]).toMatchObject({
      policy: "cheapest",
      total_usd: "0.0039",
      routed: 3,
      unroutable: 1,
      health_known: 0,
      mean_health: null,
      choices: [
        { model: "openai/gpt-4o-mini", requests: 2, total_usd: "0.0009" },
        { model: "anthropic/claude-sonnet-4-5", requests: 1, total_usd: "0.003" },
      ],
      against_chosen: {
        requests: 3,
        chosen_usd: "0.018",
        policy_usd: "0.0039",
        saved_usd: "0.0141",
        saved_percent: 78.33,
        same_choice: 1,
      },
    });
    expect(data.policies[1]).toMatchObject({ policy: "best", routed: 3 });
    expect(data.problems).toMatchObject([{ index: 4, problem: { code: "invalid_request" } }]);
  });

  it("takes at most a thousand requests, and no more than the plan's bulk", async () => {
    const many = (count: number) => ({ requests: Array.from({ length: count }, () => ({})) });
    expect((await post("/v1/route/simulate", many(1000))).status).toBe(200);
    expect((await post("/v1/route/simulate", many(1001))).status).toBe(413);
    const { key } = await keyFor("small", "free");
    expect((await post("/v1/route/simulate", many(101), key)).status).toBe(413);
    expect((await post("/v1/route/simulate", many(0))).status).toBe(400);
  });
});
