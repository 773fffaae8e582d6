import { reset } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { STATUS_PAGES } from "../../shared/health/status-pages/table.ts";
import {
  betterStack,
  CHALLENGE,
  googleIncident,
  GOOGLE_PAST,
  HTML,
  incident,
  statuspage,
} from "../health/status-pages/documents.ts";
import { answering, endless, never } from "../upstream/answering.ts";
import { deskOf, MINUTE, START, tableOf } from "./status-poller-run.ts";

// Not a promise about time: a machine that does other work as well may need it.
vi.setConfig({ testTimeout: 60_000 });

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

const CLAUDE_IDS = ["k8w3r06qmzrp", "rwppv331jlwc", "yyzkbfz2thpt"];
const claude = (status = "operational") =>
  statuspage({ indicator: "none", components: CLAUDE_IDS.map((id) => ({ id, status })) });
const json = (text: string, headers: Readonly<Record<string, string>> = {}) =>
  new Response(text, { headers: { "content-type": "application/json", ...headers } });
const iso = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

describe("a poll", () => {
  it("hands over what the page says, and answers with what became of it", async () => {
    answering(() => json(claude("partial_outage")));
    const desk = deskOf(tableOf("anthropic"));
    const report = await desk.run(0);
    expect(report).toEqual({
      results: [{ name: "anthropic", outcome: "ok", rows: 3, rejected: 0, changed: 4 }],
      handed_over: 1,
      not_handed_over: [],
    });
    expect(desk.last("anthropic")).toMatchObject({
      status: "partial_outage",
      stale: false,
      url: "https://status.claude.com",
      platform: "statuspage",
      polled_at: iso(0),
      incidents: [],
    });
  });

  it("comes again after 120 s when all is well, after 60 s when it is not, and only then", async () => {
    let status = "operational";
    const asked = answering(() => json(claude(status)));
    const desk = deskOf(tableOf("anthropic"));
    const polls = async (minute: number) => {
      const before = asked.length;
      await desk.run(minute);
      return asked.length - before;
    };
    expect([await polls(0), await polls(1), await polls(2), await polls(3)]).toEqual([1, 0, 1, 0]);
    status = "degraded_performance";
    expect([await polls(4), await polls(5), await polls(6)]).toEqual([1, 1, 1]);
  });

  it("comes at once when it is forced", async () => {
    const asked = answering(() => json(claude()));
    const desk = deskOf(tableOf("anthropic"));
    await desk.run(0);
    const report = await desk.run(0, { force: true });
    expect(asked).toHaveLength(2);
    expect(report.results).toMatchObject([{ name: "anthropic", outcome: "ok", changed: 0 }]);
  });

  it("sends the ETag on every repeat, and takes a 304 as a good poll", async () => {
    const asked = answering((_url, index) =>
      index === 0 ? json(claude("degraded_performance"), { etag: 'W/"a"' }) : new Response(null, { status: 304 }),
    );
    const desk = deskOf(tableOf("anthropic"));
    for (const minute of [0, 1, 2]) await desk.run(minute);
    expect(asked.map((one) => one.headers.get("if-none-match"))).toEqual([null, 'W/"a"', 'W/"a"']);
    expect(desk.last("anthropic")).toMatchObject({ status: "degraded", stale: false, polled_at: iso(2) });
    expect((await desk.run(3)).results).toMatchObject([{ outcome: "not_modified", rows: 3 }]);
  });

  it("takes a 304 that nobody asked for as a good poll of what is known, and as no answer where nothing is", async () => {
    answering((_url, index) => (index === 0 ? json(claude()) : new Response(null, { status: 304 })));
    const desk = deskOf(tableOf("anthropic"));
    await desk.run(0);
    await desk.run(2);
    expect(desk.last("anthropic")).toMatchObject({ status: "operational", stale: false, polled_at: iso(2) });
    const other = deskOf(tableOf("anthropic"), "other");
    await other.run(0);
    expect(other.last("anthropic")).toMatchObject({
      status: "unknown",
      reason: "not_modified_without_body",
      polled_at: null,
    });
  });

  it("does not confirm by a 304 what an unreadable body left behind", async () => {
    const asked = answering((_url, index) => {
      if (index === 0) return json(claude("degraded_performance"), { etag: '"good"' });
      return index === 1 ? json(HTML, { etag: '"bad"' }) : new Response(null, { status: 304 });
    });
    const desk = deskOf(tableOf("anthropic"));
    for (const minute of [0, 1, 3]) await desk.run(minute);
    expect(asked.map((one) => one.headers.get("if-none-match"))).toEqual([null, '"good"', '"good"']);
  });

  it("asks for a page once, whoever needs it", async () => {
    const page = { name: "Cloudflare", url: "https://www.cloudflarestatus.com" };
    const components = [{ id: "fvgfcmy66tdr", status: "major_outage" }, { id: "zvm7mqn92xzc" }, { id: "0311l882p558" }];
    const asked = answering(() => json(statuspage({ page, components })));
    const desk = deskOf(tableOf("replicate", "cloudflare"));
    await desk.run(0);
    expect(asked).toHaveLength(1);
    expect([desk.last("replicate")?.status, desk.last("cloudflare")?.status]).toEqual(["major_outage", "operational"]);
  });

  it("says who is asking, and never lets redirects lead to another host", async () => {
    const asked = answering(
      () => new Response(null, { status: 302, headers: { location: "https://elsewhere.test/summary.json" } }),
    );
    const desk = deskOf(tableOf("anthropic"));
    await desk.run(0);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.get("user-agent")).toMatch(/\+https:\/\//);
    expect(desk.last("anthropic")).toMatchObject({ status: "unknown", reason: "redirected_host" });
  });

  it("asks nothing of a page whose answer would not be believed", async () => {
    const asked = answering(() => json(claude()));
    const desk = deskOf(tableOf("deepseek", "gemini"));
    const report = await desk.run(0, { force: true });
    expect(asked).toHaveLength(0);
    expect(report.results.map((one) => [one.outcome, one.reason])).toEqual([
      ["rejected", "frozen_mirror"],
      ["rejected", "no_machine_readable_page"],
    ]);
    expect(desk.last("deepseek")).toMatchObject({
      status: "unknown",
      reason: "frozen_mirror",
      polled_at: null,
      url: "https://status.deepseek.com",
    });
  });
});

describe("an answer that cannot be used", () => {
  const faults: readonly (readonly [
    name: string,
    outcome: string,
    reason: string,
    answer: () => Response | Promise<Response>,
  ])[] = [
    ["HTML in a 200", "rejected", "html_instead_of_json", () => json(HTML)],
    ["a challenge in a 403", "failed", "http_403", () => new Response(CHALLENGE, { status: 403 })],
    ["a CAPTCHA in a 405", "failed", "http_405", () => new Response(CHALLENGE, { status: 405 })],
    ["a body that was cut off", "rejected", "truncated_or_invalid_json", () => json(claude().slice(0, -20))],
    ["an empty body", "rejected", "empty", () => json("")],
    [
      "an endless body",
      "rejected",
      "too_large",
      () => new Response(endless(new Uint8Array(65_536).fill(32), { bytes: 0 })),
    ],
    [
      "a redirect to another host",
      "rejected",
      "redirected_host",
      () => new Response(null, { status: 301, headers: { location: "https://elsewhere.test/" } }),
    ],
    [
      "a page of someone else",
      "rejected",
      "wrong_page",
      () => json(statuspage({ page: { id: "x", name: "Other", url: "https://other.test" }, indicator: "none" })),
    ],
    ["an error", "failed", "http_500", () => new Response("", { status: 500 })],
    ["a page that is gone", "rejected", "http_404", () => new Response("", { status: 404 })],
    ["a connection that fails", "failed", "network", () => Promise.reject(new Error("reset"))],
    ["bytes that are no text", "rejected", "charset", () => new Response(Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]))],
    ["a document of another shape", "rejected", "schema", () => json('{"ok":true}')],
  ];

  it.each(faults)(
    "%s keeps the last good reading, stale with the reason, and is unknown where there was none",
    async (_name, outcome, reason, answer) => {
      answering((_url, index) => (index === 0 ? json(claude()) : answer()));
      const desk = deskOf(tableOf("anthropic"));
      await desk.run(0);
      expect((await desk.run(2)).results).toMatchObject([{ name: "anthropic", outcome, reason }]);
      expect(desk.last("anthropic")).toMatchObject({ status: "operational", stale: true, reason, polled_at: iso(0) });
      answering(answer);
      const cold = deskOf(tableOf("anthropic"), "cold");
      await cold.run(0);
      expect(cold.last("anthropic")).toMatchObject({ status: "unknown", reason, polled_at: null });
    },
  );

  it("a page that never answers is given up after 8 s", async () => {
    vi.useFakeTimers({ now: START });
    answering(() => never());
    const desk = deskOf(tableOf("anthropic"));
    const report = await desk.run(0, { meanwhile: () => vi.advanceTimersByTimeAsync(8_000) });
    expect(report.results).toMatchObject([{ outcome: "failed", reason: "timeout" }]);
  });

  it("is asked for again later each time, and the reading is unknown after 30 minutes without a poll being due", async () => {
    const asked = answering((_url, index) => (index === 0 ? json(claude()) : new Response("", { status: 500 })));
    const desk = deskOf(tableOf("anthropic"));
    const polledAt: number[] = [];
    for (let minute = 0; minute <= 62; minute += 1) {
      const before = asked.length;
      await desk.run(minute);
      if (asked.length > before) polledAt.push(minute);
      if (minute === 29) expect(desk.last("anthropic")).toMatchObject({ status: "operational", stale: true });
      if (minute === 30)
        expect(desk.last("anthropic")).toMatchObject({
          status: "unknown",
          stale: true,
          reason: "http_500",
          polled_at: iso(0),
        });
    }
    expect(polledAt).toEqual([0, 2, 4, 8, 16, 32, 62]);
  });

  it("gives a bot wall 15 minutes", async () => {
    const asked = answering(() => new Response(CHALLENGE, { status: 403 }));
    const desk = deskOf(tableOf("mistral"));
    for (let minute = 0; minute <= 15; minute += 1) await desk.run(minute);
    expect(asked).toHaveLength(2);
  });

  it("is forgotten after one good answer", async () => {
    answering((_url, index) => (index === 1 ? json(HTML) : json(claude())));
    const desk = deskOf(tableOf("anthropic"));
    for (const minute of [0, 2, 4]) await desk.run(minute);
    expect(desk.last("anthropic")).toEqual(
      expect.objectContaining({ status: "operational", stale: false, polled_at: iso(4) }),
    );
    expect(desk.last("anthropic")).not.toHaveProperty("reason");
  });
});

describe("bodies in other encodings", () => {
  const utf16be = (text: string) =>
    Uint8Array.from([0xfe, 0xff, ...Array.from(text, (unit) => [0, unit.charCodeAt(0)]).flat()]);

  it("AWS's UTF-16BE with a mark is read", async () => {
    answering(() => new Response(utf16be("[]"), { headers: { "content-type": "application/json" } }));
    const desk = deskOf(tableOf("bedrock"));
    await desk.run(0);
    expect(desk.last("bedrock")).toMatchObject({ status: "operational", stale: false });
  });

  it("a UTF-8 mark is dropped", async () => {
    answering(() => json(`\uFEFF${claude()}`));
    const desk = deskOf(tableOf("anthropic"));
    await desk.run(0);
    expect(desk.last("anthropic")?.status).toBe("operational");
  });
});

describe("a page of two documents", () => {
  const ids = STATUS_PAGES.get("openai")?.components.map(({ id, name }) => ({ id, name })) ?? [];
  const components = () => json(statuspage({ page: null, components: ids }), { etag: '"c"' });
  const incidents = () =>
    json(JSON.stringify({ incidents: [incident({ components: undefined, shortlink: null })] }), { etag: '"i"' });

  it("is good while the first can be read, and shows what the second said last", async () => {
    answering((url, index) => {
      if (url.endsWith("components.json")) return components();
      return index < 2 ? incidents() : new Response("", { status: 500 });
    });
    const desk = deskOf(tableOf("openai"));
    for (const minute of [0, 2]) await desk.run(minute);
    expect(desk.last("openai")).toMatchObject({
      status: "operational",
      stale: false,
      polled_at: iso(2),
      incidents: [{ id: "inc1" }],
    });
  });

  it("is not good when the first cannot", async () => {
    answering((url) => (url.endsWith("components.json") ? json(HTML) : incidents()));
    const desk = deskOf(tableOf("openai"));
    await desk.run(0);
    expect(desk.last("openai")).toMatchObject({ status: "unknown", reason: "html_instead_of_json" });
  });

  it("is asked for by an ETag each", async () => {
    const asked = answering((url, index) => {
      if (index >= 2) return new Response(null, { status: 304 });
      return url.endsWith("components.json") ? components() : incidents();
    });
    const desk = deskOf(tableOf("openai"));
    for (const minute of [0, 2]) await desk.run(minute);
    expect(asked.slice(2).map((one) => one.headers.get("if-none-match"))).toEqual(['"c"', '"i"']);
    expect(desk.last("openai")).toMatchObject({
      status: "operational",
      polled_at: iso(2),
      incidents: [{ id: "inc1" }],
    });
  });
});

describe("a page that moves", () => {
  it("is found on its new platform after three answers that cannot be read, and read as a whole", async () => {
    const moved = betterStack("degraded", [{ id: "1", name: "API", status: "degraded" }]).replace(
      '"timezone"',
      '"company_name":"Groq","timezone"',
    );
    const asked = answering((url) => (url.endsWith("/index.json") ? json(moved) : json(HTML)));
    const desk = deskOf(tableOf("groq"));
    for (const minute of [0, 2]) await desk.run(minute);
    expect(desk.last("groq")).toMatchObject({ status: "unknown", reason: "html_instead_of_json" });
    await desk.run(6);
    expect(desk.last("groq")).toMatchObject({ status: "degraded", stale: false, platform: "better_stack" });
    expect(desk.logged).toContain("status_page_moved");
    const before = asked.length;
    await desk.run(7);
    expect(asked.slice(before).map((one) => one.url)).toEqual(["https://groqstatus.com/index.json"]);
    expect(new Set(asked.map((one) => new URL(one.url).host))).toEqual(new Set(["groqstatus.com"]));
  });

  it("stays unknown when it is not found, and is looked for once a day", async () => {
    const asked = answering(() => json(HTML));
    const desk = deskOf(tableOf("groq"));
    for (const minute of [0, 2, 6, 14, 30, 60, 90, 240]) await desk.run(minute);
    expect(desk.last("groq")).toMatchObject({ status: "unknown", reason: "html_instead_of_json" });
    expect(asked.filter((one) => !one.url.endsWith("/api/v2/summary.json"))).toHaveLength(4);
  });

  it("is not taken over by a page that does not say whose it is", async () => {
    answering((url) =>
      url.endsWith("/index.json")
        ? json(betterStack("operational", [{ id: "1", name: "API", status: "operational" }]))
        : json(HTML),
    );
    const desk = deskOf(tableOf("groq"));
    for (const minute of [0, 2, 6, 14]) await desk.run(minute);
    expect(desk.last("groq")?.status).toBe("unknown");
  });
});

describe("most of a platform unreachable at once", () => {
  it("is the platform's fault: the last good readings are kept and the operator is told once a run", async () => {
    const providers = ["huggingface", "together_ai", "novita"];
    const names = new Map([
      ["status.huggingface.co", "Hugging Face"],
      ["status.together.ai", "Together"],
      ["status.novita.ai", "Novita"],
    ]);
    let up = true;
    answering((url) => {
      const name = names.get(new URL(url).host) ?? "";
      const text = betterStack("operational", [{ id: "1", name: "API", status: "operational" }]).replace(
        '"timezone"',
        `"company_name":"${name}","timezone"`,
      );
      return up ? json(text) : new Response("", { status: 502 });
    });
    const desk = deskOf(tableOf(...providers));
    await desk.run(0);
    up = false;
    await desk.run(5);
    for (const provider of providers)
      expect(desk.last(provider)).toMatchObject({
        status: "operational",
        stale: true,
        reason: "http_502 (platform_unreachable)",
      });
    expect(desk.logged.filter((event) => event === "status_page_platform_unreachable")).toHaveLength(1);
  });
});

describe("the daily look at component ids", () => {
  it("tells the operator what is gone, and a product Google no longer lists is unknown", async () => {
    let products = ["Z0FZJAMvEB4j3NbCJs6B", "sdXM79fz1FS6ekNpu37K"];
    const asked = answering((url) =>
      json(
        url.endsWith("products.json")
          ? JSON.stringify({ products: products.map((id) => ({ id, title: id })) })
          : JSON.stringify([GOOGLE_PAST]),
      ),
    );
    const desk = deskOf(tableOf("vertex_ai"));
    await desk.run(0);
    await desk.run(5);
    expect(asked.filter((one) => one.url.endsWith("products.json"))).toHaveLength(1);
    expect(desk.last("vertex_ai")?.status).toBe("operational");
    products = ["Z0FZJAMvEB4j3NbCJs6B"];
    await desk.run(24 * 60 + 1);
    expect(desk.logged).toContain("status_page_components_missing");
    expect(desk.last("vertex_ai")).toMatchObject({
      status: "unknown",
      reason: "component_missing (Vertex AI Online Prediction)",
    });
  });

  it("an outage of the other product still shows", async () => {
    answering((url) =>
      json(
        url.endsWith("products.json")
          ? '{"products":[{"id":"Z0FZJAMvEB4j3NbCJs6B"}]}'
          : JSON.stringify([googleIncident()]),
      ),
    );
    const desk = deskOf(tableOf("vertex_ai"));
    await desk.run(0);
    expect(desk.last("vertex_ai")?.status).toBe("partial_outage");
  });
});

describe("handing over", () => {
  it("is tried again at the next run when an object does not take a reading", async () => {
    answering(() => json(claude()));
    const desk = deskOf(tableOf("anthropic"));
    const refusing = async () => {
      throw new Error("overloaded");
    };
    expect(await desk.run(0, { handOver: refusing })).toMatchObject({ handed_over: 0, not_handed_over: ["anthropic"] });
    expect(desk.last("anthropic")).toBeUndefined();
    expect(await desk.run(1)).toMatchObject({ results: [], handed_over: 1, not_handed_over: [] });
    expect(desk.last("anthropic")?.status).toBe("operational");
  });

  it("is not done when nothing has changed", async () => {
    answering(() => json(claude()));
    const desk = deskOf(tableOf("anthropic"));
    await desk.run(0);
    expect((await desk.run(1)).handed_over).toBe(0);
  });
});

describe("the whole table", () => {
  it("is polled by one forced run with at most 50 requests, six at a time, and nothing is operational that answers nonsense", async () => {
    const running = { now: 0, most: 0 };
    const asked = answering(async () => {
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      await Promise.resolve();
      running.now -= 1;
      return json('{"status":"ok"}');
    });
    const desk = deskOf(STATUS_PAGES);
    const report = await desk.run(0, { force: true });
    expect(report.results).toHaveLength(STATUS_PAGES.size);
    expect(report.handed_over).toBe(STATUS_PAGES.size);
    expect(asked.length).toBeLessThanOrEqual(50);
    expect(running.most).toBeLessThanOrEqual(6);
    for (const reading of desk.readings.values()) expect(reading.status).toBe("unknown");
  });

  it("stays within 50 requests also in the run that looks for every page at once", async () => {
    const asked = answering(() => json(HTML));
    const desk = deskOf(STATUS_PAGES);
    for (let round = 0; round < 5; round += 1) {
      const before = asked.length;
      await desk.run(round, { force: true });
      expect(asked.length - before).toBeLessThanOrEqual(50);
    }
  });
});
