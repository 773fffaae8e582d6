import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal } from "../../shared/money/decimal.ts";
import { METERS } from "../../shared/pricing/meter.ts";
import { applyOverrides } from "../../shared/tenancy/override-apply.ts";
import { slotKey } from "../../shared/pricing/slot.ts";
import { compileGlob, matchesGlob } from "../../shared/tenancy/glob.ts";
import { compileOverrides, compositionFor } from "../../shared/tenancy/override-compile.ts";
import { overrideRulesSchema, type OverrideRule } from "../../shared/tenancy/override-rule.ts";
import { offer, rate, usd } from "./offers.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");

const claude = offer("anthropic/claude-x", [
  rate("input_tokens", "0.000003"),
  rate("input_tokens", "0.000006", "standard", { above_tokens: 200_000 }),
  rate("input_tokens", "0.0000015", "batch"),
  rate("cache_read_tokens", "0.0000003"),
  rate("output_tokens", "0.000015"),
]);

function prices(rules: readonly OverrideRule[], over = claude, now = NOW): string[] {
  return applyOverrides(compileOverrides([rules]), over, now).rates.map((r) => formatDecimal(r.usd));
}

describe("applying", () => {
  it("a discount moves every rate of every tier and threshold by the same exact share", () => {
    const rules: OverrideRule[] = [{ match: "anthropic/*", operation: "discount_percent", value: "18" }];
    expect(prices(rules)).toEqual(["0.00000246", "0.00000492", "0.00000123", "0.000000246", "0.0000123"]);
    expect(applyOverrides(compileOverrides([rules]), claude, NOW).price_status).toBe("override");
  });

  it("rules compose in the order given: a set after a margin discards it, before it does not", () => {
    const margin: OverrideRule = { match: "*", operation: "margin_percent", value: "25", meter: "output_tokens" };
    const set: OverrideRule = { match: "*", operation: "set", value: "0.00002", meter: "output_tokens" };
    expect(prices([margin, set]).at(-1)).toBe("0.00002");
    expect(prices([set, margin]).at(-1)).toBe("0.000025");
  });

  it("a set keeps the ratios of tiers and thresholds", () => {
    const rules: OverrideRule[] = [{ match: "*", operation: "set", value: "0.000002", meter: "input_tokens" }];
    expect(prices(rules).slice(0, 3)).toEqual(["0.000002", "0.000004", "0.000001"]);
    expect(prices(rules)[4]).toBe("0.000015");
  });

  it("a set of a meter without a list price adds it, on an offer of unknown price too", () => {
    const unknown = offer("x/y", [], { price_type: "unknown", sources: [] });
    const rules: OverrideRule[] = [{ match: "x/*", operation: "set", value: "0.1", meter: "input_tokens" }];
    const priced = applyOverrides(compileOverrides([rules]), unknown, NOW);
    expect(priced).toMatchObject({ price_type: "paid", price_status: "override" });
    expect(priced.rates.map((r) => [r.meter, formatDecimal(r.usd)])).toEqual([["input_tokens", "0.1"]]);
  });

  it("a rule counts from its start up to but not at its end", () => {
    const rules: OverrideRule[] = [
      { match: "*", operation: "multiply", value: "2", from: "2026-11-25T12:00:00Z", to: "2026-11-25T13:00:00Z" },
    ];
    expect(prices(rules, claude, NOW - 1)[0]).toBe("0.000003");
    expect(prices(rules, claude, NOW)[0]).toBe("0.000006");
    expect(prices(rules, claude, NOW + 3_599_999)[0]).toBe("0.000006");
    expect(prices(rules, claude, NOW + 3_600_000)[0]).toBe("0.000003");
  });

  it("an offer that no rule in force matches is the same object", () => {
    const rules: OverrideRule[] = [
      { match: "openai/*", operation: "multiply", value: "2" },
      { match: "*", operation: "multiply", value: "2", to: "2026-01-01" },
    ];
    const compiled = compileOverrides([rules]);
    expect(applyOverrides(compiled, claude, NOW)).toBe(claude);
    expect(applyOverrides(compiled, claude, NOW)).toBe(claude);
  });

  it("a tenant's rule on a meter silences those of its plan and of everybody, on that meter only", () => {
    const tenant: OverrideRule[] = [{ match: "*", operation: "multiply", value: "2", meter: "input_tokens" }];
    const plan: OverrideRule[] = [{ match: "*", operation: "multiply", value: "3" }];
    const global: OverrideRule[] = [{ match: "*", operation: "multiply", value: "5" }];
    const applied = applyOverrides(compileOverrides([tenant, plan, global]), claude, NOW);
    expect(applied.rates.map((r) => formatDecimal(r.usd))).toEqual([
      "0.000006",
      "0.000012",
      "0.000003",
      "0.0000009",
      "0.000045",
    ]);
  });

  it("a held price stands whatever the rules say", () => {
    const held = new Map([[claude.id, new Map([["output_tokens|standard|", usd("0.5")]])]]);
    const compiled = compileOverrides([[{ match: "*", operation: "multiply", value: "2" }]], held);
    expect(
      applyOverrides(compiled, claude, NOW)
        .rates.map((r) => formatDecimal(r.usd))
        .at(-1),
    ).toBe("0.5");
    expect(claude.rates.map(slotKey)).toContain("output_tokens|standard|");
  });
});

/** Values as integers of 10^-6, rules as fractions of bigints: nothing in common with the code under test. */
interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

function oracle(rules: readonly OverrideRule[], meter: string, price: Fraction): Fraction {
  let current = price;
  for (const rule of rules) {
    if (rule.meter !== undefined && rule.meter !== meter) continue;
    const value = millionths(rule.value);
    if (rule.operation === "set") current = { top: value, bottom: 1_000_000n };
    else if (rule.operation === "multiply") current = { top: current.top * value, bottom: current.bottom * 1_000_000n };
    else {
      const hundred = 100_000_000n;
      const share = rule.operation === "margin_percent" ? hundred + value : hundred - value;
      current = { top: current.top * share, bottom: current.bottom * hundred };
    }
  }
  return current;
}

function millionths(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
}

function fractionOf(text: string): Fraction {
  const [whole = "0", fraction = ""] = text.split(".");
  return { top: BigInt(whole + fraction), bottom: 10n ** BigInt(fraction.length) };
}

const value = fc
  .integer({ min: 1, max: 99_999_999 })
  .map((n) => `${Math.floor(n / 1e6)}.${String(n % 1e6).padStart(6, "0")}`);
const rule: fc.Arbitrary<OverrideRule> = fc.record(
  {
    match: fc.constantFrom("*", "anthropic/*", "anthropic/claude-x"),
    operation: fc.constantFrom("set", "multiply", "discount_percent", "margin_percent"),
    value,
    meter: fc.constantFrom("input_tokens", "output_tokens", "cache_read_tokens"),
  },
  { requiredKeys: ["match", "operation", "value"] },
);

it("any chain of up to six rules gives exactly what fractions of integers give", () => {
  const flat = offer("anthropic/claude-x", [
    rate("input_tokens", "0.000003"),
    rate("cache_read_tokens", "0.0000003"),
    rate("output_tokens", "0.000015"),
  ]);
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 6 }), (rules) => {
      const applied = applyOverrides(compileOverrides([rules]), flat, NOW);
      applied.rates.forEach((after, i) => {
        const before = flat.rates[i];
        const expected = oracle(rules, after.meter, fractionOf(formatDecimal(before?.usd ?? usd("0"))));
        const got = fractionOf(formatDecimal(after.usd));
        expect(significant(expected) > 40 || got.top * expected.bottom === expected.top * got.bottom).toBe(true);
      });
    }),
    { numRuns: 500 },
  );
});

function significant(fraction: Fraction): number {
  return fraction.top.toString().length + fraction.bottom.toString().length;
}

it("the rules found for an offer are those whose glob matches its id, whatever the patterns", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), minLength: 1, maxLength: 6 });
  const ids = fc.string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), ids, (patterns, id) => {
      const rules: OverrideRule[] = patterns.map((match, i) => ({
        match,
        operation: "multiply",
        value: String(i + 1),
      }));
      const found = compositionFor(compileOverrides([rules]), id)?.levels[0] ?? [];
      const expected = patterns.filter((match) => matchesGlob(compileGlob(match), id));
      expect(found.map((rule) => rule.glob.pattern)).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});

it("a thousand overlapping rules stay cheap and finite", () => {
  const rules: OverrideRule[] = Array.from({ length: 1000 }, () => ({
    match: "*",
    operation: "multiply",
    value: "1.0000000000000000001",
  }));
  const compiled = compileOverrides([rules]);
  const applied = applyOverrides(compiled, claude, NOW);
  for (const r of applied.rates) expect(formatDecimal(r.usd).length).toBeLessThan(70);
  expect(compiled.compositions.size).toBe(1);
});

describe("checking", () => {
  const paths = (rules: unknown) => {
    const result = overrideRulesSchema.safeParse(rules);
    return result.success ? [] : result.error.issues.map((issue) => issue.path.join("/"));
  };
  const good = { match: "*", operation: "discount_percent", value: "10" };

  it("every bound is kept, and the pointer names the rule and the field", () => {
    expect(paths([good])).toEqual([]);
    expect(paths([good, { ...good, value: "100" }, { ...good, value: "0" }])).toEqual([]);
    expect(paths([good, { ...good, value: "100.01" }])).toEqual(["1/value"]);
    expect(paths([{ ...good, value: "-1" }])).toEqual(["0/value"]);
    expect(paths([{ ...good, value: 10 }])).toEqual(["0/value"]);
    expect(paths([{ ...good, value: "1e3" }])).toEqual(["0/value"]);
    expect(paths([{ ...good, operation: "multiply", value: "0" }])).toEqual(["0/value"]);
    expect(paths([{ ...good, operation: "margin_percent", value: "0" }])).toEqual([]);
    expect(paths([{ ...good, operation: "set", value: "0" }])).toEqual([]);
    expect(paths([{ ...good, meter: "toString" }])).toEqual(["0/meter"]);
    expect(paths([{ ...good, match: "" }])).toEqual(["0/match"]);
    expect(paths([{ ...good, match: "a".repeat(257) }])).toEqual(["0/match"]);
    expect(paths([{ ...good, from: "2026-02-01", to: "2026-02-01" }])).toEqual(["0/to"]);
    expect(paths([{ ...good, from: "yesterday" }])).toEqual(["0/from"]);
    expect(paths([{ ...good, from: "2026-02-31" }])).toEqual(["0/from"]);
    expect(paths([{ ...good, to: "2026-02-30T12:00:00Z" }])).toEqual(["0/to"]);
    expect(paths(Array.from({ length: 1001 }, () => good))).toEqual([""]);
    expect(paths([{ ...good, note: "x" }])).toEqual(["0"]);
  });

  it("every meter of the vocabulary can be named", () => {
    expect(paths(METERS.map((meter) => ({ ...good, meter })))).toEqual([]);
  });
});
