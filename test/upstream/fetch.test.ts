import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchUpstream, type UpstreamRequest } from "../../workers/upstream/fetch.ts";
import { answering, endless, never } from "./answering.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const REQUEST: UpstreamRequest = {
  url: "https://status.test/api/v2/summary.json",
  timeout_ms: 8_000,
  max_bytes: 1_000,
  redirects: "same_host",
};
const ask = (more: Partial<UpstreamRequest> = {}) => fetchUpstream({ ...REQUEST, ...more }, () => 0.5);
const text = (body: Uint8Array) => new TextDecoder().decode(body);

describe("the guarded fetch", () => {
  it("hands over the body of a 200 with its etag, type and size", async () => {
    answering(() => new Response("{}", { headers: { etag: '"a"', "content-type": "application/json" } }));
    const result = await ask();
    if (result.kind !== "ok") throw new Error(result.kind);
    expect(text(result.body)).toBe("{}");
    expect(result).toMatchObject({ status: 200, etag: '"a"', content_type: "application/json", bytes: 2 });
  });

  it("says who is asking, sends the etag, and carries no cookie or credential", async () => {
    const asked = answering(() => new Response("{}"));
    await ask({
      etag: '"a"',
      accept: "application/json",
      headers: { Cookie: "a=b", Authorization: "x", "x-plain": "1" },
    });
    const headers = asked[0]?.headers;
    expect(headers?.get("user-agent")).toMatch(/^Ratecard\/1 \(\+https:\/\/.+\)$/);
    expect(headers?.get("if-none-match")).toBe('"a"');
    expect(headers?.get("accept")).toBe("application/json");
    expect(headers?.get("x-plain")).toBe("1");
    expect([headers?.get("cookie"), headers?.get("authorization")]).toEqual([null, null]);
    expect(asked[0]?.redirect).toBe("manual");
  });

  it.each([[{}], [{ etag: '"a"' }]])("takes a 304 as a success, asked for or not", async (more) => {
    answering(() => new Response(null, { status: 304 }));
    expect((await ask(more)).kind).toBe("not_modified");
  });

  it.each([201, 206, 300, 400, 401, 403, 404, 405, 410, 500, 503])("refuses the body of a %i", async (status) => {
    answering(() => new Response('{"status":{"indicator":"none"}}', { status }));
    expect(await ask()).toMatchObject({ kind: "failed", reason: "status", status });
  });

  it("passes the runtime's own checks of a request: the outside answers, here with the 599 of these tests", async () => {
    expect(await ask()).toMatchObject({ kind: "failed", reason: "status", status: 599 });
  });

  it("calls a 200 without a body empty", async () => {
    answering(() => new Response(""));
    expect(await ask()).toMatchObject({ kind: "failed", reason: "empty" });
    answering(() => new Response(null));
    expect(await ask()).toMatchObject({ kind: "failed", reason: "empty" });
  });

  it("does not start reading a body declared too large", async () => {
    answering(() => new Response("x", { headers: { "content-length": "5000" } }));
    expect(await ask()).toMatchObject({ kind: "failed", reason: "too_large" });
  });

  it("stops reading an endless body at the cap", async () => {
    const seen = { bytes: 0 };
    answering(() => new Response(endless(new Uint8Array(100).fill(32), seen)));
    expect(await ask()).toMatchObject({ kind: "failed", reason: "too_large" });
    expect(seen.bytes).toBeLessThan(2_000);
  });

  it("counts decompressed bytes: a small gzip of a large body is too large", async () => {
    const bomb = new Response(
      new Blob([new Uint8Array(1_000_000)]).stream().pipeThrough(new CompressionStream("gzip")),
    );
    const packed = new Uint8Array(await bomb.arrayBuffer());
    expect(packed.byteLength).toBeLessThan(2_000);
    answering(() => new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))));
    expect(await ask({ max_bytes: 10_000 })).toMatchObject({ kind: "failed", reason: "too_large" });
  });

  it("takes a body of exactly the cap", async () => {
    answering(() => new Response("x".repeat(1_000)));
    expect(await ask()).toMatchObject({ kind: "ok", bytes: 1_000 });
  });

  it("reports a body that breaks off as a network fault", async () => {
    const broken = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('{"status":')),
        pull: (controller) => controller.error(new Error("connection reset")),
      });
    answering(() => new Response(broken()));
    expect(await ask()).toMatchObject({ kind: "failed", reason: "network" });
  });

  it.each(["", "file:///etc/passwd", "https://user:pw@status.test/", "not a url"])(
    "sends nothing to %j",
    async (url) => {
      const asked = answering(() => new Response("{}"));
      expect(await ask({ url })).toMatchObject({ kind: "failed", reason: "network" });
      expect(asked).toHaveLength(0);
    },
  );
});

describe("redirects of the guarded fetch", () => {
  const moved = (location: string, status = 302) => new Response(null, { status, headers: { location } });

  it.each([301, 302, 303, 307, 308])("are followed on the same host (%i)", async (status) => {
    const asked = answering((_url, index) => (index === 0 ? moved("/v2", status) : new Response("{}")));
    expect((await ask()).kind).toBe("ok");
    expect(asked.map((one) => one.url)).toEqual([REQUEST.url, "https://status.test/v2"]);
  });

  it.each([
    "https://other.test/summary.json",
    "https://status.test.evil.test/",
    "https://status.test:8443/",
    "http://status.test/api",
    "https://a:b@status.test/",
    "javascript:alert(1)",
    "//other.test/",
    "",
  ])("to %j are refused and not requested", async (location) => {
    const asked = answering((_url, index) => (index === 0 ? moved(location) : new Response("{}")));
    const result = await ask();
    expect(result).toMatchObject({ kind: "failed", reason: "redirect", status: 302 });
    expect(asked).toHaveLength(1);
  });

  it("end after five", async () => {
    const asked = answering((_url, index) => moved(`/${index}`));
    expect(await ask()).toMatchObject({ kind: "failed", reason: "redirect" });
    expect(asked).toHaveLength(6);
  });

  it("are not followed at all when refused", async () => {
    const asked = answering(() => moved("/v2"));
    expect(await ask({ redirects: "refuse" })).toMatchObject({ kind: "failed", reason: "redirect" });
    expect(asked).toHaveLength(1);
  });
});

/** Runs a request to its end under a clock that jumps from timer to timer; gives the virtual milliseconds it took. */
async function timed(more: Partial<UpstreamRequest>): Promise<{ kind: string; reason?: string; took: number }> {
  vi.useFakeTimers({ now: 1_000_000 });
  const result = ask(more);
  await vi.runAllTimersAsync();
  const { kind, ms, ...rest } = await result;
  return { kind, took: ms, ...("reason" in rest ? { reason: rest.reason } : {}) };
}

describe("retries of the guarded fetch", () => {
  const PRICES = { timeout_ms: 10_000, retries: 2 };

  it.each([500, 502, 503, 429])("follow a %i and take what then comes", async (status) => {
    const asked = answering((_url, index) => (index < 2 ? new Response("", { status }) : new Response("{}")));
    expect((await timed(PRICES)).kind).toBe("ok");
    expect(asked).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 405])("never follow a %i", async (status) => {
    const asked = answering(() => new Response("", { status }));
    await timed(PRICES);
    expect(asked).toHaveLength(1);
  });

  it("give up an upstream that fails at once within 6 s", async () => {
    const asked = answering(() => Promise.reject(new Error("refused")));
    const result = await timed(PRICES);
    expect(result).toMatchObject({ kind: "failed", reason: "network" });
    expect(asked).toHaveLength(3);
    expect(result.took).toBeLessThanOrEqual(6_000);
  });

  it("give up an upstream that never answers within 20 s", async () => {
    answering(() => never());
    const result = await timed(PRICES);
    expect(result).toMatchObject({ kind: "failed", reason: "timeout" });
    expect(result.took).toBeLessThanOrEqual(20_000);
    expect(result.took).toBeGreaterThan(10_000);
  });

  it("cover a body that stalls", async () => {
    answering(() => new Response(new ReadableStream({ pull: () => never() })));
    expect(await timed({})).toEqual({ kind: "failed", reason: "timeout", took: 8_000 });
  });

  it.each(["3", "60"])("leave an upstream alone that asks for a pause of %s s", async (seconds) => {
    const asked = answering(() => new Response("", { status: 429, headers: { "retry-after": seconds } }));
    expect((await timed(PRICES)).kind).toBe("failed");
    expect(asked).toHaveLength(1);
  });
});

it("a failure carries the pause the upstream asked for", async () => {
  answering(() => new Response("", { status: 429, headers: { "retry-after": "60" } }));
  expect(await ask()).toMatchObject({ status: 429, retry_after_ms: 60_000 });
});
