import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Offer } from "../../shared/pricing/offer.ts";
import { WEIGHTS } from "../../shared/routing/policies.ts";
import { POLICIES, type Policy } from "../../shared/routing/policy.ts";
import type { ProviderHealth } from "../../shared/routing/provider-health.ts";
import type { Requirements } from "../../shared/routing/request.ts";
import { health, ids, routeAll, seller } from "./world.ts";

interface Entry {
  readonly input: number;
  readonly output: number;
  readonly quality: number | null;
  readonly health: ProviderHealth;
  readonly context: number;
  readonly has_tools: boolean;
}

const arbitraryHealth = fc
  .record({ score: fc.option(fc.integer({ min: 0, max: 100 })), latency: fc.option(fc.integer({ min: 0, max: 7000 })) })
  .map(({ score, latency }) => health({ routing_score: score, latency_ms: latency }));

const entry: fc.Arbitrary<Entry> = fc.record({
  input: fc.integer({ min: 1, max: 100_000 }),
  output: fc.integer({ min: 1, max: 100_000 }),
  quality: fc.option(fc.integer({ min: 0, max: 100 })),
  health: arbitraryHealth,
  context: fc.constantFrom(8_000, 32_000, 128_000),
  has_tools: fc.boolean(),
});

const world = fc.array(entry, { minLength: 2, maxLength: 12 });
const policy = fc.constantFrom(...POLICIES);

/** Each offer has a provider of its own, so that the health of one changes nothing about another. */
function build(entries: readonly Entry[]): {
  offers: Offer[];
  scores: Record<string, number>;
  health: Record<string, ProviderHealth>;
} {
  const scores: Record<string, number> = {};
  const known: Record<string, ProviderHealth> = {};
  const offers = entries.map(({ input, output, quality, health: own, context, has_tools }, index) => {
    const id = `p${index}/m`;
    if (quality !== null) scores[id] = quality;
    known[`p${index}`] = own;
    const prices = { input: `${input / 1000}`, output: `${output / 1000}` };
    return seller(id, prices, { limits: { context_tokens: context }, capabilities: has_tools ? ["tools"] : [] });
  });
  return { offers, scores, health: known };
}

function rankOf(entries: readonly Entry[], index: number, by: Policy): number {
  const { offers, ...facts } = build(entries);
  return ids(routeAll(offers, { policy: by }, facts)).indexOf(`p${index}/m`);
}

function changed(entries: readonly Entry[], index: number, change: Partial<Entry>): readonly Entry[] {
  return entries.map((each, at) => (at === index ? { ...each, ...change } : each));
}

describe("a rank", () => {
  it("is never lowered by a price cut", () => {
    fc.assert(
      fc.property(
        world,
        policy,
        fc.nat(),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (entries, by, pick, factor) => {
          const index = pick % entries.length;
          const own = entries[index];
          if (own === undefined) return;
          const cut = {
            input: Math.max(1, Math.floor(own.input * factor)),
            output: Math.max(1, Math.floor(own.output * factor)),
          };
          expect(rankOf(changed(entries, index, cut), index, by)).toBeLessThanOrEqual(rankOf(entries, index, by));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is never lowered by better health or a faster provider", () => {
    fc.assert(
      fc.property(
        world,
        policy,
        fc.nat(),
        fc.nat({ max: 100 }),
        fc.nat({ max: 5000 }),
        (entries, by, pick, gain, faster) => {
          const index = pick % entries.length;
          const before = { routing_score: Math.min(100, gain), latency_ms: 5000 };
          const after = { routing_score: Math.min(100, gain + 20), latency_ms: 5000 - faster };
          const worse = changed(entries, index, { health: health(before) });
          const better = changed(entries, index, { health: health(after) });
          expect(rankOf(better, index, by)).toBeLessThanOrEqual(rankOf(worse, index, by));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is never lowered by a better quality score", () => {
    fc.assert(
      fc.property(world, policy, fc.nat(), fc.nat({ max: 80 }), (entries, by, pick, quality) => {
        const index = pick % entries.length;
        const worse = changed(entries, index, { quality });
        const better = changed(entries, index, { quality: quality + 15 });
        expect(rankOf(better, index, by)).toBeLessThanOrEqual(rankOf(worse, index, by));
      }),
      { numRuns: 300 },
    );
  });
});

const requirements: fc.Arbitrary<Requirements> = fc.record({
  min_context_tokens: fc.constantFrom(0, 16_000, 64_000),
  min_quality: fc.option(fc.nat({ max: 60 }), { nil: undefined }),
  capabilities: fc.constantFrom([], ["tools"] as const),
  exclude_providers: fc.subarray(["p0", "p1", "p2"]),
});

const tightening: fc.Arbitrary<(loose: Requirements) => Requirements> = fc.constantFrom(
  (loose) => ({ ...loose, min_context_tokens: (loose.min_context_tokens ?? 0) + 20_000 }),
  (loose) => ({ ...loose, min_quality: (loose.min_quality ?? 0) + 10 }),
  (loose) => ({ ...loose, capabilities: ["tools"] as const }),
  (loose) => ({ ...loose, exclude_providers: [...(loose.exclude_providers ?? []), "p3"] }),
  (loose) => ({ ...loose, providers: ["p1", "p2", "p3"] }),
);

describe("a constraint", () => {
  it("that is tighter never adds a candidate", () => {
    fc.assert(
      fc.property(world, policy, requirements, tightening, (entries, by, loose, tighten) => {
        const { offers, ...facts } = build(entries);
        const wide = new Set(ids(routeAll(offers, { policy: by, require: loose }, facts)));
        const narrow = ids(routeAll(offers, { policy: by, require: tighten(loose) }, facts));
        expect(narrow.filter((id) => !wide.has(id))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("on the cost that is tighter never adds a candidate either, and leaves out exactly what is dearer", () => {
    fc.assert(
      fc.property(world, policy, fc.integer({ min: 1, max: 60_000 }), (entries, by, micro) => {
        const { offers, ...facts } = build(entries);
        const open = routeAll(offers, { policy: by }, facts);
        const max_cost = { coefficient: micro, scale: 6 };
        const most = micro / 1e6;
        const capped = routeAll(offers, { policy: by, max_cost }, facts);
        const affordable = open.ranked.filter(
          ({ cost }) => Number(cost.expected.coefficient) / 10 ** cost.expected.scale <= most,
        );
        expect(new Set(ids(capped))).toEqual(new Set(affordable.map(({ offer }) => offer.id)));
        expect(capped.rejected_counts.over_max_cost ?? 0).toBe(open.ranked.length - capped.ranked.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("weights", () => {
  it("of each policy add up to a hundred, and values and scores stay within 0 and 1", () => {
    for (const { cost, quality, health: own, latency } of Object.values(WEIGHTS))
      expect(cost + quality + own + latency).toBe(100);
    fc.assert(
      fc.property(world, policy, (entries, by) => {
        const { offers, ...facts } = build(entries);
        for (const { values, score } of routeAll(offers, { policy: by }, facts).ranked) {
          for (const value of Object.values(values)) expect(value >= 0 && value <= 1).toBe(true);
          const weights = WEIGHTS[by];
          const sum =
            values.cost * weights.cost +
            values.quality * weights.quality +
            values.health * weights.health +
            values.latency * weights.latency;
          if (by !== "bpc") expect(score).toBeCloseTo(sum / 100, 6);
        }
      }),
      { numRuns: 100 },
    );
  });
});
