import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { createClient, observe, type ClientOptions, type Observation } from "../../shared/client/index.ts";
import { pauseBefore, retryAfter } from "../../shared/client/retry.ts";

const SNAPSHOT = readFileSync(new URL("../../workers/generated/bundled-hot.txt", import.meta.url), "utf8");
const BASE = "https://ratecard.example";

interface Call {
  readonly url: string;
  readonly init: RequestInit;
}

/** A service that gives the answers in order, the last one again and again. */
function serviceOf(...answers: readonly (() => Response | Promise<Response>)[]) {
  const calls: Call[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    calls.push({ url, init });
    const answer = answers[Math.min(calls.length, answers.length) - 1];
    if (answer === undefined) throw new TypeError("no answer is prepared");
    return await answer();
  };
  const client = (options: Partial<ClientOptions> = {}) =>
    createClient({ base_url: BASE, fetch, offline: false, ...options });
  return { calls, client };
}

const META = {
  catalog: { version: "v", published_at: "2026-01-01T00:00:00.000Z", age_seconds: 5, state: "fresh" },
  request_id: "r",
};

function answer(data: unknown, headers: Record<string, string> = {}): () => Response {
  return () => Response.json({ data, meta: META }, { headers: { etag: 'W/"1"', ...headers } });
}

function refusal(
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
): () => Response {
  return () => Response.json({ type: "", title: "", status, code, detail: "because", ...more }, { status, headers });
}

function broken(): Response {
  throw new TypeError("fetch failed");
}

function hanging(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

function headerOf(call: Call | undefined, name: string): string | null {
  return new Headers(call?.init.headers).get(name);
}

describe("a call", () => {
  it("puts path parameters into the path, lists and instants into the query", async () => {
    const { calls, client } = serviceOf(answer([]));
    await client().getModel({ id: "openai/gpt 4?#o" });
    await client().cheapest({ capability: ["vision", "tools"], at: new Date(0), limit: undefined });
    expect(calls.map(({ url }) => url)).toEqual([
      `${BASE}/v1/models/openai/gpt%204%3F%23o`,
      `${BASE}/v1/cheapest?capability=vision%2Ctools&at=1970-01-01T00%3A00%3A00.000Z`,
    ]);
  });

  it("of a service under a path goes there", async () => {
    const { calls, client } = serviceOf(answer([]));
    await client({ base_url: `${BASE}/prices/` }).listHealth();
    expect(calls[0]?.url).toBe(`${BASE}/prices/v1/health`);
  });

  it("sends the rest of the input as body, and the key as bearer", async () => {
    const { calls, client } = serviceOf(answer({}));
    await client({ key: "rc_k" }).putWebhook({ id: "w", url: "https://a.example", events: ["price_change"] });
    expect(calls[0]).toMatchObject({
      url: `${BASE}/v1/tenant/webhooks/w`,
      init: { method: "PUT", redirect: "manual" },
    });
    expect(JSON.parse(String(calls[0]?.init.body))).toEqual({ url: "https://a.example", events: ["price_change"] });
    expect(headerOf(calls[0], "authorization")).toBe("Bearer rc_k");
  });

  it("without a path parameter is refused before it is sent", async () => {
    const { calls, client } = serviceOf(answer({}));
    await expect(client().getHealth({ provider: "" })).rejects.toThrow("provider must be a text");
    expect(calls).toEqual([]);
  });
});

describe("a refusal", () => {
  it("is a problem with its code, errors, suggestions and invitation", async () => {
    const more = { suggestions: ["openai/gpt-4o"], errors: [{ pointer: "/model", message: "m" }], request_id: "r9" };
    const { client } = serviceOf(refusal(404, "model_not_found", more, { "retry-after": "7" }));
    await expect(client().estimate({ model: "x" })).rejects.toMatchObject({
      kind: "problem",
      code: "model_not_found",
      status: 404,
      suggestions: ["openai/gpt-4o"],
      errors: [{ pointer: "/model", message: "m" }],
      request_id: "r9",
      retry_after: 7,
    });
  });

  it("with a code of tomorrow is recognised as a problem", async () => {
    const { client } = serviceOf(refusal(418, "teapot"));
    await expect(client().listHealth()).rejects.toMatchObject({
      kind: "problem",
      code: "unrecognized",
      body: { code: "teapot" },
    });
  });

  it.each([
    [() => new Response("<html>gateway</html>", { status: 403 }), 403],
    [() => new Response("{}", { status: 200 }), 200],
    [() => new Response("not json", { status: 200 }), 200],
    [() => new Response(null, { status: 302, headers: { location: "https://evil.example" } }), 302],
  ])("that is not of this API is unreadable", async (reply, status) => {
    const { client } = serviceOf(reply);
    await expect(client({ retries: 0 }).listHealth()).rejects.toMatchObject({ kind: "unreadable", status });
  });
});

describe("a retry", () => {
  it("follows a refusal that invites it, after the time it names", async () => {
    vi.useFakeTimers();
    try {
      const { calls, client } = serviceOf(refusal(429, "rate_limited", {}, { "retry-after": "3" }), answer([]));
      const done = client().listHealth();
      await vi.advanceTimersByTimeAsync(2_999);
      expect(calls.length).toBe(1);
      await vi.advanceTimersByTimeAsync(1);
      expect((await done).state).toBe("live");
      expect(calls.length).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    [
      "of what is no fault of the moment",
      refusal(400, "invalid_request"),
      (c: ReturnType<typeof createClient>) => c.listHealth(),
    ],
    [
      "after an invitation to come in an hour",
      refusal(429, "rate_limited", {}, { "retry-after": "3600" }),
      (c: ReturnType<typeof createClient>) => c.listHealth(),
    ],
    [
      "of a hold of budget",
      refusal(503, "unavailable"),
      (c: ReturnType<typeof createClient>) => c.postEstimate({ model: "m", reserve: true }),
    ],
    [
      "of a new key",
      refusal(503, "unavailable"),
      (c: ReturnType<typeof createClient>) => c.createKey({ id: "t", scopes: ["read"] }),
    ],
    [
      "of reports without an id",
      refusal(503, "unavailable"),
      (c: ReturnType<typeof createClient>) => c.reportHealth({ reports: [] }),
    ],
  ])("is not made %s", async (_, reply, act) => {
    const { calls, client } = serviceOf(reply);
    await expect(act(client())).rejects.toMatchObject({ kind: "problem" });
    expect(calls.length).toBe(1);
  });

  it("is made of a repeatable POST, a set number of times", async () => {
    const { calls, client } = serviceOf(refusal(503, "unavailable", {}, { "retry-after": "0" }));
    await expect(client({ retries: 3 }).estimateBatch({ requests: [] })).rejects.toMatchObject({ code: "unavailable" });
    expect(calls.length).toBe(4);
  });

  it("reads both forms of Retry-After", () => {
    expect(retryAfter("120", 0)).toBe(120);
    expect(retryAfter("Thu, 01 Jan 1970 00:00:10 GMT", 4_000)).toBe(6);
    expect(retryAfter("Thu, 01 Jan 1970 00:00:10 GMT", 40_000)).toBe(0);
    expect(retryAfter("soon", 0)).toBeNull();
    expect(retryAfter(null, 0)).toBeNull();
  });

  it("waits longer each time, up to eight seconds, never all clients alike", () => {
    expect([0, 1, 2, 3, 10].map((attempt) => pauseBefore(attempt, null, 1))).toEqual([250, 500, 1000, 2000, 8000]);
    expect(pauseBefore(5, null, 0.5)).toBe(4000);
    expect(pauseBefore(0, 21, 0)).toBeNull();
  });
});

describe("time", () => {
  it("that runs out ends the call", async () => {
    const client = createClient({
      base_url: BASE,
      offline: false,
      retries: 0,
      timeout_ms: 5,
      fetch: (_, init) => hanging(init.signal),
    });
    await expect(client.listHealth()).rejects.toMatchObject({ kind: "timeout" });
  });

  it("is the caller's to end: no retry, no offline answer", async () => {
    const controller = new AbortController();
    const fetch = vi.fn((_: string, init: RequestInit) => hanging(init.signal));
    const client = createClient({ base_url: BASE, snapshot: SNAPSHOT, fetch });
    const call = client.cheapest({}, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ kind: "aborted" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("answers that were given before", () => {
  it("are revalidated and returned when they still hold", async () => {
    const { calls, client } = serviceOf(answer([1]), () => new Response(null, { status: 304 }));
    const own = client();
    const first = await own.listHealth();
    const second = await own.listHealth();
    expect([first.state, second.state]).toEqual(["live", "revalidated"]);
    expect(second.data).toEqual(first.data);
    expect(second.data).not.toBe(first.data);
    expect(headerOf(calls[1], "if-none-match")).toBe('W/"1"');
  });

  it("are forgotten when there are too many", async () => {
    const { calls, client } = serviceOf(answer([]));
    const own = client({ cache_entries: 1 });
    await own.getHealth({ provider: "a" });
    await own.getHealth({ provider: "b" });
    await own.getHealth({ provider: "a" });
    expect(headerOf(calls[2], "if-none-match")).toBeNull();
  });
});

describe("without a service", () => {
  it("the last answer stands in, flagged, its prices as much older", async () => {
    vi.useFakeTimers();
    try {
      const { client } = serviceOf(answer([7]), broken);
      const own = client({ offline: true, snapshot: SNAPSHOT, retries: 0 });
      await own.listHealth();
      vi.advanceTimersByTime(60_000);
      const kept = await own.listHealth();
      expect(kept).toMatchObject({
        data: [7],
        state: "offline",
        age_seconds: 60,
        meta: { catalog: { age_seconds: 65 } },
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ["no network", broken],
    ["a fault of the service", refusal(503, "unavailable")],
    ["a captive portal", () => new Response("<html>log in</html>")],
  ])("but with %s, estimates are computed from the snapshot", async (_, reply) => {
    const { client } = serviceOf(reply);
    const own = client({ offline: true, snapshot: SNAPSHOT, retries: 0 });
    const offline = await own.estimate({
      model: "gpt-4o",
      input_tokens: 1000,
      output_tokens: 500,
      cache_read_tokens: 200,
    });
    expect(offline).toMatchObject({
      data: { total_usd: "0.00725" },
      state: "offline",
      meta: { catalog: { state: "bundled" } },
    });
    expect((await own.cheapest({ limit: 3 })).data.length).toBe(3);
    expect((await own.compare({ models: ["gpt-4o"] })).data.rows.length).toBe(1);
  });

  it("what a snapshot does not hold stays unanswered", async () => {
    const { client } = serviceOf(broken);
    const own = client({ offline: true, snapshot: SNAPSHOT, retries: 0 });
    await expect(own.listQuality()).rejects.toMatchObject({ kind: "unreachable" });
    await expect(own.cheapest({ healthy: true })).rejects.toMatchObject({ kind: "unreachable" });
  });

  it("a model that the snapshot lacks is refused with suggestions", async () => {
    const { client } = serviceOf(broken);
    const own = client({ offline: true, snapshot: SNAPSHOT, retries: 0 });
    await expect(own.estimate({ model: "gpt-4oo" })).rejects.toMatchObject({
      code: "model_not_found",
      suggestions: expect.arrayContaining(["openai/gpt-4o"]),
    });
  });

  it("a refusal of the service is not answered around", async () => {
    const { client } = serviceOf(refusal(403, "forbidden"));
    await expect(client({ offline: true, snapshot: SNAPSHOT }).estimate({ model: "gpt-4o" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("the newer of the stored and the given snapshot answers", async () => {
    const newer = SNAPSHOT.replace(
      '"published_at":"2026-09-23T00:00:00.000Z"',
      '"published_at":"2026-10-01T00:00:00.000Z"',
    );
    const { client } = serviceOf(broken);
    const store = { get: async () => newer, set: async () => undefined };
    const catalog = await client({ snapshot: SNAPSHOT, store }).local();
    expect(catalog?.published_at).toBe("2026-10-01T00:00:00.000Z");
  });

  it("sync keeps what the service serves", async () => {
    const kept: string[] = [];
    const { client } = serviceOf(() => new Response(SNAPSHOT, { headers: { "content-type": "text/plain" } }));
    const own = client({ store: { get: async () => null, set: async (text) => void kept.push(text) } });
    await own.sync();
    expect(kept).toEqual([SNAPSHOT]);
    expect((await own.local())?.offers).toBeGreaterThan(1000);
  });
});

describe("a reporter", () => {
  const row = { provider: "openai", outcome: "success", latency_ms: 5, at: "2026-01-01T00:00:00Z" } as const;
  const accepted = answer({ accepted: 1, ignored: 0, rejected: [] });

  it("sends what has come together in one request", async () => {
    const { calls, client } = serviceOf(accepted);
    const reporter = client().reporter();
    for (let i = 0; i < 50; i += 1) reporter.report(row);
    await reporter.close();
    expect(calls.length).toBe(1);
    const body = JSON.parse(String(calls[0]?.init.body));
    expect(body.reports.length).toBe(50);
    expect(body.batch_id).toMatch(/^[\w.:-]{1,128}$/);
  });

  it("sends at once when enough rows wait, and after its interval otherwise", async () => {
    vi.useFakeTimers();
    try {
      const { calls, client } = serviceOf(accepted);
      const reporter = client().reporter({ batch_rows: 3, interval_ms: 1000 });
      for (let i = 0; i < 4; i += 1) reporter.report(row);
      await vi.advanceTimersByTimeAsync(0);
      expect(calls.length).toBe(1);
      await vi.advanceTimersByTimeAsync(1000);
      expect(calls.length).toBe(2);
      await reporter.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it("keeps rows that could not be delivered, up to its capacity, and retries a batch under one id", async () => {
    const { calls, client } = serviceOf(broken);
    const errors: unknown[] = [];
    const reporter = client({ retries: 1 }).reporter({ capacity: 5, on_error: (error) => errors.push(error) });
    for (let i = 0; i < 8; i += 1) reporter.report(row);
    await reporter.flush();
    expect([reporter.waiting, reporter.dropped, errors.length]).toEqual([5, 3, 1]);
    expect(new Set(calls.map(({ init }) => JSON.parse(String(init.body)).batch_id)).size).toBe(1);
    await reporter.close();
  });

  it("sends a batch that was never answered again under its own id, and what has come since under another", async () => {
    const { calls, client } = serviceOf(broken, accepted);
    const reporter = client({ retries: 0 }).reporter();
    reporter.report(row);
    await reporter.flush();
    reporter.report({ ...row, provider: "groq" });
    await reporter.close();
    const sent = calls.map(({ init }) => JSON.parse(String(init.body)));
    expect(sent.map(({ reports }) => reports.map(({ provider }: { provider: string }) => provider))).toEqual([
      ["openai"],
      ["openai"],
      ["groq"],
    ]);
    expect(sent[1].batch_id).toBe(sent[0].batch_id);
    expect(sent[2].batch_id).not.toBe(sent[0].batch_id);
    expect([reporter.waiting, reporter.dropped]).toEqual([0, 0]);
  });

  it("gives up rows that the service refuses", async () => {
    const { client } = serviceOf(refusal(403, "forbidden"));
    const reporter = client().reporter();
    reporter.report(row);
    await reporter.close();
    expect([reporter.waiting, reporter.dropped]).toEqual([0, 1]);
  });

  it("sends the rest when the page is left, in requests that outlive it", async () => {
    const page = new EventTarget();
    vi.stubGlobal("document", {});
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
    try {
      const { calls, client } = serviceOf(accepted);
      const reporter = client().reporter({ batch_rows: 1000 });
      for (let i = 0; i < 900; i += 1) reporter.report({ ...row, model: "m".repeat(100) });
      page.dispatchEvent(new Event("pagehide"));
      await vi.waitFor(() => expect(calls.length).toBeGreaterThan(1));
      expect(calls.every(({ init }) => Reflect.get(init, "keepalive") === true)).toBe(true);
      expect(Math.max(...calls.map(({ init }) => String(init.body).length))).toBeLessThan(64 * 1024);
      const sent = calls.reduce((sum, { init }) => sum + JSON.parse(String(init.body)).reports.length, 0);
      expect([sent, reporter.waiting]).toEqual([900, 0]);
      await reporter.close();
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe("an observed fetch", () => {
  function watched(reply: () => Response | Promise<Response>, options: Parameters<typeof observe>[1] = {}) {
    const seen: Observation[] = [];
    const rows: object[] = [];
    const fetch = vi.fn(async (_input: RequestInfo | URL, _init?: RequestInit) => await reply());
    const own = observe(fetch, {
      reporter: { report: (row) => rows.push(row) },
      on_call: (call) => seen.push(call),
      ...options,
    });
    return { own, fetch, seen, rows };
  }

  const URL_OF_OPENAI = "https://api.openai.com/v1/chat/completions";

  it("passes the request on untouched and hands the answer back byte for byte", async () => {
    const bytes = new Uint8Array([0, 255, 1, 254]);
    const { own, fetch } = watched(() => new Response(bytes, { status: 201, headers: { "x-a": "b" } }));
    const init = { method: "POST", body: "secret", headers: { authorization: "Bearer sk" } };
    const response = await own(URL_OF_OPENAI, init);
    expect(fetch).toHaveBeenCalledExactlyOnceWith(URL_OF_OPENAI, init);
    expect([response.status, response.headers.get("x-a")]).toEqual([201, "b"]);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it("reports provider, outcome, status and latency, and nothing of bodies or keys", async () => {
    const { own, rows, seen } = watched(() => new Response("answer"));
    const response = await own(URL_OF_OPENAI, {
      method: "POST",
      body: "prompt",
      headers: { authorization: "Bearer sk" },
    });
    expect(rows).toEqual([]);
    await response.text();
    expect(rows).toEqual([{ provider: "openai", outcome: "success", status: 200, latency_ms: expect.any(Number) }]);
    expect(JSON.stringify([rows, seen])).not.toMatch(/prompt|answer|sk/);
  });

  it("reports the time to the first byte of a stream, and reads its usage where asked to", async () => {
    const { own, rows, seen } = watched(
      () => new Response('data: {"usage":1}\n\n', { headers: { "content-type": "text/event-stream" } }),
      { read_usage: (text) => text.length },
    );
    await (await own(URL_OF_OPENAI)).text();
    expect(rows).toMatchObject([{ ttft_ms: expect.any(Number) }]);
    expect(seen[0]?.usage).toBe(19);
  });

  it.each([
    [429, "rate_limited"],
    [401, "client_error"],
    [500, "error"],
    [529, "error"],
    [504, "timeout"],
  ])("takes %i for %s", async (status, outcome) => {
    const { own, rows } = watched(() => new Response("", { status }));
    await (await own(URL_OF_OPENAI)).text();
    expect(rows).toMatchObject([{ status, outcome }]);
  });

  it.each([
    [new DOMException("t", "TimeoutError"), "timeout"],
    [new DOMException("a", "AbortError"), "aborted"],
    [new TypeError("fetch failed"), "error"],
  ])("reports a call that failed with %s and throws the same", async (error, outcome) => {
    const { own, rows } = watched(() => {
      throw error;
    });
    await expect(own(URL_OF_OPENAI)).rejects.toBe(error);
    expect(rows).toMatchObject([{ outcome }]);
  });

  it("passes a cancel on to the provider, and reads nothing ahead of its reader", async () => {
    let pulls = 0;
    const cancelled = vi.fn();
    const source = new ReadableStream<Uint8Array>(
      { pull: (controller) => controller.enqueue(new Uint8Array([(pulls += 1)])), cancel: cancelled },
      { highWaterMark: 0 },
    );
    const { own, rows } = watched(() => new Response(source));
    const reader = (await own(URL_OF_OPENAI)).body?.getReader();
    await reader?.read();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(pulls).toBe(1);
    await reader?.cancel("enough");
    expect(cancelled).toHaveBeenCalledExactlyOnceWith("enough");
    expect(rows).toMatchObject([{ outcome: "aborted" }]);
  });

  it("leaves calls to other hosts alone, and survives observers that throw", async () => {
    const { own, rows } = watched(() => new Response("x"), {
      on_call: () => {
        throw new Error("observer");
      },
    });
    await (await own("https://example.com/")).text();
    expect(rows).toEqual([]);
    expect(await (await own(URL_OF_OPENAI)).text()).toBe("x");
  });
});
