import { reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { parseXml } from "@rgrove/parse-xml";
import papa from "papaparse";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { badgeSvg } from "../../shared/contract/badge.ts";
import { csvText } from "../../shared/text/csv.ts";
import { priceLedger } from "../../workers/ledger/stub.ts";
import { answerUpstreams, json, LITELLM, litellmRows, OPENROUTER } from "../ledger/upstreams.ts";

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return await exports.default.fetch(new Request(`https://ratecard.example${path}`, { headers }));
}

const feed = z.object({ items: z.array(z.object({ id: z.string() })) });

/** Publishes gpt-4o with this output price. */
async function publish(output: number): Promise<void> {
  answerUpstreams({ [LITELLM]: json(litellmRows({ input: 2.5e-6, output })), [OPENROUTER]: json({ data: [] }) });
  await priceLedger(env).refresh(Date.now(), true);
}

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const HOSTILE = `<script>alert(1)</script>"'&\u0000\u202e`;

describe("feeds", () => {
  it.each(["/v1/changes.atom", "/v1/health/incidents.atom"])("%s is well-formed Atom", async (path) => {
    const response = await get(path);
    expect(response.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    expect(parseXml(await response.text()).root?.name).toBe("feed");
  });

  it("changes.json is a JSON Feed 1.1", async () => {
    const response = await get("/v1/changes.json");
    expect(response.headers.get("content-type")).toBe("application/feed+json; charset=utf-8");
    expect(await response.json()).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      feed_url: "https://ratecard.example/v1/changes.json",
      items: [],
    });
  });

  it("names a change the same after newer ones: a reader is not shown it again", async () => {
    const ids = async () => {
      const { items } = feed.parse(await (await get("/v1/changes.json")).json());
      return items.map(({ id }) => id);
    };
    await publish(1e-5);
    await publish(2e-5);
    const before = await ids();
    await publish(3e-5);
    const after = await ids();
    expect(before.length).toBeGreaterThan(0);
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.slice(-before.length)).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
  });

  it.each(["/v1/changes.json", "/v1/models.csv", "/v1/catalog/snapshot", "/v1/badges/price/openai/gpt-4o.svg"])(
    "%s is confirmed with 304",
    async (path) => {
      const first = await get(path);
      await first.text();
      const again = await get(path, { "if-none-match": first.headers.get("etag") ?? "" });
      expect(again.status).toBe(304);
    },
  );
});

const CSV = { delimiter: ",", newline: "\r\n", skipEmptyLines: true } as const;

describe("the catalog as CSV", () => {
  it("has a row for each offer, and prices as plain decimals or nothing", async () => {
    const response = await get("/v1/models.csv");
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const text = await response.text();
    const { data: rows, errors } = papa.parse<Record<string, string>>(text, { ...CSV, header: true });
    expect(errors).toEqual([]);
    const { data } = await (await get("/v1/catalog")).json<{ data: { counts: { offers: number } } }>();
    expect(rows.length).toBe(data.counts.offers);
    const gpt = rows.find(({ id }) => id === "openai/gpt-4o");
    expect(gpt).toMatchObject({ provider: "openai", input_tokens_usd: "0.0000025", output_tokens_usd: "0.00001" });
    expect(rows.every(({ input_tokens_usd }) => /^(?:\d+(?:\.\d+)?)?$/.test(input_tokens_usd ?? "x"))).toBe(true);
  });

  it("is narrowed to a provider", async () => {
    const text = await (await get("/v1/models.csv?provider=openai")).text();
    const rows = papa.parse<string[]>(text, CSV).data;
    expect(new Set(rows.slice(1).map((row) => row[1]))).toEqual(new Set(["openai"]));
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1"])("hands a spreadsheet no formula of %j", (text) => {
    expect(papa.parse(csvText([[text]]), CSV).data).toEqual([[`'${text}`]]);
  });

  it.each(['a"b', "a,b", "a\r\nb", "", "ü 漢", HOSTILE])("gives %j back as it was", (text) => {
    expect(papa.parse(csvText([["x", text]]), CSV).data).toEqual([["x", text]]);
  });
});

describe("badges", () => {
  it.each(["/v1/badges/price/openai/gpt-4o.svg", "/v1/badges/price/gpt-4o", "/v1/badges/price/openai%2Fgpt-4o.svg"])(
    "%s says the price by the million",
    async (path) => {
      const response = await get(path);
      expect(response.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
      expect(response.headers.get("content-security-policy")).toBe("default-src 'none'");
      expect(await response.text()).toContain("openai/gpt-4o: in $2.5 · out $10 / 1M");
    },
  );

  it("says unknown of a provider that nobody has reported on", async () => {
    expect(await (await get("/v1/badges/health/nobody.svg")).text()).toContain("nobody: unknown");
  });

  it("of an unknown model is a refusal with suggestions", async () => {
    const response = await get("/v1/badges/price/openai/gpt-4oo.svg");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: "model_not_found",
      suggestions: expect.arrayContaining(["openai/gpt-4o"]),
    });
  });

  it("write every text escaped and within its box", () => {
    const svg = badgeSvg({ label: HOSTILE, message: "x".repeat(500), colour: "bad" });
    const root = parseXml(svg).root;
    expect(svg).not.toContain("<script");
    expect(root?.children.length).toBe(4);
    expect(Number(root?.attributes["width"])).toBeLessThan(1000);
  });
});
