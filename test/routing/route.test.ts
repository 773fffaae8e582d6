import { describe, expect, it } from "vitest";
import { formatDecimal } from "../../shared/money/decimal.ts";
import { floorsOf } from "../../shared/routing/complexity.ts";
import { cache, facts, health, ids, request, routeAll, routed, routeNamed, seller, SICK, usd } from "./world.ts";
import { route } from "../../shared/routing/route.ts";
import { catalogOf } from "../cost/catalogs.ts";
import { multiplier, offer, rate } from "../cost/offers.ts";

const CHEAP = seller("acme/cheap", { input: "1", output: "2" });
const DEAR = seller("globex/dear", { input: "10", output: "20" });

describe("the trap", () => {
  const large = seller("openai/gpt-4o", { input: "2.5", output: "10", read: "1.25" });
  const small = seller("openai/gpt-4o-mini", { input: "0.15", output: "0.6", read: "0.075" });

  it("a large model whose cache always hits is still dearer than a small one without a cache", () => {
    const usage = { input_tokens: 10_000, output_tokens: 0 };
    const uncached = { ...small, rates: small.rates.filter(({ meter }) => meter !== "cache_read_tokens") };
    const { ranked } = routeAll([large, uncached], { usage, cache: cache(10_000, 1) });
    expect(ranked.map(({ offer: { id }, cost }) => [id, formatDecimal(cost.expected)])).toEqual([
      ["openai/gpt-4o-mini", "0.0015"],
      ["openai/gpt-4o", "0.0125"],
    ]);
  });
});

describe("rejections", () => {
  it.each([
    ["capability", [CHEAP, DEAR], { require: { capabilities: ["tools"] as const } }, {}],
    ["context", [CHEAP, DEAR], { require: { min_context_tokens: 1 } }, {}],
    ["provider_not_allowed", [CHEAP, DEAR], { require: { providers: ["initech"] } }, {}],
    ["provider_not_allowed", [CHEAP, DEAR], { require: { providers: ["acme"], exclude_providers: ["acme"] } }, {}],
    ["quality_unknown", [CHEAP, DEAR], { require: { min_quality: 10 } }, {}],
    ["quality_below_minimum", [CHEAP], { require: { min_quality: 50 } }, { scores: { "acme/cheap": 49.9 } }],
    ["plan", [CHEAP, DEAR], {}, { plan: { name: "free", admits: () => false } }],
    ["price_unknown", [{ ...CHEAP, price_type: "unknown" as const }], {}, {}],
    ["price_unknown", [CHEAP, DEAR], { service_tier: "batch" as const }, {}],
    ["price_unknown", [CHEAP, DEAR], { usage: { output_images: 1 } }, {}],
    ["over_max_cost", [CHEAP, DEAR], { max_cost: usd("0") }, {}],
  ])("are %s where that is why", (reason, offers, over, world) => {
    for (const result of [routeAll(offers, over, world), routeNamed(offers, over, world)]) {
      expect(result.ranked).toEqual([]);
      expect(result.rejected.map((row) => row.reason)).toEqual(offers.map(() => reason));
      expect(result.rejected_counts).toEqual({ [reason]: offers.length });
      for (const row of result.rejected) expect(row.detail).not.toBe("");
    }
  });

  it("deprecated and disputed leave out only what was not named", () => {
    const old = { ...CHEAP, deprecation_date: "2026-08-01" };
    const doubted = { ...DEAR, flags: ["disputed_cheap" as const] };
    expect(routeAll([old, doubted]).rejected.map(({ model, reason }) => [model, reason])).toEqual([
      ["globex/dear", "disputed"],
      ["acme/cheap", "deprecated"],
    ]);
    expect(ids(routeNamed([old, doubted]))).toEqual(["acme/cheap", "globex/dear"]);
  });

  it("what a ranking never considers is neither ranked nor rejected, unless it is named", () => {
    const free = { ...CHEAP, id: "acme/free", price_type: "free" as const };
    const router = { ...CHEAP, id: "acme/router", flags: ["router" as const] };
    expect(routeAll([free, router, DEAR])).toMatchObject({ considered: 1, rejected: [] });
    expect(ids(routeNamed([free, router, DEAR]))).toEqual(["acme/free", "acme/router", "globex/dear"]);
  });

  it("an input beyond the offer's limit is context, whatever the context length", () => {
    const short = seller(
      "acme/short",
      { input: "1", output: "1" },
      { limits: { context_tokens: 200_000, max_input_tokens: 999 } },
    );
    expect(routeAll([short, DEAR]).rejected).toEqual([
      { model: "acme/short", reason: "context", detail: "takes 999 input tokens, the request has 1000" },
    ]);
  });

  it("a cost equal to the maximum is allowed, also where the price depends on the region", () => {
    const uplifted = { ...CHEAP, id: "acme/eu", multipliers: [multiplier("region", "eu", "1.1")] };
    const at = (max: string) => ids(routeAll([CHEAP, uplifted], { region: "eu", max_cost: usd(max) }));
    expect(at("0.002")).toEqual(["acme/cheap"]);
    expect(at("0.0022")).toEqual(["acme/cheap", "acme/eu"]);
    expect(at("0.00219999")).toEqual(["acme/cheap"]);
  });

  it("over_budget names the limit that the cost does not fit", () => {
    const position = { day: usd("0.99"), month: usd("0.99"), reserved: usd("0.005") };
    const budget = { limits: { day_usd: "1", timezone: "UTC" }, position };
    const result = routeAll([CHEAP, DEAR], {}, { budget });
    expect(ids(result)).toEqual(["acme/cheap"]);
    expect(result.rejected).toEqual([
      {
        model: "globex/dear",
        reason: "over_budget",
        detail: "costs 0.02 USD: with 0.99 spent and 0.005 reserved more than the day limit of 1",
      },
    ]);
    const none = { limits: { per_request_usd: "0", timezone: "UTC" }, position };
    expect(routeAll([CHEAP], {}, { budget: none }).rejected_counts).toEqual({ over_budget: 1 });
  });

  it("at most twenty are listed where nobody was named, all of them counted", () => {
    const many = Array.from({ length: 150 }, (_unused, index) => ({ ...CHEAP, id: `acme/m${1000 + index}` }));
    const result = routeAll([...many, { ...DEAR, deprecation_date: "2020-01-01" }], { max_cost: usd("0") });
    expect(result.rejected).toHaveLength(20);
    expect(result.rejected_counts).toEqual({ over_max_cost: 150, deprecated: 1 });
    expect(routeNamed(many, { max_cost: usd("0") }).rejected).toHaveLength(150);
  });
});

describe("health", () => {
  const down = health({ routing_score: 20, is_unhealthy: true, is_major_outage: true });

  it("leaves out unhealthy providers and those whose page reports a major outage", () => {
    const third = seller("initech/third", { input: "5", output: "5" });
    const result = routeAll([CHEAP, DEAR, third], {}, { health: { acme: SICK, globex: down } });
    expect(ids(result)).toEqual(["initech/third"]);
    expect(result.rejected_counts).toEqual({ provider_unhealthy: 1, status_page_major_outage: 1 });
    expect(result.unhealthy_providers).toEqual(["acme", "globex"]);
  });

  it("is passed over where every remaining candidate is unhealthy", () => {
    const sick = { health: { acme: SICK, globex: down } };
    expect(routeAll([CHEAP, DEAR], {}, sick)).toMatchObject({ breaker_passed_over: true, rejected: [] });
    // The healthy one is none after another constraint.
    const result = routeAll([CHEAP, DEAR], { require: { exclude_providers: ["globex"] } }, { health: { acme: SICK } });
    expect(result.breaker_passed_over).toBe(true);
    expect(ids(result)).toEqual(["acme/cheap"]);
    expect(routeAll([], {}, sick).breaker_passed_over).toBe(false);
  });

  it("lets a probe through inside the open share and never into a major outage", () => {
    const half_open = health({ routing_score: 0, is_unhealthy: true, probe_share: 0.03 });
    const probed = routeAll([CHEAP, DEAR], {}, { health: { acme: half_open }, random: 0.0299 });
    expect(probed.ranked.map(({ offer: { id }, is_probe }) => [id, is_probe])).toEqual([
      ["acme/cheap", true],
      ["globex/dear", false],
    ]);
    expect(ids(routeAll([CHEAP, DEAR], {}, { health: { acme: half_open }, random: 0.03 }))).toEqual(["globex/dear"]);
    const outage = { ...half_open, is_major_outage: true };
    expect(ids(routeAll([CHEAP, DEAR], {}, { health: { acme: outage }, random: 0 }))).toEqual(["globex/dear"]);
  });
});

describe("the expected cost", () => {
  const usage = { input_tokens: 4000, output_tokens: 100 };
  const claude = seller("anthropic/x", { input: "3", output: "15", read: "0.3", write: "3.75", write_1h: "6" });
  const cost = (over: Parameters<typeof routeAll>[1]) =>
    routeAll([claude], { usage, ...over }).ranked.map((entry) => formatDecimal(entry.cost.expected))[0];

  it("weighs a hit against a miss that writes, exactly", () => {
    // 1000 plain and the output: 0.0045; hit 3000 x 0.3e-6, miss 3000 x 3.75e-6.
    expect(cost({ cache: cache(3000, 1) })).toBe("0.0054");
    expect(cost({ cache: cache(3000, 0) })).toBe("0.01575");
    expect(cost({ cache: cache(3000, 0.3) })).toBe("0.012645");
  });

  it("a miss costs plain input where writing has no price of its own", () => {
    const automatic = seller("acme/x", { input: "3", output: "15", read: "0.3" });
    const { ranked } = routeAll([automatic], { usage, cache: cache(3000, 0) });
    expect(ranked.map((entry) => formatDecimal(entry.cost.expected))).toEqual(["0.0135"]);
  });

  it("has no cache term below the minimum: 1,024 unless documented", () => {
    expect(cost({ cache: cache(1023, 1) })).toBe("0.0135");
    expect(cost({ cache: cache(1024, 1) })).toBe("0.0107352");
    const strict = { ...claude, cache_minimum: { tokens: 4000, source: "s", as_of: "2026-08-01" } };
    expect(routeAll([strict], { usage, cache: cache(3999, 1) }).ranked[0]?.cost.hit_rate).toBeNull();
    expect(routeAll([strict], { usage, cache: cache(4000, 1) }).ranked[0]?.cost.hit_rate).not.toBeNull();
  });

  it("takes a model's own recorded hit rate before that of the key", () => {
    const by_model = new Map([["anthropic/x", { value: 1, origin: "recorded" as const }]]);
    expect(cost({ cache: cache(3000, 0, { by_model }) })).toBe("0.0054");
  });

  it("writes for an hour where the request's other writes do", () => {
    const long = { input_tokens: 5000, output_tokens: 0, cache_write_1h_tokens: 1000 };
    // 1000 plain, 4000 written for an hour.
    expect(cost({ usage: long, cache: cache(3000, 0) })).toBe("0.027");
  });

  it("long-context prices see the whole input, prefix included", () => {
    const tiered = offer(
      [
        rate("input_tokens", "1e-6"),
        rate("input_tokens", "2e-6", { condition: { above_tokens: 3000 } }),
        rate("cache_read_tokens", "1e-7"),
        rate("cache_read_tokens", "2e-7", { condition: { above_tokens: 3000 } }),
        rate("output_tokens", "1e-6"),
      ],
      { id: "acme/t" },
    );
    const { ranked } = routeAll([tiered], { usage: { input_tokens: 3001 }, cache: cache(2000, 1) });
    expect(ranked.map((entry) => formatDecimal(entry.cost.expected))).toEqual(["0.002402"]);
  });
});

describe("order", () => {
  it("ties go to the earlier id, under every policy", () => {
    const twins = ["b/x", "a/x", "c/x"].map((id) => seller(id, { input: "1", output: "2" }));
    for (const policy of ["cheapest", "balanced", "fastest", "best", "bpc"] as const) {
      expect(ids(routeAll(twins, { policy }))).toEqual(["a/x", "b/x", "c/x"]);
      expect(ids(routeAll(twins, { policy, limit: 1 }))).toEqual(["a/x"]);
    }
  });

  it("bpc is quality squared per millionth of a dollar", () => {
    const { ranked } = routeAll([CHEAP, DEAR], { policy: "bpc" }, { scores: { "acme/cheap": 40, "globex/dear": 80 } });
    expect(ranked.map(({ offer: { id }, score }) => [id, score])).toEqual([
      ["acme/cheap", 0.8],
      ["globex/dear", 0.32],
    ]);
  });

  it("the same facts give the same answer, whatever the order of the catalog", () => {
    const run = (offers: readonly (typeof CHEAP)[]) => ids(routeAll(offers, { policy: "balanced" }));
    expect(run([CHEAP, DEAR])).toEqual(run([DEAR, CHEAP]));
  });

  it("a free offer that is named costs nothing and leaves the rest their order", () => {
    const free = offer([rate("input_tokens", "0"), rate("output_tokens", "0")], {
      id: "ollama/x",
      provider: "ollama",
      price_type: "free",
    });
    expect(ids(routeNamed([DEAR, CHEAP, free], { policy: "balanced" }))[0]).toBe("ollama/x");
  });
});

describe("a usage that cannot be", () => {
  it("is a problem and no route", () => {
    const pool = { kind: "catalog", catalog: catalogOf([CHEAP]) } as const;
    const usage = { input_tokens: 1, cache_read_tokens: 2 };
    expect(route(pool, request({ usage }), facts())).toMatchObject({ code: "usage_impossible" });
    expect(routed(route(pool, request({ usage: {} }), facts())).ranked).toHaveLength(1);
  });
});

describe("complexity", () => {
  it("carries the old floors over to the new scale through the two anchors", () => {
    expect(floorsOf("micro")).toEqual({ min_quality: null, min_context_tokens: 4096 });
    expect(floorsOf("standard")).toEqual({ min_quality: 6.7, min_context_tokens: 8192 });
    expect(floorsOf("versatile")).toEqual({ min_quality: 26.7, min_context_tokens: 16_384 });
    expect(floorsOf("heavy")).toEqual({ min_quality: 40, min_context_tokens: 32_768 });
    expect(floorsOf("complex")).toEqual({ min_quality: 53.3, min_context_tokens: 32_768 });
  });
});
