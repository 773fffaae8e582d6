import { createExecutionContext, evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { answers } from "../../shared/tenancy/wire.ts";
import { requests } from "../../shared/tenancy/wire-requests.ts";
import { PLANS, type PlanName } from "../../shared/tenancy/plans.ts";
import { forgetTenants, tenantTerms } from "../../workers/query/tenant-view.ts";
import { tenantOperations as operations, type TenantCall } from "../../workers/query/tenants/index.ts";
import { catalogOf } from "../tenancy/catalogs.ts";
import { offer, rate } from "../tenancy/offers.ts";
import { NOW, reservation, tenant } from "./tenants.ts";

afterEach(async () => {
  forgetTenants();
  await reset();
});

const mini = offer("openai/mini", [
  rate("input_tokens", "0.000001"),
  rate("output_tokens", "0.000002"),
  rate("cache_read_tokens", "0.0000001"),
]);
const big = offer("openai/big", [
  rate("input_tokens", "0.00001"),
  rate("output_tokens", "0.00002"),
  rate("input_tokens", "0.000005", "batch"),
  rate("output_tokens", "0.00001", "batch"),
]);
const vague = offer("openai/vague", [], { price_type: "unknown" });
const catalog = catalogOf([mini, big, vague]);

async function callOf(id: string, plan: PlanName = "team", over: Partial<TenantCall> = {}): Promise<TenantCall> {
  await tenant(id, plan);
  const terms = await tenantTerms(id, env, createExecutionContext(), NOW);
  if (terms === null) throw new Error("no terms");
  return { env, now: NOW, tenant_id: id, actor: "key_1", catalog, host: "ratecard.example", ...terms, ...over };
}

/** The same call with the terms as they are now. */
async function again(call: TenantCall): Promise<TenantCall> {
  const terms = await tenantTerms(call.tenant_id, env, createExecutionContext(), call.now);
  return { ...call, ...terms };
}

const AT = "2026-11-25T11:00:00Z";
const SPAN = { from: 0, to: NOW + 1 };
const usage = { input_tokens: 1_000, output_tokens: 1_000 };

function recorded(result: Awaited<ReturnType<typeof operations.recordUsage>>) {
  if ("code" in result) throw new Error(result.detail);
  return answers.recorded.parse(result);
}

describe("overrides", () => {
  const rules = [{ match: "openai/*", operation: "discount_percent", value: "18" }] as const;

  it("are in force where they were made at once, with a revision that If-Match compares", async () => {
    const call = await callOf("acme");
    expect(await operations.getOverrides(call)).toEqual({ rules: [], revision: 0 });
    const first = await operations.putOverrides(call, { rules: [...rules] }, null);
    expect(first).toEqual({ rules, revision: 1 });
    expect((await again(call)).overrides.levels[0]).toHaveLength(1);
    for (const stale of ['"0"', "0", 'W/"7"', "nonsense", '""']) {
      expect(await operations.putOverrides(call, { rules: [] }, stale), stale).toMatchObject({
        code: "conflict",
        status: 412,
      });
    }
    expect(await operations.putOverrides(call, { rules: [] }, '"1"')).toEqual({ rules: [], revision: 2 });
    expect(await operations.putOverrides(call, { rules: [...rules] }, "*")).toMatchObject({ revision: 3 });
    await evictDurableObject(env.TENANT.getByName("acme"));
    expect(await operations.getOverrides(call)).toEqual({ rules, revision: 3 });
    const audit = await operations.getAudit(call, 10);
    expect(audit[0]).toEqual({
      at: "2026-11-25T12:00:00.000Z",
      actor: "key_1",
      action: "overrides.put",
      detail: { revision: 3, rules: 1 },
    });
  });

  it("reach an isolate that was not told within nine seconds", async () => {
    await callOf("acme");
    await env.TENANT.getByName("acme").putOverrides([...rules], null, "admin", NOW);
    expect((await tenantTerms("acme", env, createExecutionContext(), NOW + 4_999))?.overrides.levels[0]).toHaveLength(
      0,
    );
    expect((await tenantTerms("acme", env, createExecutionContext(), NOW + 9_000))?.overrides.levels[0]).toHaveLength(
      1,
    );
  });

  it("one bad rule refuses the whole PUT", () => {
    const bad = { match: "*", operation: "discount_percent", value: "101" };
    expect(requests.putOverrides.safeParse({ rules: [...rules, bad] }).success).toBe(false);
  });

  it("a preview prices before and after and saves nothing", async () => {
    const call = await callOf("acme");
    await operations.putOverrides(call, { rules: [...rules] }, null);
    const preview = operations.previewOverrides(await again(call), {
      rules: [{ match: "*", operation: "multiply", value: "2" }],
      usage,
      models: ["openai/mini", "openai/vague", "nothing/like-it"],
    });
    expect(answers.preview.parse(preview)).toEqual({
      rows: [
        { model: "openai/mini", before_usd: "0.00246", after_usd: "0.006" },
        { model: "openai/vague", problem: { code: "price_unknown", detail: expect.any(String) } },
        { model: "nothing/like-it", problem: { code: "model_not_found", detail: expect.any(String) } },
      ],
    });
    expect(await operations.getOverrides(call)).toMatchObject({ revision: 1 });
  });
});

describe("usage", () => {
  it("bad rows are told one by one and refuse no other", async () => {
    const call = await callOf("acme");
    const result = recorded(
      await operations.recordUsage(call, {
        events: [
          { id: "a", at: AT, model: "openai/mini", usage },
          { id: "b", at: "yesterday", model: "openai/mini", usage },
          { id: "c", at: "2027-01-01T00:00:00Z", model: "openai/mini", usage },
          { id: "d", at: AT, model: "openai/mini", usage: { input_tokens: 1, cache_read_tokens: 2 } },
          { id: "e", at: AT, model: "no/such", usage },
          { id: "f", at: AT, model: "openai/vague", usage },
          { id: "g", at: AT, model: "openai/mini", usage, service_tier: "priority" },
          { id: "h", at: AT, model: "openai/mini", response: { hello: 1 } },
          null,
          { id: "i", at: AT, model: "openai/mini", response: { usage: { prompt_tokens: 10, completion_tokens: 5 } } },
          { id: "j", at: AT, model: "no/such", usage, billed_usd: "0.5" },
          { id: "a", at: AT, model: "openai/mini", usage },
        ],
      }),
    );
    expect(result).toMatchObject({ accepted: 3, duplicates: 1 });
    expect(result.rejected.map(({ index, id, code, errors }) => [index, id, code, errors?.[0]?.pointer])).toEqual([
      [1, "b", "invalid_request", "/at"],
      [2, "c", "invalid_request", "/at"],
      [3, "d", "usage_impossible", "/usage/cache_read_tokens"],
      [4, "e", "model_not_found", "/model"],
      [5, "f", "price_unknown", undefined],
      [6, "g", "service_tier_unavailable", undefined],
      [7, "h", "invalid_request", expect.any(String)],
      [8, null, "invalid_request", ""],
    ]);
    expect(answers.spend.parse(await operations.getSpend(call, SPAN, "model"))).toEqual({
      total_usd: "0.50302",
      rows: [
        { model: "no/such", events: 1, total_usd: "0.5" },
        { model: "openai/mini", events: 2, total_usd: "0.00302" },
      ],
    });
  });

  it("a model outside the plan is recorded all the same, and a plan has its most rows", async () => {
    const call = await callOf("acme", "free");
    expect(
      recorded(await operations.recordUsage(call, { events: [{ id: "a", at: AT, model: "openai/big", usage }] }))
        .accepted,
    ).toBe(1);
    const many = Array.from({ length: PLANS.free.bulk_rows + 1 }, (_, i) => ({ id: `${i}` }));
    expect(await operations.recordUsage(call, { events: many })).toMatchObject({
      code: "payload_too_large",
    });
  });

  it("a linked estimate is compared with the bill, and events say what they cost at the tenant's prices", async () => {
    const call = await callOf("acme");
    await operations.putOverrides(call, { rules: [{ match: "*", operation: "discount_percent", value: "50" }] }, null);
    const held = await env.TENANT.getByName("acme").reserve(reservation("0.01"), NOW);
    const estimate_id = held.reserved ? held.estimate_id : "";
    recorded(
      await operations.recordUsage(await again(call), {
        events: [
          { id: "a", at: AT, model: "openai/big", usage, estimate_id, billed_usd: "0.02" },
          { id: "b", at: AT, model: "openai/big", usage, billed_usd: "0.015" },
          { id: "c", at: AT, model: "openai/big", usage, billed_usd: "0.0075" },
        ],
      }),
    );
    const reconciliation = answers.reconciliation.parse(await operations.getReconciliation(call, SPAN));
    expect(reconciliation.rows).toEqual([
      { id: "a", model: "openai/big", estimated_usd: "0.01", billed_usd: "0.02", cause: "unknown" },
      { id: "b", model: "openai/big", estimated_usd: "0.015", billed_usd: "0.015", cause: null },
      { id: "c", model: "openai/big", estimated_usd: "0.015", billed_usd: "0.0075", cause: "batch_discount" },
    ]);
    expect(reconciliation.models).toMatchObject([{ events: 3 }]);
  });

  it("savings have three lines, by model or day, against a baseline where one is chosen", async () => {
    const call = await callOf("acme");
    recorded(
      await operations.recordUsage(call, {
        events: [
          { id: "a", at: AT, model: "openai/mini", usage: { ...usage, cache_read_tokens: 500 } },
          { id: "b", at: "2026-11-24T11:00:00Z", model: "openai/big", usage, service_tier: "batch" },
        ],
      }),
    );
    const savings = await operations.getSavings(call, SPAN, "model", "openai/big");
    if ("code" in savings) throw new Error(savings.detail);
    expect(answers.savings.parse(savings)).toEqual({
      baseline: "openai/big",
      total: { caching_usd: "0.00045", routing_usd: "0.027", batch_usd: "0.015" },
      rows: [
        { model: "openai/big", events: 1, caching_usd: "0", routing_usd: "0", batch_usd: "0.015" },
        { model: "openai/mini", events: 1, caching_usd: "0.00045", routing_usd: "0.027", batch_usd: "0" },
      ],
    });
    expect(await operations.getSavings(call, SPAN, "day", undefined)).toMatchObject({
      baseline: null,
      total: { routing_usd: null },
      rows: [{ day: "2026-11-24" }, { day: "2026-11-25" }],
    });
    expect(await operations.getSavings(call, SPAN, "day", "no/such")).toMatchObject({ code: "model_not_found" });
  });

  it("cache hits are kept by the tenant's key, token-weighted, the last hundred of a key and model", async () => {
    const call = await callOf("acme");
    const events = Array.from({ length: 150 }, (_, i) => ({
      id: `${i}`,
      at: AT,
      model: "openai/mini",
      cache_key: "prompt",
      usage: { input_tokens: 1_000, ...(i < 50 ? {} : { cache_read_tokens: 900 }) },
    }));
    recorded(await operations.recordUsage(call, { events }));
    const reading = answers.cacheHits.parse(await operations.getCacheHits(call, "prompt"));
    expect(reading).toMatchObject({ hit_rate: 1, samples: 100, models: [{ model: "openai/mini", samples: 100 }] });
    const other = await callOf("other");
    expect(await operations.getCacheHits(other, "prompt")).toMatchObject({ hit_rate: null, samples: 0 });
  });

  it("an export gives back every event in pages, and the same as CSV", async () => {
    const call = await callOf("acme");
    const events = Array.from({ length: 25 }, (_, i) => ({ id: `e${i}`, at: AT, model: "openai/mini", usage }));
    recorded(await operations.recordUsage(call, { events }));
    const ids: unknown[] = [];
    let after: { at: number; id: string } | null = null;
    do {
      const page: Awaited<ReturnType<typeof operations.exportEvents>> = await operations.exportEvents(
        call,
        SPAN,
        after,
        10,
      );
      ids.push(...page.events.map((event) => event["id"]));
      after = page.next;
    } while (after !== null);
    expect(new Set(ids).size).toBe(25);
    const { events: first } = await operations.exportEvents(call, SPAN, null, 1);
    expect(first[0]).toMatchObject({ at: "2026-11-25T11:00:00.000Z", cost_usd: "0.003", usage });
    expect(operations.exportCsv(first)).toContain("e0,2026-11-25T11:00:00.000Z,openai/mini,standard,");
  });

  it("events and estimates past their time are dropped by the alarm", async () => {
    const call = await callOf("acme");
    recorded(await operations.recordUsage(call, { events: [{ id: "a", at: AT, model: "openai/mini", usage }] }));
    const stub = env.TENANT.getByName("acme");
    await runInDurableObject(stub, async (instance, state) => {
      state.storage.sql.exec("UPDATE events SET at = 1000");
      state.storage.sql.exec(`UPDATE documents SET body = '{"at":0}' WHERE name = 'prune'`);
      await instance.alarm();
      expect(await state.storage.getAlarm()).toBeGreaterThan(Date.now());
    });
    expect(await stub.countEvents(0, NOW)).toBe(0);
  });
});

describe("webhooks", () => {
  const body = { url: "https://hooks.example.com/a", events: ["budget" as const], rotate_secret: false };

  it("a new one is 201 with its secret, a repeated PUT 200 without, and a refused URL points at itself", async () => {
    const call = await callOf("acme");
    const created = await operations.putWebhook(call, "ops", body);
    expect(created).toMatchObject({ status: 201, data: { secret: expect.stringMatching(/^whsec_/) } });
    expect(await operations.putWebhook(call, "ops", body)).toMatchObject({ status: 200, data: { id: "ops" } });
    expect(await operations.getWebhook(call, "ops")).not.toHaveProperty("secret");
    for (const url of [
      "http://hooks.example.com/",
      "https://127.0.0.1/",
      "https://localhost/",
      "https://ratecard.example/",
      "https://x.local/",
    ]) {
      expect(await operations.putWebhook(call, "bad", { ...body, url }), url).toMatchObject({
        code: "invalid_request",
        errors: [{ pointer: "/url" }],
      });
    }
    expect(await operations.listWebhooks(call)).toHaveLength(1);
    expect(await operations.listDeliveries(call, "ops", 10)).toEqual([]);
    expect(await operations.replayDelivery(call, "ops", "msg_x")).toMatchObject({ code: "not_found" });
    expect(await operations.deleteWebhook(call, "ops")).toBeNull();
    expect(await operations.deleteWebhook(call, "ops")).toMatchObject({ code: "not_found" });
  });
});

describe("settings", () => {
  it("the budget and the margin come back as they were put, with where they stand", async () => {
    const call = await callOf("acme");
    const budget = await operations.putBudget(call, { day_usd: "1.50", timezone: "UTC" });
    expect(answers.budget.parse(budget)).toMatchObject({
      day_usd: "1.50",
      month_usd: null,
      day: { key: "2026-11-25", spent_usd: "0" },
    });
    expect(await operations.getBudget(call)).toEqual(budget);
    const margin = await operations.putMargin(call, { minimum_percent: 10, maximum_move_percent: "5" });
    expect(answers.margin.parse(margin)).toEqual({ minimum_percent: 10, maximum_move_percent: "5", held: [] });
  });

  it("a changed plan is in force where it was changed at once", async () => {
    const call = await callOf("acme", "free");
    expect(await operations.updateTenant({ env, now: NOW, actor: "admin" }, "acme", { plan: "pro" })).toMatchObject({
      plan: "pro",
    });
    expect((await again(call)).plan).toBe("pro");
    expect(await operations.getTenant({ env, now: NOW, actor: "admin" }, "acme")).toMatchObject({ plan: "pro" });
  });
});
