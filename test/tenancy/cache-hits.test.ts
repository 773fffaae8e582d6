import { expect, it } from "vitest";
import { cacheSample, hitRate } from "../../shared/tenancy/cache-hits.ts";
import { csvOf } from "../../shared/tenancy/export.ts";
import { dateFault, usageEventSchema } from "../../shared/tenancy/usage-event.ts";

it("read tokens hit, written ones missed, and an input with neither missed whole", () => {
  expect(cacheSample({ input_tokens: 10_000, cache_read_tokens: 8_000 })).toEqual([8_000, 0]);
  expect(cacheSample({ input_tokens: 10_000, cache_write_tokens: 3_000, cache_write_1h_tokens: 5_000 })).toEqual([
    0, 8_000,
  ]);
  expect(cacheSample({ input_tokens: 10_000, cache_read_tokens: 6_000, cache_write_tokens: 2_000 })).toEqual([
    6_000, 2_000,
  ]);
  expect(cacheSample({ input_tokens: 10_000 })).toEqual([0, 10_000]);
  expect(cacheSample({ output_tokens: 5 })).toBeNull();
});

it("the rate is weighted by tokens, and nothing is known from nothing", () => {
  expect(
    hitRate([
      [9_000, 0],
      [0, 1_000],
    ]),
  ).toMatchObject({ hit_rate: 0.9, samples: 2 });
  expect(hitRate([])).toEqual({ hit_rate: null, samples: 0, hit_tokens: 0, missed_tokens: 0 });
});

it("a cell of an export is never a formula, and quotes are doubled", () => {
  expect(
    csvOf(
      ["a", "b", "c"],
      [
        { a: '=HYPERLINK("x")', b: "-0.006", c: null },
        { a: "x,y", b: true, c: { k: 1 } },
      ],
    ),
  ).toBe('a,b,c\r\n"\'=HYPERLINK(""x"")",-0.006,\r\n"x,y",true,"{""k"":1}"\r\n');
});

it("an event has one of usage and response, an instant with a zone, and no field of its own making", () => {
  const bare = { id: "e", at: "2026-11-25T12:00:00Z", model: "m" };
  const good = { ...bare, usage: { input_tokens: 1 } };
  const fits = (value: unknown) => usageEventSchema.safeParse(value).success;
  expect(fits(good)).toBe(true);
  expect(fits({ ...bare, response: {} })).toBe(true);
  expect(fits(bare)).toBe(false);
  for (const over of [
    { response: {} },
    { at: "2026-11-25" },
    { at: "2026-11-25T12:00:00" },
    { at: "2026-02-31T12:00:00Z" },
    { id: "" },
    { id: "x".repeat(257) },
    { billed_usd: -1 },
    { billed_usd: "-1" },
    { usage: { input_tokens: 1.5 } },
    { usage: { tokens: 1 } },
    { service_tier: "gold" },
    { tenant: "other" },
  ]) {
    expect(fits({ ...good, ...over }), JSON.stringify(over)).toBe(false);
  }
});

it("clocks may be a quarter of an hour ahead, and events of the retention's time may come late", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  expect(dateFault(now + 900_000, now)).toBeNull();
  expect(dateFault(now + 900_001, now)).toContain("future");
  expect(dateFault(now - 400 * 86_400_000, now)).toBeNull();
  expect(dateFault(now - 400 * 86_400_000 - 1, now)).toContain("400 days");
});
