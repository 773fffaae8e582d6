import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { decodeCatalog } from "../../shared/pricing/catalog-codec.ts";
import { PRICE_SOURCES } from "../../shared/pricing/sources/index.ts";
import { fetchBodies, nextPrices } from "../../workers/build/publish-prices.ts";
import { makeBodies } from "../bench/bodies.ts";

const BUNDLED = readFileSync(new URL("../../workers/generated/bundled-catalog.txt", import.meta.url), "utf8");
const NOW = Date.parse("2026-11-01T00:00:00Z");
const { litellm, openrouter } = makeBodies(1, 60, 6);

function priceOf(hot: string): unknown {
  const rate = decodeCatalog(hot)
    ?.find("openai/gpt-4o")
    ?.rates.find(({ meter, tier }) => meter === "input_tokens" && tier === "standard");
  return rate?.usd;
}

it("prices published from outside the Worker are judged against the run before", () => {
  const first = nextPrices(
    new Map([
      ["litellm", [litellm]],
      ["openrouter", [openrouter]],
    ]),
    null,
    BUNDLED,
    NOW,
  );
  if (first === null) throw new Error("nothing was published");
  const slipped = litellm.replaceAll("2.5e-06", "0.0025").replaceAll("0.0000025", "0.0025");
  expect(slipped).not.toBe(litellm);
  const second = nextPrices(new Map([["litellm", [slipped]]]), first, BUNDLED, NOW + 3_600_000);
  if (second === null) throw new Error("nothing was published");
  expect(priceOf(second.hot)).toEqual(priceOf(first.hot));
  expect(second.kept.sequence).toBe(2);
  expect(second.kept.held.length).toBeGreaterThan(0);
});

it("only a source's own host is asked, and one that breaks off is left out", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    if (url.includes("openrouter")) return Response.json({ data: [], links: { next: "https://elsewhere.example/" } });
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("broken off")) });
    return new Response(broken);
  });
  const bodies = await fetchBodies(PRICE_SOURCES);
  vi.unstubAllGlobals();
  expect([...bodies.keys()]).toEqual(["openrouter"]);
  expect(asked.some((url) => url.includes("elsewhere"))).toBe(false);
});

it("nothing is published when no source says anything usable", () => {
  expect(nextPrices(new Map([["litellm", ["<html>"]]]), null, BUNDLED, NOW)).toBeNull();
});
