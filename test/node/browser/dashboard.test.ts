import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { launchChromium } from "./chromium.ts";
import { type Product, startProduct } from "./product.ts";
import { accessibilityFaults, APPEARANCE, openReader, type Reader, scrollsSideways, shownTotals } from "./reader.ts";

/** Journeys of a reader through the pages, in the browser, on the whole service. One browser and one service for all of them. */
let product: Product;
let browser: Browser;

const HOSTILE = `novita/<img src=x onerror=alert(1)>"'&`;
const PAGES = [
  "/",
  "/?show=unranked",
  "/?input_tokens=abc&nonsense=1&page=0",
  "/compare",
  "/compare?models=gpt-4o,claude-sonnet-4-5,no-such-model&cache_share=60",
  "/frontier",
  "/health",
  "/changes",
  "/catalog",
  "/models/openai/gpt-4o-mini",
  "/models/no-such-model",
];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchChromium()]);
  await product.refresh();
  product.setPrice("gpt-4o-mini", "output_cost_per_token", 0.0000007);
  await product.refresh();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

type Options = Parameters<typeof openReader>[2];

/** Whatever the journey, nothing may go wrong on the way: no console errors, no blocked content, no foreign requests. */
async function read(options: Options, journey: (page: Page, reader: Reader) => Promise<void>): Promise<void> {
  const reader = await openReader(browser, product.url, options);
  try {
    await journey(reader.page, reader);
    expect(reader.complaints).toEqual([]);
  } finally {
    await reader.close();
  }
}

async function focusedId(page: Page): Promise<string | undefined> {
  return await page.evaluate(() => document.activeElement?.id);
}

/** One of the pages is a model that does not exist, which the browser reports by itself. */
function forgive404(complaints: string[]): void {
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes("404")));
}

const ranking = z.object({
  data: z.array(z.object({ model: z.object({ id: z.string() }), total_usd: z.string() })),
});
const comparison = z.object({
  data: z.object({ rows: z.array(z.object({ model: z.object({ id: z.string() }), total_usd: z.string() })) }),
});
const pareto = z.object({
  data: z.object({ frontier: z.array(z.object({ model: z.string(), total_usd: z.string() })) }),
});

describe("finding the cheapest vision model with 200k of context", () => {
  it.each([true, false])(
    "the page and the API give the same models and totals (script: %s)",
    async (javaScriptEnabled) => {
      await read({ javaScriptEnabled }, async (page) => {
        await page.goto("/");
        await page.getByLabel("Input tokens").fill("12,000");
        await page.getByLabel("Cached, %").fill("50");
        await page.getByLabel("Output tokens").fill("800");
        await page.getByLabel("Context, at least").fill("200k");
        await page.getByText("Capabilities and more").click();
        await page.getByText("vision", { exact: true }).click();
        await page.getByRole("button", { name: "Show prices" }).click();
        await page.waitForURL(/capability=vision/);
        await page.getByText("12,000 input tokens (6,000 of them cached), 800 output tokens").waitFor();
        const shown = await shownTotals(page);
        const question =
          "input_tokens=12000&cache_read_tokens=6000&output_tokens=800&capability=vision&min_context_tokens=200000";
        const { data } = ranking.parse(await product.json(`/v1/cheapest?${question}&limit=50`));
        expect(shown).toEqual(data.map(({ model, total_usd }) => ({ id: model.id, total: total_usd })));
        // 6,000 at $0.30, 6,000 cached at $0.03, 800 at $2.50 per million
        expect(shown[0]).toEqual({ id: "gemini/gemini-2.5-flash", total: "0.00398" });
        const link = await page.locator(".api a").first().getAttribute("href");
        expect(ranking.parse(await product.json(link ?? "")).data).toEqual(data);
      });
    },
  );

  it("the list follows the form without a reload, and the address says what is shown", async () => {
    await read({}, async (page) => {
      await page.goto("/");
      await page.evaluate(() => document.body.setAttribute("data-loaded-once", ""));
      await page.getByRole("searchbox", { name: "Search" }).pressSequentially("haiku");
      await page.waitForURL(/q=haiku/);
      await page.locator("table.prices tbody tr").first().waitFor();
      expect((await shownTotals(page)).map(({ id }) => id)).toEqual(["anthropic/claude-haiku-4-5"]);
      expect(await page.locator("body[data-loaded-once]").count()).toBe(1);
      expect(new URL(page.url()).search).toContain("q=haiku");
    });
  });

  it("the list is sorted by what a heading names, and says so", async () => {
    await read({ javaScriptEnabled: false }, async (page) => {
      await page.goto("/?input_tokens=5000");
      await page.getByRole("link", { name: "Context", exact: true }).click();
      await page.waitForURL("**/?input_tokens=5000&sort=context");
      expect(await page.getByRole("columnheader", { name: "Context" }).getAttribute("aria-sort")).toBe("descending");
      expect(
        (await shownTotals(page))
          .slice(0, 2)
          .map(({ id }) => id)
          .sort()[0],
      ).toBe("gemini/gemini-2.5-flash");
    });
  });
});

describe("comparing", () => {
  it("ticked rows are compared for the same usage, to the same totals as the API", async () => {
    await read({}, async (page) => {
      await page.goto("/?input_tokens=2000&cache_share=25");
      await page.getByLabel("Compare openai/gpt-4o", { exact: true }).check();
      await page.getByLabel("Compare deepseek/deepseek-chat", { exact: true }).check();
      expect(await page.locator("[data-picked]").textContent()).toBe("2 of 10 ticked");
      await page.getByRole("button", { name: "Compare the ticked ones" }).click();
      await page.getByRole("heading", { name: /^Cost of/ }).waitFor();
      const shown = await page
        .locator("table.compare tbody data")
        .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("value")));
      const answer = await product.json(
        "/v1/compare?models=openai/gpt-4o,deepseek/deepseek-chat&input_tokens=2000&cache_read_tokens=500&output_tokens=500",
      );
      expect(shown).toEqual(comparison.parse(answer).data.rows.map(({ total_usd }) => total_usd));
      await page.getByLabel("Add a model").fill("gpt-40");
      await page.getByRole("button", { name: "Compare", exact: true }).click();
      await page.getByText("No offer is named").waitFor();
      expect(await page.locator("table.compare tbody tr").count()).toBe(2);
      await page.getByRole("link", { name: "remove openai/gpt-4o" }).click();
      await page.waitForFunction(() => document.querySelectorAll("table.compare tbody tr").length === 1);
    });
  });

  it("an eleventh model is refused in words, and ten are compared", async () => {
    await read({}, async (page) => {
      const ids = Array.from({ length: 11 }, (_, index) => `missing-${index}`);
      await page.goto(`/compare?models=${ids.join(",")}`);
      await page.getByText("takes at most 10 values").first().waitFor();
      expect(await page.getByText("No offer is named").count()).toBe(10);
    });
  });
});

describe("prices over time", () => {
  it.each([true, false])(
    "a changed price is a step in the chart and a row in the table (script: %s)",
    async (javaScriptEnabled) => {
      await read({ javaScriptEnabled }, async (page) => {
        await page.goto("/models/openai/gpt-4o-mini");
        const rows = page.locator("table[data-history] tbody tr");
        expect(await rows.count()).toBe(2);
        const outputs = rows.locator("td:nth-child(3) data");
        expect(await outputs.evaluateAll((cells) => cells.map((cell) => cell.getAttribute("value")))).toEqual([
          "0.7",
          "0.6",
        ]);
        await page.locator(javaScriptEnabled ? ".uplot canvas" : "svg.chart path.s1").waitFor({ state: "attached" });
      });
    },
  );

  it("the feed of changes says what moved, by how much, and leads to the model", async () => {
    await read({ javaScriptEnabled: false }, async (page) => {
      await page.goto("/changes");
      await page.getByLabel("Seller").selectOption("openai");
      await page.getByRole("button", { name: "Filter" }).click();
      await page.waitForURL(/provider=openai/);
      const row = page.locator("#results tbody tr");
      expect(await row.count()).toBe(1);
      expect((await row.innerText()).replaceAll(/\s+/g, " ")).toMatch(
        /openai\/gpt-4o-mini.*output 0\.60 0\.70 \+16\.7 % 1M tokens LiteLLM/,
      );
      const feed = await page.getByRole("link", { name: "Atom feed" }).getAttribute("href");
      expect(await (await fetch(product.url + (feed ?? ""))).text()).toContain("openai/gpt-4o-mini");
      await row.getByRole("link").click();
      await page.waitForURL(/\/models\/openai\/gpt-4o-mini#history/);
    });
  });
});

describe("other pages", () => {
  it("the health board shows the state, its reason, its age, and unknown for those nobody reports on", async () => {
    await read({}, async (page) => {
      await page.goto("/health");
      const anthropic = (await page.locator("tr#anthropic").innerText()).replaceAll(/\s+/g, " ");
      expect(anthropic).toContain("degraded");
      expect(anthropic).toContain("Elevated errors");
      expect(anthropic).toMatch(/read (just now|\d+ s ago)/);
      expect(await page.locator("#results tbody tr").first().getAttribute("id")).toBe("anthropic");
      expect(await page.locator("tr#openai").innerText()).toContain("unknown");
      await page.getByLabel("State").selectOption("degraded");
      await page.waitForURL(/state=degraded/);
      await page.waitForFunction(() => document.querySelectorAll("#results tbody tr").length === 1);
    });
  });

  it("the frontier has the points, totals and order of the API", async () => {
    await read({}, async (page) => {
      await page.goto("/frontier?cache_share=20");
      const shown = await page
        .locator("#results table")
        .first()
        .locator("tbody tr")
        .evaluateAll((rows) =>
          rows.map((row) => ({
            model: row.querySelector("th a")?.textContent,
            total_usd: row.querySelector("data")?.value,
          })),
        );
      const link = await page.locator("#results .api a").getAttribute("href");
      expect(shown).toEqual(pareto.parse(await product.json(link ?? "")).data.frontier);
      expect(shown.length).toBeGreaterThan(1);
      expect(await page.locator("svg.chart a").count()).toBe(shown.length);
      expect(await page.locator("svg.chart .whisker").count()).toBeGreaterThan(0);
    });
  });

  it("an unknown price is said to be unknown, never 0", async () => {
    await read({ javaScriptEnabled: false }, async (page) => {
      await page.goto("/?q=unpriced");
      await page.getByRole("link", { name: /not ranked: see why/ }).click();
      const row = (await page.locator("#results tbody tr").innerText()).replaceAll(/\s+/g, " ");
      expect(row).toContain("no source states its price unknown unknown");
      await page.goto("/models/novita/unpriced-preview");
      expect(await page.getByText("There is no amount for this usage.").count()).toBe(1);
    });
  });
});

describe("input that is wrong or hostile", () => {
  it("broken values are named, kept as typed, and the rest is applied", async () => {
    await read({}, async (page) => {
      await page.goto("/?input_tokens=lots&mode=telepathy&capability=flying,vision&provider=openai&colour=red");
      const problems = (await page.getByRole("alert").innerText()).replaceAll(/\s+/g, " ");
      for (const word of ["lots", "telepathy", "flying", "colour"]) expect(problems).toContain(word);
      expect(await page.getByLabel("Input tokens").inputValue()).toBe("lots");
      expect(await page.getByLabel("Input tokens").getAttribute("aria-invalid")).toBe("true");
      expect((await shownTotals(page)).every(({ id }) => id.startsWith("openai/"))).toBe(true);
    });
  });

  it("a model name full of markup stays a name on every page", async () => {
    await read({}, async (page) => {
      page.on("dialog", (dialog) => expect.unreachable(dialog.message()));
      const name = encodeURIComponent(HOSTILE);
      for (const path of [
        "/?q=onerror",
        `/compare?models=${name}`,
        `/models/${name}`,
        `/?q=${name}"><script>alert(2)</script>`,
      ]) {
        await page.goto(path);
        expect(await page.locator("main img, main script").count(), path).toBe(0);
        expect(await page.content(), path).toContain("&lt;img src=x onerror");
      }
      await page.goto("/?q=onerror");
      expect((await shownTotals(page)).map(({ id }) => id)).toEqual([HOSTILE]);
      await page.locator("th.model a").click();
      await page.getByRole("heading", { name: "What my usage costs here" }).waitFor();
    });
  });
});

describe("for everybody", () => {
  it("axe finds nothing on any page, wide and light or narrow and dark", async () => {
    await read({}, async (page, { complaints }) => {
      const faults: string[] = [];
      for (const path of PAGES) {
        await page.emulateMedia({ colorScheme: "light" });
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(path);
        for (const fault of await accessibilityFaults(page)) faults.push(`${path} (light) ${fault}`);
        await page.emulateMedia({ colorScheme: "dark" });
        await page.setViewportSize({ width: 390, height: 900 });
        for (const fault of await accessibilityFaults(page, APPEARANCE)) faults.push(`${path} (dark) ${fault}`);
      }
      forgive404(complaints);
      expect(faults).toEqual([]);
    });
  }, 120_000);

  it("no page scrolls sideways at 320 px", async () => {
    await read({ viewport: { width: 320, height: 640 } }, async (page, { complaints }) => {
      const wide: string[] = [];
      for (const path of PAGES) {
        await page.goto(path);
        if (await scrollsSideways(page)) wide.push(path);
      }
      forgive404(complaints);
      expect(wide).toEqual([]);
    });
  });

  it("the keyboard alone leads from the skip link over the form to a model", async () => {
    await read({}, async (page) => {
      await page.goto("/");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
      await page.keyboard.press("Enter");
      // The links of the line above the form come first.
      for (let step = 0; step < 5 && (await focusedId(page)) !== "f-input_tokens"; step += 1)
        await page.keyboard.press("Tab");
      expect(await focusedId(page)).toBe("f-input_tokens");
      expect(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)).toBe(
        "solid",
      );
      await page.keyboard.type("4k");
      await page.keyboard.press("Enter");
      await page.waitForURL(/input_tokens=4k/);
      await page.locator("th.model a").first().focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/models\/.*input_tokens=4k/);
    });
  });

  it("the first view is at most 60 KiB compressed, and all of it is ours", async () => {
    await read({}, async (page) => {
      const bodies: Promise<Buffer>[] = [];
      page.on("response", (response) => bodies.push(response.body()));
      await page.goto("/?show=unranked", { waitUntil: "networkidle" });
      const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      expect(bytes).toBeGreaterThan(5_000);
      expect(bytes).toBeLessThan(60 * 1024);
    });
  });
});
