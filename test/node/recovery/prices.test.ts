import { afterEach, beforeEach, expect, it } from "vitest";
import { at } from "../../chaos/service.ts";
import { Deployment } from "./deployment.ts";

let deployment: Deployment;

beforeEach(async () => {
  deployment = await Deployment.start();
});
afterEach(() => deployment.close());

/** gpt-4o at another input price: a small move, as a real one. */
function movedTo(usd: string): void {
  const { litellm, openrouter } = deployment.upstream.bodies;
  const moved = litellm.replace(/("gpt-4o": \{\s+"input_cost_per_token": )[\d.e-]+/, `$1${usd}`);
  expect(moved).not.toBe(litellm);
  deployment.upstream.bodies = { litellm: moved, openrouter };
}

it("a wrong price in the wild is rolled back, stays explainable, and the pin is released", async () => {
  const first = await deployment.refresh();
  const good = String(at(first.data, "version"));
  movedTo("0.000003");
  const second = await deployment.refresh();
  const wrong = String(at(second.data, "version"));
  expect(wrong).not.toBe(good);
  expect(at((await deployment.estimate()).data, "total_usd")).toBe("0.008");

  expect((await deployment.admin("POST", "/v1/admin/catalog/rollback", { version: good })).status).toBe(200);
  const pinned = await deployment.estimate();
  expect([at(pinned.data, "total_usd"), at(pinned.data, "price_version")]).toEqual(["0.0075", good]);
  expect(at((await deployment.call("GET", "/v1/catalog")).data, "pinned")).toBe(good);
  // What was answered under the wrong version can be answered again.
  expect(at((await deployment.estimate(`&price_version=${wrong}`)).data, "total_usd")).toBe("0.008");

  // Refreshes go on meanwhile and change nothing of what is served.
  await deployment.refresh();
  expect(at((await deployment.estimate()).data, "total_usd")).toBe("0.0075");

  await deployment.admin("POST", "/v1/admin/catalog/rollback", { version: null });
  expect(at((await deployment.estimate()).data, "total_usd")).toBe("0.008");
});

it("an estimate is pinned to a price version, and an unknown version is not guessed", async () => {
  const version = String(at((await deployment.refresh()).data, "version"));
  movedTo("0.000003");
  await deployment.refresh();
  const pinned = await deployment.estimate(`&price_version=${version}`);
  expect([at(pinned.data, "total_usd"), at(pinned.data, "price_version")]).toEqual(["0.0075", version]);
  expect((await deployment.estimate("&price_version=0123456789abcdef")).status).toBe(404);
});

it("a source that changed its shape is rejected, the others and its last good rows stand, and it comes back by itself", async () => {
  await deployment.refresh();
  deployment.upstream.fault = "html_200";
  const during = await deployment.refresh();
  expect(at(during.data, "sources", 0, "outcome")).toBe("rejected");
  expect(at((await deployment.estimate()).data, "total_usd")).toBe("0.0075");
  deployment.upstream.fault = null;
  expect(at((await deployment.refresh()).data, "sources", 0, "outcome")).toBe("ok");
});

it("prices that no source confirms for a day are called stale, and fresh again after a refresh", async () => {
  await deployment.refresh();
  await deployment.clock(25 * 3_600_000);
  const stale = await deployment.estimate();
  expect([stale.status, at(stale.meta, "catalog", "state"), at(stale.data, "total_usd")]).toEqual([
    200,
    "stale",
    "0.0075",
  ]);
  expect(at((await deployment.call("GET", "/healthz?verbose")).body, "degraded")).toContain("prices_age_seconds");
  await deployment.refresh();
  expect(at((await deployment.estimate()).meta, "catalog", "state")).toBe("fresh");
});

it("a lost value in KV is written again by the next refresh; the ledger and its history are elsewhere", async () => {
  const version = String(at((await deployment.refresh()).data, "version"));
  await deployment.dropFromKv("catalog:hot");
  expect(await deployment.fromKv("catalog:hot")).toBeNull();
  await deployment.refresh();
  expect(await deployment.fromKv("catalog:hot")).toContain(version);
  expect((await deployment.estimate(`&price_version=${version}`)).status).toBe(200);
});
