import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it } from "vitest";
import type { Tenant } from "../../workers/objects/tenant.ts";
import { event, NOW, reservation, tenant } from "./tenants.ts";

afterEach(reset);

const TEN_MINUTES = 600_000;

describe("reserving", () => {
  it("two hundred at once for the last cent give exactly one", async () => {
    const acme = await tenant("acme");
    await acme.putBudget({ day_usd: "1", timezone: "UTC" }, "admin", NOW);
    await acme.record([event("e", { cost_usd: "0.99" })], NOW);
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => acme.reserve(reservation("0.01"), NOW)));
    expect(outcomes.filter(({ reserved }) => reserved)).toHaveLength(1);
    expect((await acme.budget(NOW)).reserved_usd).toBe("0.01");
    const refused = outcomes.find(({ reserved }) => !reserved);
    expect(refused).toMatchObject({
      refusal: { limit: "day", limit_usd: "1", spent_usd: "0.99", reserved_usd: "0.01", requested_usd: "0.01" },
    });
  });

  it("an amount equal to a limit is allowed, the next cent is not", async () => {
    const acme = await tenant("acme");
    await acme.putBudget({ per_request_usd: "0.5", month_usd: "0.5", timezone: "UTC" }, "admin", NOW);
    expect(await acme.reserve(reservation("0.500000000000000001"), NOW)).toMatchObject({
      refusal: { limit: "per_request" },
    });
    expect(await acme.reserve(reservation("0.5"), NOW)).toMatchObject({ reserved: true });
    expect(await acme.reserve(reservation("0.000000000000000001"), NOW)).toMatchObject({ refusal: { limit: "month" } });
  });

  it("a reservation is released after ten minutes, with no alarm in between, and survives an eviction until then", async () => {
    const acme = await tenant("acme");
    await acme.putBudget({ day_usd: "1", timezone: "UTC" }, "admin", NOW);
    await acme.reserve(reservation("1"), NOW);
    await evictDurableObject(acme);
    expect(await acme.reserve(reservation("1"), NOW + TEN_MINUTES - 1)).toMatchObject({ reserved: false });
    expect(await acme.reserve(reservation("1"), NOW + TEN_MINUTES)).toMatchObject({ reserved: true });
  });

  it("a settled event gives back what was reserved above its cost, once", async () => {
    const acme = await tenant("acme");
    await acme.putBudget({ day_usd: "1", timezone: "UTC" }, "admin", NOW);
    const held = await acme.reserve(reservation("0.8"), NOW);
    const estimate_id = held.reserved ? held.estimate_id : "";
    await acme.reserve(reservation("0.1"), NOW);
    await acme.record(
      [event("a", { estimate_id, cost_usd: "0.3" }), event("b", { estimate_id, cost_usd: "0.05" })],
      NOW,
    );
    const after = await acme.budget(NOW);
    expect(after).toMatchObject({ reserved_usd: "0.1", day: { spent_usd: "0.35" } });
    await evictDurableObject(acme);
    expect(await acme.budget(NOW)).toEqual(after);
  });

  it("another tenant's estimate settles nothing", async () => {
    const [acme, other] = [await tenant("acme"), await tenant("other")];
    const held = await acme.reserve(reservation("0.8"), NOW);
    const estimate_id = held.reserved ? held.estimate_id : "";
    expect(await other.record([event("x", { estimate_id, billed_usd: "0.5" })], NOW)).toMatchObject({ accepted: 1 });
    expect((await acme.budget(NOW)).reserved_usd).toBe("0.8");
    expect((await other.bills(0, NOW + 1, 10, 10)).rows).toMatchObject([{ estimated_usd: "0.01" }]);
  });
});

describe("recording", () => {
  it("the first event with an id counts, whatever a later one says, within a request and across them", async () => {
    const acme = await tenant("acme");
    expect(await acme.record([event("a", { cost_usd: "1" }), event("a", { cost_usd: "5" })], NOW)).toEqual({
      accepted: 1,
      duplicates: 1,
    });
    expect(await acme.record([event("a", { cost_usd: "9" })], NOW)).toEqual({ accepted: 0, duplicates: 1 });
    expect((await acme.spend(0, NOW + 1, "model")).total_usd).toBe("1");
    expect((await acme.budget(NOW)).day.spent_usd).toBe("1");
  });

  it("spend is never refused, even over budget, and is the bill where there is one", async () => {
    const acme = await tenant("acme");
    await acme.putBudget({ day_usd: "0.01", per_request_usd: "0.01", timezone: "UTC" }, "admin", NOW);
    await acme.record([event("a", { cost_usd: "1", billed_usd: "2" }), event("b", { cost_usd: "3" })], NOW);
    expect((await acme.budget(NOW)).day.spent_usd).toBe("5");
  });

  it("spend has its rows by model or UTC day, start inside and end outside", async () => {
    const acme = await tenant("acme");
    const midnight = Date.parse("2026-11-25T00:00:00Z");
    await acme.record(
      [
        event("a", { at: midnight - 1, cost_usd: "0.1" }),
        event("b", { at: midnight, cost_usd: "0.2", model: "x/y" }),
        event("c", { at: midnight + 1, cost_usd: "0.4", partial: true }),
      ],
      NOW,
    );
    expect(await acme.spend(midnight - 1, midnight + 1, "day")).toEqual({
      total_usd: "0.3",
      partial: false,
      rows: [
        { group: "2026-11-24", events: 1, total_usd: "0.1" },
        { group: "2026-11-25", events: 1, total_usd: "0.2" },
      ],
    });
    expect(await acme.spend(midnight, NOW, "model")).toMatchObject({
      partial: true,
      rows: [
        { group: "openai/gpt-x", total_usd: "0.4" },
        { group: "x/y", total_usd: "0.2" },
      ],
    });
  });

  it("a budget day is a day of its time zone", async () => {
    const acme = await tenant("acme");
    await acme.putBudget({ day_usd: "1", timezone: "Asia/Kolkata" }, "admin", NOW);
    // 2026-11-25T18:30Z is midnight in Kolkata.
    const midnight = Date.parse("2026-11-25T18:30:00Z");
    await acme.record([event("a", { at: midnight - 1, cost_usd: "0.7" })], NOW);
    expect((await acme.budget(midnight - 1)).day).toMatchObject({
      key: "2026-11-25",
      spent_usd: "0.7",
      ends_at: midnight,
    });
    expect((await acme.budget(midnight)).day).toMatchObject({ key: "2026-11-26", spent_usd: "0" });
    expect((await acme.budget(midnight)).month.spent_usd).toBe("0.7");
    await evictDurableObject(acme);
    expect((await acme.budget(midnight - 1)).day.spent_usd).toBe("0.7");
  });

  it("a PUT of a budget replaces it whole", async () => {
    const acme = await tenant("acme");
    await acme.putBudget({ day_usd: "1", month_usd: "2", timezone: "Europe/Berlin" }, "admin", NOW);
    const after = await acme.putBudget({ per_request_usd: "3", timezone: "UTC" }, "admin", NOW);
    expect(after.budget).toEqual({ per_request_usd: "3", timezone: "UTC" });
    await evictDurableObject(acme);
    expect((await acme.budget(NOW)).budget).toEqual(after.budget);
  });
});

it("a transaction that fails half way leaves neither storage nor memory changed", async () => {
  const acme = await tenant("acme");
  await acme.record([event("a", { cost_usd: "1" })], NOW);
  const broken = { ...event("c"), usage: "{" };
  await runInDurableObject(acme, async (tenant: Tenant) => {
    const events = [event("b", { cost_usd: "5" }), { ...broken, cache_key: "k" }];
    await expect(tenant.record(events, NOW)).rejects.toThrow(SyntaxError);
  });
  expect((await acme.budget(NOW)).day.spent_usd).toBe("1");
  expect((await acme.spend(0, NOW + 1, "model")).total_usd).toBe("1");
});
