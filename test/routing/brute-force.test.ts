import { describe, expect, it } from "vitest";
import { cheapest } from "../../shared/cost/ranking.ts";
import { formatDecimal } from "../../shared/money/decimal.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { POLICIES } from "../../shared/routing/policy.ts";
import type { HitRate, RouteRequest, RoutingFacts } from "../../shared/routing/request.ts";
import { type Pool, route } from "../../shared/routing/route.ts";
import { plainText } from "../../shared/cost/caching.ts";
import { impossibility, type Usage } from "../../shared/cost/usage.ts";
import { catalogOf } from "../cost/catalogs.ts";
import { randomOffer, randomRequest } from "../cost/random.ts";
import { Random } from "../random.ts";
import { enumerate } from "./oracle.ts";
import { cache, facts, health, request, routed, seller } from "./world.ts";

const PROVIDERS = ["acme", "globex", "initech"] as const;

/** Half of them odd in every way, half as most sellers are: plain prices, some with a cache. */
function offersOf(seed: number, count: number): readonly Offer[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_unused, index) => {
    const id = `acme/m${String(index).padStart(3, "0")}`;
    const made = random.chance(0.5) ? randomOffer(random, id) : plainSeller(random, id);
    return { ...made, provider: random.pick(PROVIDERS) };
  });
}

function plainSeller(random: Random, id: string): Offer {
  const input = (1 + random.whole(300)) / 100;
  const times = (factor: number) => String(Math.round(input * factor * 1000) / 1000);
  return seller(id, {
    input: String(input),
    output: times(4),
    ...(random.chance(0.6) ? { read: times(0.1) } : {}),
    ...(random.chance(0.3) ? { write: times(1.25) } : {}),
  });
}

function worldOf(random: Random, offers: readonly Offer[]): RoutingFacts {
  const scores = Object.fromEntries(
    offers.filter(() => random.chance(0.6)).map(({ id }) => [id, random.whole(1000) / 10] as const),
  );
  const known = Object.fromEntries(
    PROVIDERS.filter(() => random.chance(0.6)).map((provider) => [
      provider,
      health({
        routing_score: random.whole(101),
        latency_ms: random.chance(0.5) ? random.whole(6000) : null,
        is_unhealthy: random.chance(0.2),
      }),
    ]),
  );
  return facts({ scores, health: known });
}

function asked(random: Random, offers: readonly Offer[]): RouteRequest | null {
  const odd = randomRequest(random);
  const { region, at } = odd;
  const isOdd = random.chance(0.3);
  const plain: Usage = { input_tokens: random.whole(100_000), output_tokens: random.whole(5000) };
  const [usage, service_tier] = isOdd ? [odd.usage, odd.service_tier] : [plain, "standard" as const];
  // The oracle writes prefixes for five minutes only.
  if (impossibility(usage) !== null || (usage.cache_write_1h_tokens ?? 0) > 0) return null;
  const text = plainText(usage);
  const prefix = random.chance(0.4) && text > 0 ? random.whole(text + 1) : null;
  const p = random.whole(101) / 100;
  const own: HitRate = { value: random.whole(101) / 100, origin: "recorded" };
  const by_model = new Map(random.chance(0.3) ? [[offers[random.whole(offers.length)]?.id ?? "", own] as const] : []);
  return request({
    usage,
    service_tier,
    region,
    at,
    limit: 1 + random.whole(12),
    policy: random.pick(POLICIES),
    cache: prefix === null ? null : cache(prefix, p, { by_model }),
    require: {
      ...(random.chance(0.2) ? { capabilities: ["tools"] } : {}),
      ...(random.chance(0.2) ? { min_context_tokens: 32_000 } : {}),
      ...(random.chance(0.2) ? { min_quality: random.whole(80) } : {}),
      ...(random.chance(0.1) ? { providers: ["acme", "globex"] } : {}),
      ...(random.chance(0.1) ? { exclude_providers: ["globex"] } : {}),
    },
    max_cost: random.chance(0.2) ? { coefficient: random.whole(10_000), scale: random.whole(6) } : null,
  });
}

/** How many rows were compared. */
function agrees(pool: Pool, offers: readonly Offer[], query: RouteRequest, world: RoutingFacts): number {
  const { ranked } = routed(route(pool, query, world));
  const wanted = enumerate(offers, query, world);
  const own = ranked.map(({ offer, cost }) => `${offer.id} ${formatDecimal(cost.expected)}`);
  const expected = wanted.map(({ id, cost }) => `${id} ${formatDecimal(cost)}`);
  // Only a disagreement is worth the words.
  if (own.join() !== expected.join()) expect(own, JSON.stringify(query)).toEqual(expected);
  const isOff = ranked.some(({ score }, index) => !(Math.abs(score - (wanted[index]?.score ?? Number.NaN)) < 1e-7));
  if (query.policy !== "cheapest" && isOff) expect.fail(`scores differ: ${JSON.stringify(query)}`);
  return wanted.length;
}

describe("a route over a catalog", () => {
  it("gives the rows of an exact enumeration under every policy, for 10,000 random requests", () => {
    const random = new Random(7);
    let requests = 0;
    let rows = 0;
    for (let batch = 0; batch < 100; batch += 1) {
      const offers = offersOf(batch, 24);
      const pool = { kind: "catalog", catalog: catalogOf(offers) } as const;
      const world = worldOf(random, offers);
      while (requests < 100 * (batch + 1)) {
        const query = asked(random, offers);
        if (query === null) continue;
        rows += agrees(pool, offers, query, world);
        requests += 1;
      }
    }
    expect(rows).toBeGreaterThan(20_000);
  }, 60_000);

  it("chooses what a ranking by cost puts first", () => {
    const random = new Random(11);
    for (let n = 0; n < 300; n += 1) {
      const catalog = catalogOf(offersOf(n, 40));
      const { usage, service_tier, region, at } = randomRequest(random);
      const ranking = cheapest(catalog, { usage, service_tier, region, at, mode: "chat", limit: 10 });
      const answer = route(
        { kind: "catalog", catalog },
        request({ usage, service_tier, region, at, limit: 10 }),
        facts(),
      );
      if ("code" in ranking) expect(answer).toEqual(ranking);
      else
        expect(routed(answer).ranked.map(({ offer }) => offer.id)).toEqual(ranking.rows.map(({ offer }) => offer.id));
    }
  }, 30_000);
});
