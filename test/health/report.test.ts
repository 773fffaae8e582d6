import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../shared/health/outcome.ts";
import { MAX_PROVIDERS, readReports, readRow, reportRowSchema } from "../../shared/health/report.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const iso = (offset_ms: number) => new Date(NOW + offset_ms).toISOString();
const good = { provider: "openai", outcome: "success", latency_ms: 812 };

describe("a row of a report", () => {
  it.each([
    [good],
    [{ ...good, provider: "OpenAI" }],
    [{ ...good, ttft_ms: 812, status: 200, model: "gpt-4o", count: 10_000 }],
    [{ provider: "x", outcome: "error" }],
    [{ provider: "x", outcome: "timeout", latency_ms: 86_400_000 }],
    [{ ...good, at: iso(-60_000) }],
    [{ ...good, at: iso(60_000) }],
    [{ ...good, at: "2026-11-20T13:00:00+01:00" }],
    [{ ...good, latency_ms: 0 }],
  ])("%o is taken", (row) => {
    expect(readRow(row, NOW)).toBeTypeOf("object");
  });

  it.each([
    [null, "invalid_row"],
    ["success", "invalid_row"],
    [[], "invalid_row"],
    [{ ...good, tenant: "other" }, "unknown_field"],
    [{ ...good, provider: "" }, "invalid_provider"],
    [{ ...good, provider: "a/b" }, "invalid_provider"],
    [{ ...good, provider: "a#1" }, "invalid_provider"],
    [{ ...good, provider: "x".repeat(65) }, "invalid_provider"],
    [{ ...good, provider: "\u212a" }, "invalid_provider"],
    [{ ...good, provider: 7 }, "invalid_provider"],
    [{ outcome: "success" }, "invalid_provider"],
    [{ ...good, model: "" }, "invalid_model"],
    [{ ...good, model: "m".repeat(257) }, "invalid_model"],
    [{ ...good, outcome: "ok" }, "unknown_outcome"],
    [{ ...good, outcome: "__proto__" }, "unknown_outcome"],
    [{ provider: "x" }, "unknown_outcome"],
    [{ ...good, status: 42 }, "invalid_status"],
    [{ ...good, status: "200" }, "invalid_status"],
    [{ ...good, latency_ms: -1 }, "invalid_latency"],
    [{ ...good, latency_ms: 86_400_001 }, "invalid_latency"],
    [{ ...good, latency_ms: Number.NaN }, "invalid_latency"],
    [{ ...good, latency_ms: Infinity }, "invalid_latency"],
    [{ ...good, latency_ms: "812" }, "invalid_latency"],
    [{ ...good, latency_ms: null }, "invalid_latency"],
    [{ ...good, ttft_ms: -1 }, "invalid_latency"],
    [{ ...good, ttft_ms: 813 }, "ttft_above_latency"],
    [{ ...good, at: iso(-60_001) }, "clock_skew"],
    [{ ...good, at: iso(60_001) }, "clock_skew"],
    [{ ...good, at: "yesterday" }, "invalid_time"],
    [{ ...good, at: "2026-11-20" }, "invalid_time"],
    [{ ...good, at: "2026-13-40T12:00:00Z" }, "invalid_time"],
    [{ ...good, at: NOW }, "invalid_time"],
    [{ ...good, count: 0 }, "invalid_count"],
    [{ ...good, count: 10_001 }, "invalid_count"],
    [{ ...good, count: 1.5 }, "invalid_count"],
    [{ ...good, count: "3" }, "invalid_count"],
  ])("%o is refused as %s", (row, code) => {
    expect(readRow(row, NOW)).toBe(code);
  });

  it("never lies in the future", () => {
    expect(readRow({ ...good, at: iso(30_000) }, NOW)).toMatchObject({ at: NOW });
    expect(readRow({ ...good, at: iso(-30_000) }, NOW)).toMatchObject({ at: NOW - 30_000 });
  });

  it("is judged as the documented schema judges it", () => {
    const odd = fc.oneof(fc.constantFrom(undefined, null, "", -1, 1.5, 0, 1, 20_000, "x", {}), fc.anything());
    const row = fc.record(
      {
        provider: fc.oneof(fc.constantFrom("openai", "A.b-c_1", "a/b"), odd),
        outcome: fc.oneof(fc.constantFrom(...OUTCOMES), odd),
        latency_ms: fc.oneof(fc.nat(1_000), odd),
        status: fc.oneof(fc.integer({ min: 0, max: 700 }), odd),
        count: odd,
        model: odd,
        extra: odd,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(row, (raw) => {
        const json: unknown = JSON.parse(JSON.stringify(raw));
        expect(typeof readRow(json, NOW) === "object").toBe(reportRowSchema.safeParse(json).success);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a report", () => {
  it("keeps the good rows when others are refused, each with its index", () => {
    const { groups, rejected } = readReports([good, { ...good, outcome: "?" }, { ...good, provider: "GROQ" }, 3], NOW);
    expect([...groups.keys()]).toEqual(["openai", "groq"]);
    expect(rejected).toEqual([
      { index: 1, code: "unknown_outcome" },
      { index: 3, code: "invalid_row" },
    ]);
  });

  it("touches a bounded number of providers", () => {
    const rows = Array.from({ length: MAX_PROVIDERS + 2 }, (_, i) => ({ ...good, provider: `p${i}` }));
    const { groups, rejected } = readReports([...rows, { ...good, provider: "p0" }], NOW);
    expect(groups.size).toBe(MAX_PROVIDERS);
    expect(rejected.map(({ code }) => code)).toEqual(["too_many_providers", "too_many_providers"]);
  });
});
