import { createExecutionContext, env, reset, waitOnExecutionContext } from "cloudflare:test";
import { afterEach, describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { createApp } from "../../workers/query/app.ts";
import { forgetCatalog } from "../../workers/query/catalog-read.ts";
import { forgetBoard } from "../../workers/query/health-read.ts";
import { peopleCount } from "../../workers/query/pages/dashboard/form-reader.ts";
import { aligned, groupedUsd, placesOf } from "../../workers/query/pages/dashboard/figures.ts";
import { limitKeyless } from "../../workers/query/rate-limit.ts";
import { escapeHtml, html, render } from "../../workers/query/pages/html.ts";

const PATHS = ["/", "/compare?models=gpt-4o", "/frontier", "/health", "/changes", "/catalog", "/models/openai/gpt-4o"];

afterEach(async () => {
  forgetCatalog();
  forgetBoard();
  await reset();
});

async function get(path: string, bindings: Env = env): Promise<{ response: Response; text: string }> {
  const ctx = createExecutionContext();
  const response = await createApp().fetch(new Request(`http://ratecard.test${path}`), bindings, ctx);
  const text = await response.text();
  await waitOnExecutionContext(ctx);
  return { response, text };
}

/** The bindings of a service whose ledger and health board are down. */
function withoutObjects(): Env {
  const down = { getByName: () => new Proxy({}, { get: () => () => Promise.reject(new Error("down")) }) };
  return new Proxy(env, {
    get: (bindings, name) => (name === "PRICE_LEDGER" || name === "HEALTH_BOARD" ? down : Reflect.get(bindings, name)),
  });
}

it("a page for an address that asks too often says when to come back", async () => {
  const headers = new Headers({ "cf-connecting-ip": "192.0.2.7" });
  const now = Date.now();
  while (limitKeyless(headers, now).ok);
  const ctx = createExecutionContext();
  const response = await createApp().fetch(new Request("http://ratecard.test/health", { headers }), env, ctx);
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
});

describe("every page", () => {
  it.each(PATHS)("%s carries a policy without inline code and says where its figures are from", async (path) => {
    const { response, text } = await get(path);
    expect(response.status).toBe(200);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).not.toBeNull();
    expect(text).not.toMatch(
      / style=| on\w+=|<script(?! type="module" src="\/assets\/)|https?:\/\/(?!ratecard)[^"]*\.(?:js|css)/,
    );
    if (path !== "/health") expect(text).toContain("No live price source has been read yet");
  });

  it.each([
    ["/changes", "The price ledger did not answer in time."],
    ["/models/openai/gpt-4o", "The price ledger did not answer in time."],
    ["/health", "The health board did not answer in time"],
    ["/", "could not be read just now"],
  ])("%s says so when what it asks does not answer", async (path, sentence) => {
    const { response, text } = await get(path, withoutObjects());
    expect(response.status).toBe(200);
    expect(text).toContain(sentence);
  });

  it("whatever the query, there is a page, and nothing of the query becomes markup", async () => {
    const path = fc.constantFrom(
      "/",
      "/compare",
      "/frontier",
      "/health",
      "/changes",
      "/catalog",
      "/models/openai/gpt-4o",
    );
    const names =
      "q,provider,mode,capability,models,add,input_tokens,output_tokens,cache_share,calls,service_tier,page,sort,show,category,state,limit".split(
        ",",
      );
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("<b>", '"><script>', "9".repeat(40), "-1", "1e9", "%", "__proto__"),
    );
    const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), hostile), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(path, query, async (to, pairs) => {
        const search = pairs
          .map(
            ([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
          )
          .join("&");
        const { response, text } = await get(`${to}?${search}`);
        expect(response.status).toBe(200);
        expect(text).not.toMatch(/<b>|"><script>/);
      }),
      { numRuns: 30 },
    );
  }, 30_000);

  it("a model that does not exist is a page of its own, with what was asked for", async () => {
    const { response, text } = await get("/models/openai/gpt-4oo");
    expect(response.status).toBe(404);
    expect(text).toContain("openai/gpt-4oo");
    expect(response.headers.get("content-type")).toContain("text/html");
  });
});

describe("assets", () => {
  it("are kept for ever under an address that changes with them", async () => {
    const { text } = await get("/");
    const addresses = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? "");
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) {
      const { response } = await get(address);
      expect(response.status, address).toBe(200);
      expect(response.headers.get("cache-control")).toContain("immutable");
    }
  });
});

describe("figures", () => {
  it.each([
    ["1500", 1_500],
    ["1,500", 1_500],
    ["200k", 200_000],
    ["1.5M", 1_500_000],
    ["1.5", null],
    ["-1", null],
    ["1e3", null],
    ["k", null],
    ["", null],
    ["9007199254740993", null],
  ])("people write %s", (text, value) => {
    expect(peopleCount().read(text)).toBe(value);
  });

  it("amounts keep every digit, group thousands and show two decimals at least", () => {
    expect(groupedUsd("1234567.5")).toBe("1,234,567.50");
    expect(groupedUsd("0.0000125")).toBe("0.0000125");
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{0,12}\.\d{0,9}[1-9]$/), (text) => {
        expect(Number(groupedUsd(text).replaceAll(",", ""))).toBe(Number(text));
      }),
    );
  });

  it("an unknown amount is a word, not a number", () => {
    expect(render(aligned(null, 4))).toContain("unknown");
    expect(placesOf(["1.25", null, "0.125"])).toBe(3);
  });

  it("text in a page is text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const made = render(html`<p title="${text}">${text}</p>`);
        expect(made).toBe(`<p title="${escapeHtml(text)}">${escapeHtml(text)}</p>`);
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      }),
    );
  });
});
