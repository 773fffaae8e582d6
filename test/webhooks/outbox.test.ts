import { env } from "cloudflare:workers";
import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WebhookEvent } from "../../workers/webhooks/event.ts";
import { Outbox } from "../../workers/webhooks/outbox.ts";
import { send } from "../../workers/webhooks/send.ts";
import { RETRY_DELAYS, retryDelay } from "../../workers/webhooks/retry-schedule.ts";

const SECRET = `whsec_${btoa("0123456789abcdef0123456789abcdef")}`;
const TO = { url: "https://hooks.example.com/in", secret: SECRET };
const resolve = () => TO;
const NOW = Date.now();

interface Received {
  readonly url: string;
  readonly init: RequestInit;
}

let received: Received[] = [];
let answer: (n: number) => Response | Promise<Response> = () => new Response(null, { status: 204 });

beforeEach(() => {
  received = [];
  answer = () => new Response(null, { status: 204 });
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    received.push({ url: String(input), init: init ?? {} });
    return answer(received.length);
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const stub = () => env.HEALTH_BOARD.getByName("outbox");
const inOutbox = <T>(use: (outbox: Outbox) => T | Promise<T>): Promise<T> =>
  runInDurableObject(stub(), (_, state) => use(new Outbox(state.storage)));

function event(key: string, data: WebhookEvent["data"] = { provider: "openai" }): WebhookEvent {
  return { dedupe_key: key, type: "health_transition", at: NOW, data };
}

function headersOf({ init }: Received): Record<string, string> {
  return Object.fromEntries(new Headers(init.headers));
}

describe("a delivery", () => {
  it("is signed so that the Standard Webhooks library verifies it", async () => {
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a", { provider: "openai", text: "é✓" }), NOW);
      expect(await outbox.deliverDue(NOW, resolve)).toBeNull();
    });
    const [delivery] = received;
    const body = String(delivery?.init.body);
    expect(delivery && new Webhook(SECRET).verify(body, headersOf(delivery))).toEqual({
      type: "health_transition",
      timestamp: new Date(NOW).toISOString(),
      data: { provider: "openai", text: "é✓" },
    });
    expect(delivery && (() => new Webhook(SECRET).verify(`${body} `, headersOf(delivery)))).toThrow();
  });

  it("is a POST of JSON without credentials that follows no redirect", async () => {
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      await outbox.deliverDue(NOW, resolve);
    });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ url: TO.url, init: { method: "POST", redirect: "manual" } });
    const headers = received[0] ? headersOf(received[0]) : {};
    expect(headers["content-type"]).toBe("application/json");
    expect(Object.keys(headers)).not.toContain("authorization");
    expect(Object.keys(headers)).not.toContain("cookie");
  });

  it("is sent once for an event, however often it is queued, and once for each hook", async () => {
    await inOutbox(async (outbox) => {
      expect(outbox.enqueue("one", event("a"), NOW)).toBe(true);
      expect(outbox.enqueue("one", event("a"), NOW)).toBe(false);
      expect(outbox.enqueue("two", event("a"), NOW)).toBe(true);
      await outbox.deliverDue(NOW, resolve);
      expect(outbox.enqueue("one", event("a"), NOW)).toBe(false);
      await outbox.deliverDue(NOW, resolve);
    });
    expect(received).toHaveLength(2);
    expect(new Set(received.map((one) => headersOf(one)["webhook-id"])).size).toBe(2);
  });

  it("is retried after a 500 within 25 s, with the same id and body and a signature of its own time", async () => {
    answer = (n) => new Response("no", { status: n === 1 ? 500 : 200 });
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      const next = await outbox.deliverDue(NOW, resolve);
      expect(next).toBeGreaterThanOrEqual(NOW + 5_000);
      expect(next).toBeLessThanOrEqual(NOW + 25_000);
      await outbox.deliverDue(NOW + 1_000, resolve);
      expect(received).toHaveLength(1);
      await outbox.deliverDue(next ?? 0, resolve);
      expect(outbox.deliveries()).toMatchObject([{ status: "delivered", attempts: 2, last_status: 200 }]);
    });
    const [first, second] = received.map((one) => headersOf(one));
    expect(second?.["webhook-id"]).toBe(first?.["webhook-id"]);
    expect(received[1]?.init.body).toBe(received[0]?.init.body);
    expect(Number(second?.["webhook-timestamp"])).toBeGreaterThan(Number(first?.["webhook-timestamp"]));
  });

  it.each(["http://hooks.example.com/in", "https://127.0.0.1/in", "https://metadata.internal/", "not a url"])(
    "to %s is never sent, however it came to be stored, and not tried again",
    async (url) => {
      await inOutbox(async (outbox) => {
        outbox.enqueue("hook", event("a"), NOW);
        expect(await outbox.deliverDue(NOW, () => ({ ...TO, url }))).toBeNull();
        expect(outbox.deliveries()).toMatchObject([{ status: "dead", last_error: "refused_address" }]);
      });
      expect(received).toHaveLength(0);
    },
  );

  it("survives the eviction of its object", async () => {
    answer = (n) => new Response("no", { status: n === 1 ? 503 : 200 });
    const next = await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      return outbox.deliverDue(NOW, resolve);
    });
    await evictDurableObject(stub());
    await inOutbox(async (outbox) => {
      expect(outbox.nextDue()).toBe(next);
      await outbox.deliverDue(next ?? 0, resolve);
    });
    const ids = received.map((one) => headersOf(one)["webhook-id"]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it.each([301, 302, 303, 307, 308])("counts a %d as a failure and does not go there", async (status) => {
    answer = () => new Response(null, { status, headers: { location: "https://evil.example/" } });
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      await outbox.deliverDue(NOW, resolve);
      expect(outbox.deliveries()).toMatchObject([{ status: "pending", last_error: "redirect", last_status: status }]);
    });
    expect(received.map(({ url }) => url)).toEqual([TO.url]);
  });

  it("is a failure when the destination throws, with no text of it in the log", async () => {
    answer = () => Promise.reject(new TypeError("secret of the network"));
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      await outbox.deliverDue(NOW, resolve);
      expect(outbox.deliveries()).toMatchObject([{ status: "pending", last_error: "unreachable", last_status: null }]);
    });
  });

  it("is a failure when the destination takes longer than five seconds", async () => {
    vi.useFakeTimers();
    vi.mocked(fetch).mockImplementation(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
        }),
    );
    const waiting = send(TO, "msg_1", "{}", NOW);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await waiting).toMatchObject({ ok: false, error: "timeout" });
    vi.useRealTimers();
  });

  it("reads no more than a little of an endless reply", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1_024;
        controller.enqueue(new Uint8Array(1_024));
      },
    });
    answer = () => new Response(endless);
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      await outbox.deliverDue(NOW, resolve);
      expect(outbox.deliveries()).toMatchObject([{ status: "delivered" }]);
    });
    expect(pulled).toBeLessThanOrEqual(8_192);
  });

  it("is a dead letter when the schedule is over, and can be replayed under its id", async () => {
    answer = () => new Response(null, { status: 500 });
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      let at: number | null = NOW;
      while (at !== null) at = await outbox.deliverDue(at, resolve);
      const [dead] = outbox.deliveries({ status: "dead" });
      expect(dead).toMatchObject({ attempts: RETRY_DELAYS.length + 1, last_status: 500 });
      const later = (dead?.finished_at ?? 0) + 60_000;
      expect(later - NOW).toBeGreaterThan(23 * 3_600_000);
      answer = () => new Response(null, { status: 200 });
      expect(outbox.replay("other", dead?.id ?? "", later)).toBe(false);
      expect(outbox.replay("hook", dead?.id ?? "", later)).toBe(true);
      expect(outbox.replay("hook", "msg_none", later)).toBe(false);
      await outbox.deliverDue(later, resolve);
      expect(outbox.deliveries()).toMatchObject([{ id: dead?.id, status: "delivered" }]);
    });
    expect(new Set(received.map((one) => headersOf(one)["webhook-id"])).size).toBe(1);
  });

  it("is not tried again after a 410", async () => {
    answer = () => new Response(null, { status: 410 });
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      expect(await outbox.deliverDue(NOW, resolve)).toBeNull();
      expect(outbox.deliveries()).toMatchObject([{ status: "dead", last_status: 410 }]);
    });
  });

  it("goes nowhere when its hook is gone", async () => {
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      expect(await outbox.deliverDue(NOW, () => null)).toBeNull();
      outbox.enqueue("other", event("a"), NOW);
      outbox.dropHook("other");
      expect(outbox.nextDue()).toBeNull();
    });
    expect(received).toEqual([]);
  });

  it("is not sent twice by two rounds at once", async () => {
    let release: (response: Response) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await inOutbox(async (outbox) => {
      outbox.enqueue("hook", event("a"), NOW);
      const first = outbox.deliverDue(NOW, resolve);
      await outbox.deliverDue(NOW + 10, resolve);
      await vi.waitFor(() => expect(received).toHaveLength(1));
      release(new Response(null, { status: 200 }));
      await first;
    });
    expect(received).toHaveLength(1);
  });

  it("of a hook with many waiting does not hold up the others", async () => {
    await inOutbox(async (outbox) => {
      for (let i = 0; i < 100; i++) outbox.enqueue("busy", event(`b${i}`), NOW);
      outbox.enqueue("calm", event("c", { calm: true }), NOW);
      await outbox.deliverDue(NOW, resolve);
    });
    expect(received.length).toBeLessThanOrEqual(7);
    expect(received.some(({ init }) => String(init.body).includes("calm"))).toBe(true);
  });

  it("beyond a thousand waiting for one hook is a dead letter at once", async () => {
    await inOutbox((outbox) => {
      for (let i = 0; i < 1_001; i++) outbox.enqueue("hook", event(`e${i}`), NOW);
      expect(outbox.deliveries({ status: "dead" })).toMatchObject([{ last_error: "queue_full" }]);
    });
  });

  it("commits with the caller's own writes or not at all", async () => {
    await runInDurableObject(stub(), (_, state) => {
      const outbox = new Outbox(state.storage);
      expect(() =>
        state.storage.transactionSync(() => {
          outbox.enqueue("hook", event("a"), NOW);
          throw new Error("the caller's write failed");
        }),
      ).toThrow();
      expect(outbox.nextDue()).toBeNull();
    });
  });
});

describe("the schedule of retries", () => {
  it("starts at 5 s, never shrinks, and ends within about a day", () => {
    const waits = RETRY_DELAYS.map((_, i) => retryDelay(i + 1, 0) ?? 0);
    expect(waits[0]).toBe(5_000);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    expect(waits.reduce((a, b) => a + b, 0) / 3_600_000).toBeCloseTo(24, 0);
    expect(retryDelay(RETRY_DELAYS.length + 1, 0)).toBeNull();
    expect(retryDelay(1, 0.999)).toBeLessThan(25_000);
  });

  it("waits as long as a destination asks, up to an hour", () => {
    expect(retryDelay(1, 0, 60_000)).toBe(60_000);
    expect(retryDelay(1, 0, 1e9)).toBe(3_600_000);
  });
});
