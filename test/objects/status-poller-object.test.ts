import { env } from "cloudflare:workers";
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FLAGSHIP_MODELS } from "../../shared/health/status-pages/flagship-models.ts";
import { STATUS_PAGES } from "../../shared/health/status-pages/table.ts";
import { pollStatusPages, statusPoller } from "../../workers/refresh/status-pages.ts";
import { BOARD } from "../../workers/webhooks/publish.ts";
import { statuspage } from "../health/status-pages/documents.ts";
import { answering } from "../upstream/answering.ts";
import { MINUTE, START } from "./status-poller-run.ts";

// Not a promise about time: a machine that does other work as well may need it.
vi.setConfig({ testTimeout: 60_000 });

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const claude = (status: string) =>
  statuspage({
    indicator: "none",
    components: ["k8w3r06qmzrp", "rwppv331jlwc", "yyzkbfz2thpt"].map((id) => ({ id, status })),
  });

/** Claude's page in a state, every other one gone, and OpenRouter with one endpoint of Anthropic's. */
function world(status: string): ReturnType<typeof answering> {
  return answering((url) => {
    if (url.startsWith("https://status.claude.com/")) return new Response(claude(status));
    if (url.startsWith("https://openrouter.ai/"))
      return new Response('{"data":{"endpoints":[{"tag":"anthropic","uptime_last_5m":97.5}]}}');
    return new Response("", { status: 404 });
  });
}

const ofPages = (asked: readonly { readonly url: string }[]) =>
  asked.filter((one) => !one.url.startsWith("https://openrouter.ai/"));

describe("the poller object", () => {
  it("answers a forced poll once every provider's object has its reading, with a result per provider", async () => {
    world("partial_outage");
    const report = await pollStatusPages(env, START, true);
    expect(report.results.map((one) => one.name).sort()).toEqual([...STATUS_PAGES.keys()].sort());
    expect(report.results.find((one) => one.name === "anthropic")).toEqual({
      name: "anthropic",
      outcome: "ok",
      rows: 3,
      rejected: 0,
      changed: 4,
    });
    expect(report.results.find((one) => one.name === "cohere")).toMatchObject({
      outcome: "rejected",
      reason: "http_404",
    });
    expect(report.not_handed_over).toEqual([]);
    expect(await env.PROVIDER_HEALTH.getByName("anthropic").statusPage()).toMatchObject({
      status: "partial_outage",
      stale: false,
    });
    expect(await env.PROVIDER_HEALTH.getByName("cohere").statusPage()).toMatchObject({
      status: "unknown",
      reason: "http_404",
      polled_at: null,
    });
  });

  it("has the time of a forced poll on the board when it answers, of an unchanged page too", async () => {
    world("operational");
    await pollStatusPages(env, START, true);
    await pollStatusPages(env, START + MINUTE / 2, true);
    const { changed } = await env.HEALTH_BOARD.getByName(BOARD).board("", 0);
    const anthropic = changed.find(({ data }) => data.provider === "anthropic");
    expect(anthropic?.data.status_page?.polled_at).toBe(new Date(START + MINUTE / 2).toISOString());
  });

  it("keeps its schedule through an eviction, since it stands in storage", async () => {
    const asked = world("operational");
    await statusPoller(env).pollDue({ now: START });
    const before = asked.length;
    const { evictDurableObject } = await import("cloudflare:test");
    await evictDurableObject(statusPoller(env));
    expect((await statusPoller(env).pollDue({ now: START + MINUTE / 2 })).results).toEqual([]);
    expect(asked.length).toBe(before);
  });

  it("polls once when two crons overlap, and once more when it is forced meanwhile", async () => {
    const asked = world("operational");
    const poller = statusPoller(env);
    const [first, second, forced] = await Promise.all([
      poller.pollDue({ now: START }),
      poller.pollDue({ now: START }),
      poller.pollDue({ now: START, force: true }),
    ]);
    expect(second).toEqual(first);
    expect(forced.results).toHaveLength(STATUS_PAGES.size);
    expect(ofPages(asked).filter((one) => one.url.startsWith("https://status.claude.com/"))).toHaveLength(2);
  });
});

describe("corroboration", () => {
  it("asks once per model every five minutes, and only from the provider's own endpoints", async () => {
    const asked = world("operational");
    const models = new Set(FLAGSHIP_MODELS.map((flagship) => flagship.model)).size;
    const results = await statusPoller(env).corroborateDue({ now: START });
    expect(asked).toHaveLength(models);
    expect(results.find((one) => one.name === "anthropic")).toMatchObject({ outcome: "ok" });
    expect(results.find((one) => one.name === "openai")).toMatchObject({ outcome: "rejected", reason: "not_listed" });
    expect(await statusPoller(env).corroborateDue({ now: START + 4 * MINUTE })).toEqual([]);
    await statusPoller(env).corroborateDue({ now: START + 5 * MINUTE });
    expect(asked).toHaveLength(2 * models);
  });
});
