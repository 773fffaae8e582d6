import { reset, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { priceLedger } from "../../workers/ledger/stub.ts";
import { forgetCatalog } from "../../workers/query/catalog-read.ts";
import {
  answerUpstreams,
  json,
  LITELLM,
  litellmRows,
  OPENROUTER,
  openrouterRows,
  type Upstreams,
} from "./upstreams.ts";

const ADMIN = { authorization: "Bearer test-admin-token-0123456789abcdef", "content-type": "application/json" };

const estimateAnswer = z.object({
  data: z.object({
    total_usd: z.string(),
    price_status: z.string(),
    estimated: z.boolean(),
    price_version: z.string(),
    warnings: z.array(z.object({ code: z.string() })),
  }),
  meta: z.object({ catalog: z.object({ state: z.string(), version: z.string() }) }),
});
const refreshAnswer = z.object({
  data: z.object({
    published: z.boolean(),
    version: z.string(),
    sources: z.array(z.object({ name: z.string(), outcome: z.string(), changed: z.number() })),
  }),
});

const catalogAnswer = z.object({
  data: z.object({
    sources: z.array(z.object({ name: z.string(), state: z.string(), outcome: z.nullable(z.string()) })),
  }),
  meta: z.object({ catalog: z.object({ state: z.string(), version: z.string() }) }),
});
const publishedAnswer = z.object({
  data: z.object({ version: z.string() }),
  meta: z.object({ catalog: z.object({ state: z.string(), version: z.string() }) }),
});

let upstreams: Upstreams;

beforeEach(() => {
  forgetCatalog();
  upstreams = answerUpstreams({
    [LITELLM]: json(litellmRows(), { etag: '"one"' }),
    [OPENROUTER]: json(openrouterRows()),
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

async function refresh(force = false) {
  const body = JSON.stringify({ job: "prices", force });
  const response = await exports.default.fetch(
    new Request("http://ratecard/v1/admin/refresh", { method: "POST", headers: ADMIN, body }),
  );
  expect(response.status).toBe(200);
  return refreshAnswer.parse(await response.json()).data;
}

async function estimate(more = "") {
  const response = await exports.default.fetch(
    new Request(`http://ratecard/v1/estimate?model=gpt-4o&input_tokens=1000&output_tokens=500${more}`),
  );
  expect(response.status).toBe(200);
  return estimateAnswer.parse(await response.json());
}

async function admin(path: string, body?: unknown) {
  const init = body === undefined ? { headers: ADMIN } : { method: "POST", headers: ADMIN, body: JSON.stringify(body) };
  return await exports.default.fetch(new Request(`http://ratecard${path}`, init));
}

function outcomes(report: z.output<typeof refreshAnswer>["data"]) {
  return Object.fromEntries(report.sources.map(({ name, outcome }) => [name, outcome]));
}

/** When the ledger last read, judged and merged. */
async function mergedAt(): Promise<number> {
  const at = await runInDurableObject(priceLedger(env), (_, state) => state.storage.kv.get<number>("merged_at"));
  if (at === undefined) throw new Error("nothing was merged yet");
  return at;
}

describe("a refresh", () => {
  it("turns bundled estimates into prices of a live source that another one confirms", async () => {
    const before = await estimate();
    expect(before.meta.catalog.state).toBe("bundled");
    expect(before.data).toMatchObject({ total_usd: "0.0075", price_status: "bundled", estimated: true });
    expect(await refresh()).toMatchObject({ published: true });
    const after = await estimate();
    expect(after.meta.catalog.state).toBe("fresh");
    expect(after.data).toMatchObject({ total_usd: "0.0075", price_status: "agreed", estimated: false });
  });

  it("publishes nothing when the prices are the same, also under force", async () => {
    const { version } = await refresh();
    expect(await refresh(true)).toMatchObject({ published: false, version });
  });

  it("asks again with the tag it was given, and takes a 304 as a confirmation", async () => {
    await refresh();
    upstreams.set(LITELLM, (request) =>
      request.headers.get("if-none-match") === '"one"'
        ? new Response(null, { status: 304 })
        : new Response("no tag", { status: 400 }),
    );
    expect(outcomes(await refresh())).toMatchObject({ litellm: "not_modified", openrouter: "ok" });
    expect((await estimate()).meta.catalog.state).toBe("fresh");
  });

  it("knows a body without a tag again by its bytes: nothing is merged, and the source counts as confirmed", async () => {
    await refresh();
    const merged = await mergedAt();
    upstreams.set(LITELLM, () => new Response(null, { status: 304 }));
    const report = await refresh();
    expect(report).toMatchObject({ published: false });
    expect(outcomes(report)).toMatchObject({ litellm: "not_modified", openrouter: "ok" });
    expect(await mergedAt()).toBe(merged);
    expect((await estimate()).meta.catalog.state).toBe("fresh");
    upstreams.set(OPENROUTER, json({ ...openrouterRows(), total_count: 1 }));
    expect(outcomes(await refresh())).toMatchObject({ openrouter: "ok" });
    expect(await mergedAt()).toBeGreaterThan(merged);
  });

  it("reads the same bytes again under force", async () => {
    await refresh();
    const merged = await mergedAt();
    expect(outcomes(await refresh(true))).toMatchObject({ litellm: "ok", openrouter: "ok" });
    expect(await mergedAt()).toBeGreaterThan(merged);
  });

  it.each([
    ["HTML in a 200", () => new Response("<html>", { headers: { "content-type": "text/html" } }), "rejected"],
    ["a truncated body", () => new Response('{"gpt-4o": {"litellm_prov'), "rejected"],
    [
      "a list that lost half its rows",
      () => new Response(JSON.stringify(Object.fromEntries(Object.entries(litellmRows()).slice(0, 11)))),
      "rejected",
    ],
    ["an error", () => new Response("gone", { status: 404 }), "failed"],
  ])("keeps the last good prices over %s, and recovers by itself", async (_, answer, outcome) => {
    const { version } = await refresh();
    upstreams.set(LITELLM, answer);
    const report = await refresh(true);
    expect(report).toMatchObject({ published: false, version });
    expect(outcomes(report)).toMatchObject({ litellm: outcome, openrouter: "ok" });
    expect((await estimate()).data).toMatchObject({ total_usd: "0.0075", price_status: "agreed" });
    upstreams.set(LITELLM, json(litellmRows({ input: 2e-6, output: 1e-5 })));
    expect(await refresh()).toMatchObject({ published: true });
    expect((await estimate()).data.total_usd).toBe("0.007");
  });

  it("that is forced asks without tags, also where another one is under way", async () => {
    await refresh();
    const { requests } = upstreams;
    const before = requests.length;
    upstreams.set(LITELLM, async () => {
      await scheduler.wait(200);
      return new Response(null, { status: 304 });
    });
    await Promise.all([refresh(), refresh(true)]);
    const asked = requests.slice(before).filter(({ url }) => url === LITELLM);
    expect(asked.map(({ headers }) => headers.get("if-none-match"))).toEqual(['"one"', null]);
  });

  it("runs once for callers that overlap", async () => {
    // The answer is held back until all three are sure to have come in.
    const list = litellmRows();
    upstreams.set(LITELLM, async () => {
      await scheduler.wait(200);
      return new Response(JSON.stringify(list));
    });
    const reports = await Promise.all([refresh(), refresh(), refresh()]);
    expect(new Set(reports.map(({ version }) => version)).size).toBe(1);
    expect(upstreams.requests.filter(({ url }) => url === LITELLM)).toHaveLength(1);
  });

  it("tells of failed attempts where nothing was ever published, and goes on answering from the bundled prices", async () => {
    upstreams.set(LITELLM, () => new Response("down", { status: 404 }));
    upstreams.set(OPENROUTER, () => new Response("down", { status: 404 }));
    const { published, version } = await refresh();
    expect(published).toBe(false);
    const response = await exports.default.fetch("http://ratecard/v1/catalog");
    const told = catalogAnswer.parse(await response.json());
    expect(told.meta.catalog).toMatchObject({ state: "bundled", version });
    expect(told.data.sources).toContainEqual({ name: "litellm", state: "never", outcome: "failed" });
    expect(told.data.sources).toContainEqual({ name: "bundled", state: "bundled", outcome: null });
    expect((await estimate()).data).toMatchObject({ total_usd: "0.0075", price_status: "bundled" });
  });

  it("names the catalog that it published in its own envelope", async () => {
    const response = await exports.default.fetch(
      new Request("http://ratecard/v1/admin/refresh", { method: "POST", headers: ADMIN, body: '{"job":"prices"}' }),
    );
    const { data, meta } = publishedAnswer.parse(await response.json());
    expect(meta.catalog).toMatchObject({ state: "fresh", version: data.version });
  });

  it("answers with an outcome per source when all of them fail and nothing was ever published", async () => {
    upstreams.set(LITELLM, () => new Response("gone", { status: 404 }));
    upstreams.set(OPENROUTER, () => new Response("gone", { status: 404 }));
    expect(outcomes(await refresh(true))).toEqual({
      litellm: "failed",
      openrouter: "failed",
      models_dev: "failed",
      genai_prices: "failed",
    });
    expect((await estimate()).meta.catalog.state).toBe("bundled");
  });
});

describe("prices of the past", () => {
  it("are reproduced by version and by instant, and listed newest first", async () => {
    const first = await refresh();
    const between = new Date().toISOString();
    await scheduler.wait(5);
    upstreams.set(LITELLM, json(litellmRows({ input: 2e-6, output: 8e-6 })));
    const second = await refresh();
    expect((await estimate()).data).toMatchObject({ total_usd: "0.006", price_version: second.version });
    expect((await estimate(`&price_version=${first.version}`)).data).toMatchObject({
      total_usd: "0.0075",
      price_version: first.version,
    });
    expect((await estimate(`&at=${between}`)).data.total_usd).toBe("0.0075");
    const history = await (await admin("/v1/models/openai/gpt-4o/history")).json();
    expect(history).toMatchObject({ data: { prices: [{ version: second.version }, { version: first.version }] } });
    const changes = await (await admin(`/v1/changes?since_version=${first.version}`)).json();
    expect(changes).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({
          offer: "openai/gpt-4o",
          meter: "output_tokens",
          old_usd: "0.00001",
          new_usd: "0.000008",
          factor: 0.8,
          source: "litellm",
        }),
      ]),
    });
  });

  it("before the first record are the earliest ones, with a warning", async () => {
    await refresh();
    const { data } = await estimate("&at=2020-01-01T00:00:00Z");
    expect(data.total_usd).toBe("0.0075");
    expect(data.warnings.map(({ code }) => code)).toContain("before_first_record");
  });

  it("of a version that nobody recorded are not found", async () => {
    await refresh();
    const response = await exports.default.fetch(
      new Request("http://ratecard/v1/estimate?model=gpt-4o&price_version=0123456789abcdef"),
    );
    expect(response.status).toBe(404);
  });
});

describe("an operator", () => {
  it("rolls back to a version that the next refresh does not undo, until it is released", async () => {
    const first = await refresh();
    upstreams.set(LITELLM, json(litellmRows({ input: 2e-6, output: 8e-6 })));
    await refresh();
    expect((await admin("/v1/admin/catalog/rollback", { version: first.version })).status).toBe(200);
    expect((await estimate()).data.total_usd).toBe("0.0075");
    upstreams.set(LITELLM, json(litellmRows({ input: 1.8e-6, output: 8e-6 })));
    expect(await refresh()).toMatchObject({ published: false, version: first.version });
    expect((await estimate()).data.total_usd).toBe("0.0075");
    expect((await admin("/v1/admin/catalog/rollback", { version: null })).status).toBe(200);
    expect((await estimate()).data.total_usd).toBe("0.0058");
  });

  it("rolls back in the middle of a refresh that does not undo it either", async () => {
    const first = await refresh();
    upstreams.set(LITELLM, json(litellmRows({ input: 2e-6, output: 8e-6 })));
    await refresh();
    upstreams.set(LITELLM, json(litellmRows({ input: 1.8e-6, output: 8e-6 })));
    // Plain data: a promise of one object is not for another to wait for.
    const kv = { asked: false, held: true };
    const { put } = env.KV;
    vi.spyOn(env.KV, "put").mockImplementation(async (...written: Parameters<typeof put>) => {
      kv.asked = true;
      while (kv.held) await scheduler.wait(5);
      await put.apply(env.KV, written);
    });
    const refreshing = refresh();
    await vi.waitFor(() => expect(kv.asked).toBe(true));
    const rollback = admin("/v1/admin/catalog/rollback", { version: first.version });
    await scheduler.wait(100);
    kv.held = false;
    await refreshing;
    expect((await rollback).status).toBe(200);
    vi.restoreAllMocks();
    forgetCatalog();
    expect((await estimate()).data.total_usd).toBe("0.0075");
  });

  it("that cannot reach KV is told to try again, and nothing has moved", async () => {
    const first = await refresh();
    upstreams.set(LITELLM, json(litellmRows({ input: 2e-6, output: 8e-6 })));
    await refresh();
    vi.spyOn(env.KV, "put").mockRejectedValue(new Error("no KV"));
    expect((await admin("/v1/admin/catalog/rollback", { version: first.version })).status).toBe(503);
    expect((await admin("/v1/admin/refresh", { job: "quality" })).status).toBe(503);
    expect((await estimate()).data.total_usd).toBe("0.006");
  });

  it("sees a held price with its reason, and lets it through", async () => {
    await refresh();
    upstreams.set(OPENROUTER, () => new Response("gone", { status: 404 }));
    upstreams.set(
      LITELLM,
      json({
        ...litellmRows(),
        "groq/made-up-3": {
          litellm_provider: "groq",
          mode: "chat",
          input_cost_per_token: 8e-6,
          output_cost_per_token: 8e-7,
        },
      }),
    );
    await refresh();
    const held = z.object({ data: z.array(z.object({ id: z.string(), key: z.string(), reason: z.string() })) });
    const rows = held.parse(await (await admin("/v1/admin/quarantine")).json()).data;
    const row = rows.find(({ key }) => key === "groq/made-up-3");
    expect(row?.reason).toBe("moved_tenfold");
    expect((await admin(`/v1/admin/quarantine/${row?.id ?? ""}`, { decision: "accept" })).status).toBe(200);
    upstreams.set(LITELLM, () => new Response(null, { status: 304 }));
    expect(await refresh()).toMatchObject({ published: true });
    const after = held.parse(await (await admin("/v1/admin/quarantine")).json()).data;
    expect(after.filter(({ key }) => key === "groq/made-up-3")).toEqual([]);
  });

  it("is told 404 for a row that is not held and a version that is not kept", async () => {
    await refresh();
    expect((await admin("/v1/admin/quarantine/nothing", { decision: "reject" })).status).toBe(404);
    expect((await admin("/v1/admin/catalog/rollback", { version: "0123456789abcdef" })).status).toBe(404);
  });
});

describe("a reader", () => {
  it("that is cold takes the published catalog from KV", async () => {
    await refresh();
    forgetCatalog();
    expect((await estimate()).meta.catalog.state).toBe("fresh");
  });

  it("that is cold and finds garbage in KV answers from the bundled snapshot, flagged", async () => {
    await env.KV.put("catalog:hot", '{"schema":1,"broken');
    const answer = await estimate();
    expect(answer.meta.catalog.state).toBe("bundled");
    expect(answer.data.total_usd).toBe("0.0075");
  });
});
