import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { OPERATIONS } from "../../shared/contract/operations/index.ts";
import { PROBLEMS } from "../../shared/contract/problem.ts";
import { html, render } from "../../workers/query/pages/html.ts";
import { SAMPLES } from "../../workers/query/docs/samples.ts";

async function get(path: string, init: RequestInit = {}): Promise<Response> {
  return await exports.default.fetch(new Request(`https://ratecard.example${path}`, init));
}

const PAGES = ["/docs", "/docs/api", "/docs/formulas", "/docs/problems"];

describe.each(PAGES)("%s", (path) => {
  it("carries its guards, loads nothing from elsewhere and runs nothing inline", async () => {
    const response = await get(path);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(response.headers.get("content-security-policy")).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect(text).not.toMatch(/<script(?![^>]*\ssrc="\/)|\son\w+=|<style|\sstyle=/);
    expect([...text.matchAll(/(?:src|href)="(?:https?:)?\/\/[^"]*"/g)]).toEqual([]);
  });

  it("leads only to places that exist", async () => {
    const text = await (await get(path)).text();
    const ids = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
    const links = new Set([...text.matchAll(/(?:href|src)="([^"]+)"/g)].map((match) => match[1] ?? ""));
    for (const link of links) {
      if (link.startsWith("#")) expect(ids).toContain(link.slice(1));
      else {
        const answer = await get(link.replaceAll("&amp;", "&"));
        await answer.text();
        expect([link, answer.status]).toEqual([link, 200]);
      }
    }
  });
});

it("assets may be kept for ever, since their names change with their text", async () => {
  const text = await (await get("/docs")).text();
  const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? "");
  expect(assets.length).toBeGreaterThan(2);
  for (const asset of assets) {
    const response = await get(asset);
    await response.text();
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  }
});

it("every problem code has an anchor with an explanation", async () => {
  const text = await (await get("/docs/problems")).text();
  for (const code of Object.keys(PROBLEMS)) expect(text).toMatch(new RegExp(`<section id="${code}">[^]*?<p>[^<]{10,}`));
});

it("every operation is on the reference page", async () => {
  const text = await (await get("/docs/api")).text();
  for (const name of Object.keys(OPERATIONS)) expect(text).toContain(`<section id="${name}">`);
});

it("every public operation has an example, and every example works on a fresh service", async () => {
  const open = Object.entries(OPERATIONS).filter(([, { access }]) => access === "public");
  expect([...SAMPLES.keys()].sort()).toEqual(open.map(([name]) => name).sort());
  for (const [name, { method, path, body }] of SAMPLES) {
    const init =
      method === "GET" ? {} : { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const response = await get(path, init);
    await response.text();
    expect([name, response.status]).toEqual([name, 200]);
  }
});

it("llms.txt lists every public operation and where to read on", async () => {
  const response = await get("/llms.txt");
  const text = await response.text();
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(text.startsWith("# Ratecard\n\n> ")).toBe(true);
  for (const { access, method, path } of Object.values(OPERATIONS))
    expect(text.includes(`\`${method} ${path}\``)).toBe(access === "public");
});

it("whatever is put into a page is escaped unless the page itself wrote it", () => {
  const hostile = `<img src=x onerror="alert('1')">&`;
  expect(
    render(html`<p title="${hostile}">${hostile}${[hostile, null, 0, false]}${html`<b>${hostile}</b>`}</p>`),
  ).not.toContain("<img");
});
