import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Exclusion, noExclusions } from "../../shared/cost/eligibility.ts";
import { estimate } from "../../shared/cost/estimate.ts";
import { cheapest, type CheapestQuery, type Ranking } from "../../shared/cost/ranking.ts";
import { isCostProblem } from "../../shared/cost/receipt.ts";
import { formatDecimal } from "../../shared/money/decimal.ts";
import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { Flag, Offer } from "../../shared/pricing/offer.ts";
import { catalogOf } from "./catalogs.ts";
import { fixed } from "./oracle.ts";
import { multiplier, offer, rate } from "./offers.ts";
import { randomOffer, randomRequest } from "./random.ts";
import { Random } from "../random.ts";
import { NOON } from "./receipts.ts";

function ranked(catalog: Catalog, query: Partial<CheapestQuery> = {}): Ranking {
  const usage = { input_tokens: 1000, output_tokens: 500 };
  const outcome = cheapest(catalog, { usage, service_tier: "standard", at: NOON, mode: "chat", limit: 10, ...query });
  if (isCostProblem(outcome)) throw new Error(outcome.detail);
  return outcome;
}

const ids = ({ rows }: Ranking): readonly string[] => rows.map(({ offer }) => offer.id);

const chat = (id: string, input: string, output: string, facts: Partial<Offer> = {}): Offer =>
  offer([rate("input_tokens", input), rate("output_tokens", output)], { id, ...facts });

/** Every offer in turn, every question asked anew: what `cheapest` promises, without any index. */
function bruteForce(catalog: Catalog, query: CheapestQuery) {
  const excluded = noExclusions();
  const priced: { id: string; total: bigint }[] = [];
  let considered = 0;
  for (let position = 0; position < catalog.size; position += 1) {
    const one = catalog.at(position);
    if (one.mode !== query.mode) continue;
    considered += 1;
    const reason = firstReason(one, position, query);
    if (typeof reason === "string") excluded[reason] += 1;
    else priced.push({ id: one.id, total: reason });
  }
  priced.sort((a, b) => (a.total < b.total ? -1 : a.total > b.total ? 1 : a.id < b.id ? -1 : 1));
  return { considered, excluded, rows: priced.slice(0, query.limit).map(({ id, total }) => `${id} ${total}`) };
}

const LEFT_OUT = new Set<Flag>([
  "alias",
  "batch_variant",
  "router",
  "misfiled_mode",
  "unlisted_copy",
  "bundled_only",
  "peer_outlier_low",
]);

function firstReason(one: Offer, position: number, query: CheapestQuery): Exclusion | bigint {
  const { context_tokens = -1 } = one.limits;
  if (query.providers?.includes(one.provider) === false || query.exclude_providers?.includes(one.provider) === true)
    return "filtered";
  if (query.capabilities?.every((capability) => one.capabilities.includes(capability)) === false) return "filtered";
  if (query.min_context_tokens !== undefined && context_tokens < query.min_context_tokens) return "filtered";
  if (query.admits?.(position) === false) return "filtered";
  if (one.price_type !== "paid" && one.price_type !== "free") return "unknown_price";
  const sold =
    [...one.rates, ...(one.withheld ?? [])].some(({ tier }) => tier === query.service_tier) ||
    one.multipliers.some(({ kind, name }) => kind === "tier" && name === query.service_tier);
  if (query.service_tier !== "standard" && !sold) return "filtered";
  const outcome = estimate(one, {
    usage: usageFor(query),
    service_tier: query.service_tier,
    at: query.at,
    ...(query.region === undefined ? {} : { region: query.region }),
  });
  if (isCostProblem(outcome) || outcome.partial) return "unknown_price";
  if (one.price_type === "free" && query.include_free !== true) return "free";
  if (one.deprecation_date !== undefined && Date.parse(one.deprecation_date) <= query.at) return "deprecated";
  if (one.flags.includes("disputed_cheap")) return "disputed";
  if (one.flags.some((flag) => LEFT_OUT.has(flag))) return "not_eligible";
  if ((query.usage.input_tokens ?? 0) > (one.limits.context_tokens ?? Infinity)) return "not_eligible";
  return fixed(outcome.total);
}

/** Embeddings produce no tokens. */
function usageFor({ mode, usage }: CheapestQuery) {
  if (mode !== "embedding") return usage;
  return Object.fromEntries(
    Object.entries(usage).filter(([field]) => !/^(output_.*tokens|reasoning_tokens|citation_tokens)$/.test(field)),
  );
}

function randomQuery(random: Random): CheapestQuery {
  const some = <Value>(value: Value): Value | undefined => (random.chance(0.25) ? value : undefined);
  return {
    ...randomRequest(random),
    mode: random.pick(["chat", "chat", "chat", "completion", "embedding", "image_generation"]),
    limit: 1 + random.whole(12),
    include_free: random.chance(0.3),
    capabilities: some([random.pick(["tools", "vision"])]),
    min_context_tokens: some(random.pick([1000, 32_000, 200_000])),
    providers: some([random.pick(["acme", "globex"]), "nobody"]),
    exclude_providers: some(["acme"]),
    admits: some((position: number) => position % 3 !== 0),
  };
}

describe("cheapest", () => {
  /** From one seed: a catalog, and so many queries that must be answered as by an estimate of every offer. */
  function agreements(seed: number, size: number, queries: number): number {
    const random = new Random(seed);
    const pool = Array.from({ length: size }, (_unused, index) => randomOffer(random, `offer/${index}`));
    // Twins under other ids: ties are decided by id alone.
    const twins = pool.slice(0, size / 4).map((one) => ({ ...one, id: `${one.id}-twin` }));
    const catalog = catalogOf([...pool, ...twins]);
    let cases = 0;
    for (let index = 0; index < queries; index += 1) {
      const query = randomQuery(random);
      const outcome = cheapest(catalog, query);
      if (isCostProblem(outcome)) continue;
      const { considered, excluded, rows } = outcome;
      expect({
        considered,
        excluded,
        rows: rows.map(({ offer: { id }, total }) => `${id} ${fixed(total)}`),
      }).toEqual(bruteForce(catalog, query));
      cases += 1;
    }
    return cases;
  }

  it.each([
    { size: 60, runs: 100 },
    { size: 1200, runs: 6 },
  ])(
    "misses nothing among $size offers: rows, totals and counts equal an estimate of every offer",
    { timeout: 120_000 },
    ({ size, runs }) => {
      let cases = 0;
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), (seed) => {
          cases += agreements(seed, size, 25);
        }),
        { numRuns: runs },
      );
      expect(cases).toBeGreaterThan(runs * 15);
    },
  );

  it("ranks by the true cost of this usage, not by list price", () => {
    const catalog = catalogOf([chat("a/even", "1e-6", "1e-6"), chat("b/reads", "1e-7", "1e-5")]);
    expect(ids(ranked(catalog, { usage: { input_tokens: 100_000, output_tokens: 10 } }))).toEqual([
      "b/reads",
      "a/even",
    ]);
    expect(ids(ranked(catalog, { usage: { input_tokens: 10, output_tokens: 100_000 } }))).toEqual([
      "a/even",
      "b/reads",
    ]);
  });

  it("decides ties by id and numbers the ranks", () => {
    const catalog = catalogOf(["c/x", "a/x", "b/x"].map((id) => chat(id, "1e-6", "1e-6")));
    expect(
      ranked(catalog, { limit: 2 }).rows.map(({ rank, offer, position }) => [rank, offer.id, catalog.at(position).id]),
    ).toEqual([
      [1, "a/x", "a/x"],
      [2, "b/x", "b/x"],
    ]);
  });

  it("tells apart costs that are the same double", () => {
    const catalog = catalogOf([chat("a/x", "0.000000100000000001", "0"), chat("b/x", "0.0000001", "1e-30")]);
    const usage = { input_tokens: 9_007_199_254_740_991, output_tokens: 1 };
    const embedding = catalogOf([
      offer([rate("input_tokens", "0.0000001000000000000000000001")], { id: "a/x", mode: "embedding" }),
      offer([rate("input_tokens", "0.0000001")], { id: "b/x", mode: "embedding" }),
    ]);
    expect(ids(ranked(embedding, { usage, mode: "embedding", limit: 1 }))).toEqual(["b/x"]);
    expect(ids(ranked(catalog, { usage, limit: 1 }))).toEqual(["b/x"]);
  });

  it("counts each offer that is left out once, under its first reason", () => {
    const catalog = catalogOf([
      chat("ok/x", "1e-6", "1e-6"),
      chat("unknown/x", "1e-6", "1e-6", { price_type: "unknown", flags: ["alias"] }),
      chat("dynamic/x", "1e-6", "1e-6", { price_type: "dynamic" }),
      chat("zero-output/x", "1e-6", "0"),
      chat("free/x", "0", "0", { price_type: "free", deprecation_date: "2026-01-01" }),
      chat("old/x", "1e-6", "1e-6", { deprecation_date: "2026-08-01", flags: ["disputed_cheap"] }),
      chat("soon/x", "1e-6", "1e-6", { deprecation_date: "2026-08-02" }),
      chat("disputed/x", "1e-9", "1e-9", { flags: ["disputed_cheap", "router"] }),
      chat("alias/x", "1e-9", "1e-9", { flags: ["alias"] }),
      chat("outlier/x", "1e-9", "1e-9", { flags: ["peer_outlier_low"] }),
      chat("short/x", "1e-9", "1e-9", { limits: { context_tokens: 999 } }),
      chat("vanished/x", "2e-6", "1e-6", { flags: ["vanished"] }),
      chat("embedding/x", "1e-9", "1e-9", { mode: "embedding" }),
    ]);
    const outcome = ranked(catalog);
    expect(ids(outcome)).toEqual(["ok/x", "soon/x", "vanished/x"]);
    expect(outcome.considered).toBe(12);
    expect(outcome.excluded).toEqual({
      filtered: 0,
      unknown_price: 3,
      free: 1,
      deprecated: 1,
      disputed: 1,
      not_eligible: 3,
    });
    const filtered = ranked(catalog, { exclude_providers: ["acme"] });
    expect(filtered.excluded).toEqual({ ...noExclusions(), filtered: 12 });
  });

  it("ranks no offer by a price that a check holds, nor by another in its place", () => {
    const slot = (meter: "output_tokens" | "cache_read_tokens" | "requests") =>
      ({ meter, tier: "standard", condition: null, precedence: 0 }) as const;
    const catalog = catalogOf([
      chat("a/sound", "1e-5", "1e-5"),
      chat("b/reads-held", "1e-6", "1e-6", { withheld: [slot("cache_read_tokens")] }),
      chat("c/fee-held", "1e-6", "1e-6", { withheld: [slot("requests")] }),
      offer([rate("input_tokens", "1e-6")], { id: "d/output-held", withheld: [slot("output_tokens")] }),
    ]);
    const plain = ranked(catalog);
    expect(ids(plain)).toEqual(["b/reads-held", "a/sound"]);
    expect(plain.excluded).toEqual({ ...noExclusions(), unknown_price: 2 });
    const cached = ranked(catalog, { usage: { input_tokens: 1000, cache_read_tokens: 10, output_tokens: 500 } });
    expect(ids(cached)).toEqual(["a/sound"]);
    expect(cached.excluded).toEqual({ ...noExclusions(), unknown_price: 3 });
  });

  it("never shows a free offer unless asked to", () => {
    const catalog = catalogOf([chat("a/x", "1e-6", "1e-6"), chat("z/free", "0", "0", { price_type: "free" })]);
    expect(ids(ranked(catalog))).toEqual(["a/x"]);
    expect(ids(ranked(catalog, { include_free: true }))).toEqual(["z/free", "a/x"]);
  });

  it("counts the offers of the asked mode alone", () => {
    const catalog = catalogOf([chat("a/pro", "1e-6", "1e-6", { mode: "responses" }), chat("b/chat", "2e-6", "1e-6")]);
    expect(ids(ranked(catalog))).toEqual(["b/chat"]);
    expect(ids(ranked(catalog, { mode: "responses" }))).toEqual(["a/pro"]);
  });

  it("does not let the default output decide among offers that produce none", () => {
    const catalog = catalogOf([offer([rate("input_tokens", "2e-8")], { id: "a/embed", mode: "embedding" })]);
    const { rows } = ranked(catalog, { mode: "embedding" });
    expect(rows.map(({ total }) => formatDecimal(total))).toEqual(["0.00002"]);
  });

  it("ranks under the asked tier and region, and filters offers that are not sold under the tier", () => {
    const batch = offer(
      [
        ...chat("a/x", "1e-6", "1e-6").rates,
        rate("input_tokens", "5e-7", { tier: "batch" }),
        rate("output_tokens", "5e-7", { tier: "batch" }),
      ],
      { id: "a/x", multipliers: [multiplier("region", "eu", "1.1")] },
    );
    const catalog = catalogOf([batch, chat("b/x", "1e-9", "1e-9")]);
    const outcome = ranked(catalog, { service_tier: "batch", region: "eu" });
    expect(outcome.rows.map(({ offer, total }) => [offer.id, formatDecimal(total)])).toEqual([["a/x", "0.000825"]]);
    expect(outcome.excluded.filtered).toBe(1);
  });

  it("refuses an impossible usage", () => {
    const query = {
      usage: { output_tokens: 1, reasoning_tokens: 2 },
      service_tier: "standard",
      at: NOON,
      mode: "chat",
      limit: 1,
    } as const;
    expect(cheapest(catalogOf([]), query)).toMatchObject({ code: "usage_impossible", pointer: "/reasoning_tokens" });
  });

  it("answers an empty catalog with no rows", () => {
    expect(ranked(catalogOf([]))).toEqual({ rows: [], considered: 0, excluded: noExclusions() });
  });
});
