import * as fc from "fast-check";
import type { Decimal } from "../../shared/money/decimal.ts";
import { parseDecimal } from "../../shared/money/decimal.ts";
import type { AcceptedOffer } from "../../shared/pricing/accepted.ts";
import type { CatalogHeader } from "../../shared/pricing/catalog.ts";
import { METERS } from "../../shared/pricing/meter.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { CAPABILITIES, FLAGS, MODES, PRICE_STATUSES, PRICE_TYPES } from "../../shared/pricing/offer.ts";
import type { Opinion, Rate, RateCondition, RateSlot, SourcedRate } from "../../shared/pricing/rate.ts";
import { SERVICE_TIERS, SOURCE_NAMES } from "../../shared/pricing/rate.ts";

/** Texts that outside files really contain, and those that break naive code. */
export const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    'a"b',
    "a\nb",
    "a\\b",
    "模型",
    "\ud800",
    "\u2028",
    "",
    " ",
    "a,b|c",
    "\u0000",
  ),
);

export const decimal: fc.Arbitrary<Decimal> = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 40 }))
  .map(([coefficient, scale]) => parseDecimal(`${coefficient}e-${scale}`) ?? { coefficient: 0, scale: 0 });

export const condition: fc.Arbitrary<RateCondition> = fc.record(
  {
    above_tokens: fc.nat(),
    inclusive: fc.boolean(),
    windows: fc.array(
      fc.record(
        {
          start_minute: fc.nat(1439),
          end_minute: fc.nat(1439),
          weekdays: fc.array(fc.nat(6), { maxLength: 3 }),
          weekday_timezone: hostileText,
        },
        { requiredKeys: ["start_minute", "end_minute"], noNullPrototype: true },
      ),
      { maxLength: 2 },
    ),
    variant: hostileText,
  },
  { requiredKeys: [], noNullPrototype: true },
);

export const slot: fc.Arbitrary<RateSlot> = fc.record(
  {
    meter: fc.constantFrom(...METERS),
    tier: fc.constantFrom(...SERVICE_TIERS),
    condition: fc.option(condition),
    precedence: fc.constantFrom(0, 200_000, 1e15, 3),
  },
  { noNullPrototype: true },
);

export const rate: fc.Arbitrary<Rate> = fc.tuple(slot, decimal).map(([place, usd]) => ({ ...place, usd }));

const instant = fc.constantFrom("2026-08-01T00:00:00.000Z", "2026-07-24T06:00:00.000Z", "2025-09-29");

const provenance = fc.record(
  { source: fc.constantFrom(...SOURCE_NAMES), source_key: hostileText, as_of: instant },
  { noNullPrototype: true },
);

const opinion: fc.Arbitrary<Opinion> = fc.tuple(provenance, decimal).map(([origin, usd]) => ({ ...origin, usd }));

const sourcedRate: fc.Arbitrary<SourcedRate> = fc
  .tuple(rate, provenance, fc.array(opinion, { maxLength: 2 }))
  .map(([price, origin, dissents]) => ({ ...price, ...origin, dissents }));

const facts = {
  provider: hostileText,
  declared_provider: hostileText,
  aliases: fc.array(hostileText, { maxLength: 3 }),
  mode: fc.constantFrom(...MODES),
  multipliers: fc.array(
    fc.record(
      { kind: fc.constantFrom("region", "tier"), name: hostileText, factor: decimal },
      { noNullPrototype: true },
    ),
    {
      maxLength: 2,
    },
  ),
  limits: fc.record(
    { context_tokens: fc.nat(), max_input_tokens: fc.nat(), max_output_tokens: fc.nat() },
    { requiredKeys: [], noNullPrototype: true },
  ),
  capabilities: fc.subarray([...CAPABILITIES]),
  flags: fc.subarray([...FLAGS]),
  price_type: fc.constantFrom(...PRICE_TYPES),
  cache_minimum: fc.record({ tokens: fc.nat(), source: hostileText, as_of: instant }, { noNullPrototype: true }),
  name: hostileText,
  deprecation_date: fc.constantFrom("2026-01-01", "2098-12-31"),
};

const identity = { provider: hostileText, rest: hostileText };

function withId<T extends { readonly provider: string; readonly rest: string }>({ rest, ...offer }: T) {
  return { ...offer, id: `${offer.provider}/${rest}` };
}

export const offer: fc.Arbitrary<Offer> = fc
  .record(
    {
      ...facts,
      ...identity,
      model: hostileText,
      price_status: fc.constantFrom(...PRICE_STATUSES),
      estimated: fc.boolean(),
      rates: fc.array(sourcedRate, { maxLength: 4 }),
      withheld: fc.array(slot, { minLength: 1, maxLength: 2 }),
      sources: fc.subarray([...SOURCE_NAMES]),
      last_seen: instant,
    },
    {
      noNullPrototype: true,
      requiredKeys: [
        "provider",
        "rest",
        "declared_provider",
        "aliases",
        "mode",
        "multipliers",
        "limits",
        "capabilities",
        "flags",
        "model",
        "price_type",
        "price_status",
        "estimated",
        "rates",
        "sources",
      ],
    },
  )
  .map(withId);

export const offers = fc.uniqueArray(offer, { selector: (each) => each.id, maxLength: 8 });

const acceptedRate = fc.tuple(rate, fc.option(instant, { nil: undefined })).map(([price, as_of]) => ({
  ...price,
  ...(as_of !== undefined && { as_of }),
}));

export const sourceOffer: fc.Arbitrary<AcceptedOffer> = fc
  .record(
    {
      ...facts,
      ...identity,
      key: hostileText,
      as_of: instant,
      rates: fc.array(acceptedRate, { maxLength: 4 }),
      twin: fc.record({ key: hostileText, rates: fc.array(rate, { maxLength: 2 }) }, { noNullPrototype: true }),
      withheld: fc.array(slot, { minLength: 1, maxLength: 2 }),
      last_seen: instant,
    },
    {
      noNullPrototype: true,
      requiredKeys: [
        "provider",
        "rest",
        "declared_provider",
        "aliases",
        "mode",
        "multipliers",
        "limits",
        "capabilities",
        "flags",
        "price_type",
        "rates",
        "key",
      ],
    },
  )
  .map(withId);

export const HEADER: CatalogHeader = {
  schema: 1,
  version: "v",
  sequence: 1,
  published_at: "2026-08-01T00:00:00.000Z",
  confirmed_at: null,
  pinned: null,
  sources: [
    {
      name: "litellm",
      state: "fresh",
      outcome: "ok",
      detail: null,
      last_attempt_at: null,
      last_success_at: null,
      rows: 2,
      rejected: 0,
      held: 0,
      success_rate_24h: 1,
      success_rate_7d: null,
      license: "MIT",
      attribution: "x",
      url: "https://example.com",
    },
  ],
};
