import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateRequest } from "../../shared/contract/operations/costs.ts";
import { plainRequest } from "../../shared/contract/plain-request.ts";
import { usageFields } from "../../shared/cost/usage.ts";

const count = fc.oneof(
  { weight: 6, arbitrary: fc.nat() },
  fc.constantFrom(0, -0, -1, 0.5, 2 ** 53 - 1, 2 ** 53, Number.NaN, Infinity, "1", null, undefined, true, {}, []),
);
const usage = fc.dictionary(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...Object.keys(usageFields)) },
    fc.constantFrom("tokens", "__proto__"),
  ),
  count,
  { maxKeys: 5 },
);
const model = fc.oneof(
  { weight: 5, arbitrary: fc.constant("gpt-4o") },
  fc.constantFrom("", "m".repeat(256), "m".repeat(257), "𝄞".repeat(128), 7, null, undefined),
);
const rest = fc.dictionary(
  fc.constantFrom("service_tier", "region", "at", "text", "reserve", "price_version", "max_output_tokens", "other"),
  fc.constantFrom("batch", "eu", true, 7, "2026-01-01", undefined),
  { maxKeys: 1 },
);
const row = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(model, fc.oneof(usage, fc.constantFrom(undefined, null, [], "x")), rest) },
  fc.anything().map((value) => [undefined, value, {}] as const),
);

describe("the usual row of a batch", () => {
  it("is read as the schema reads it, and all others are left to the schema", () => {
    let plain = 0;
    fc.assert(
      fc.property(row, ([named, used, more]) => {
        const given: unknown = named === undefined ? used : { model: named, usage: used, ...more };
        const read = plainRequest(given);
        if (read === null) return;
        plain += 1;
        expect(estimateRequest.parse(given)).toEqual(read);
      }),
      { numRuns: 3_000, seed: 20261125 },
    );
    expect(plain).toBeGreaterThan(300);
  });

  it("needs no schema", () => {
    const given = { model: "gpt-4o", usage: { input_tokens: 1000, output_tokens: 500, cache_read_tokens: 200 } };
    expect(plainRequest(given)).toEqual({ ...given, service_tier: "standard", reserve: false });
  });
});
