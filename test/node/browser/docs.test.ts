import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type Product, startProduct } from "./product.ts";
import { accessibilityFaults, openReader, scrollsSideways } from "./reader.ts";

/** The docs in the browser: readable by everybody at any width, examples that run in the page and without its script. */
let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchChromium()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

describe.each(["/docs", "/docs/api", "/docs/formulas", "/docs/problems"])("%s", (path) => {
  it.each(["light", "dark"] as const)(
    "has no fault that axe finds and no complaint of the browser (%s)",
    async (colorScheme) => {
      const reader = await openReader(browser, product.url, { colorScheme });
      await reader.page.goto(path);
      expect(await accessibilityFaults(reader.page)).toEqual([]);
      expect(reader.complaints).toEqual([]);
      await reader.close();
    },
  );

  it("fits a window of 320 px", async () => {
    const reader = await openReader(browser, product.url, { viewport: { width: 320, height: 640 } });
    await reader.page.goto(path);
    expect(await scrollsSideways(reader.page)).toBe(false);
    await reader.close();
  });
});

it("an example runs in the page", async () => {
  const reader = await openReader(browser, product.url);
  await reader.page.goto("/docs");
  await reader.page.click("#estimate a[data-run]");
  const output = reader.page.locator("#estimate output");
  await output.filter({ hasText: "total_usd" }).waitFor();
  expect(await output.textContent()).toMatch(/^200\n/);
  await reader.page.click("#route button[data-run]");
  await reader.page.locator("#route output").filter({ hasText: "ranked" }).waitFor();
  expect(reader.page.url()).toBe(`${product.url}/docs`);
  expect(reader.complaints).toEqual([]);
  await reader.close();
});

it("without its script an example is a link to its answer", async () => {
  const reader = await openReader(browser, product.url, { javaScriptEnabled: false });
  await reader.page.goto("/docs");
  await reader.page.click("#estimate a[data-run]");
  expect(reader.page.url()).toContain("/v1/estimate?model=openai/gpt-4o");
  await reader.close();
});
