import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A page, and everything that went wrong on it: console errors, exceptions, failed or foreign requests, blocked content. */
export interface Reader {
  readonly page: Page;
  readonly complaints: string[];
  close(): Promise<void>;
}

export async function openReader(browser: Browser, base: string, options: BrowserContextOptions = {}): Promise<Reader> {
  const context = await browser.newContext({
    baseURL: base,
    locale: "en-US",
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) complaints.push(`request to ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "failed";
    // The list gives up a request itself when the next key is typed.
    if (reason !== "net::ERR_ABORTED") complaints.push(`${request.url()}: ${reason}`);
  });
  return { page, complaints, close: async () => await context.close() };
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Rules whose verdict depends on colours and widths: all others say the same in either scheme. */
export const APPEARANCE = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/** What axe finds against its rules for WCAG 2.2 A and AA and its best practices. Run from outside the page: its policy allows no foreign script. */
export async function accessibilityFaults(page: Page, rules: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  // The rows of a table are made alike: the first ones stand for all.
  await page.evaluate(() => {
    for (const row of document.querySelectorAll("tbody tr:nth-child(n + 9), option:nth-child(n + 9)")) row.remove();
  });
  const violations: Violation[] = await page.evaluate(
    `axe.run(document, ${JSON.stringify(rules.length === 0 ? { preload: false } : { preload: false, runOnly: rules })}).then((results) => results.violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

/** True where the page is wider than its window. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** Ids and exact totals of the rows that the list of prices shows. */
export async function shownTotals(page: Page): Promise<{ id: string; total: string }[]> {
  return await page.locator("table.prices tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({
      id: row.querySelector("input")?.value ?? "",
      total: row.querySelector("data")?.value ?? "",
    })),
  );
}
