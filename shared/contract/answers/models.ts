import * as z from "zod/mini";
import { boardStatus } from "../../quality/board-status.ts";
import { scoreWire } from "../../quality/wire.ts";
import {
  capability,
  count,
  flag,
  instant,
  limits,
  meter,
  mode,
  pricedModel,
  priceStatus,
  priceType,
  serviceTier,
  shortScore,
  sourceName,
  usd,
} from "./fields.ts";

const windowAnswer = z.object({
  utc_start: z.string(),
  utc_end: z.string(),
  weekdays: z.optional(z.array(z.string())),
  weekday_timezone: z.optional(z.string()),
});

const slotFields = {
  meter,
  service_tier: serviceTier,
  condition: z.optional(
    z.object({
      above_input_tokens: z.optional(count),
      from_input_tokens: z.optional(count),
      windows: z.optional(z.array(windowAnswer)),
      variant: z.optional(z.string()),
    }),
  ),
};

const rateAnswer = z.object({
  ...slotFields,
  usd_per_unit: usd,
  source: sourceName,
  source_key: z.string(),
  as_of: z.string(),
  dissents: z.array(z.object({ source: sourceName, source_key: z.string(), usd_per_unit: usd, as_of: z.string() })),
});

const summaryFields = {
  id: z.string(),
  provider: z.string(),
  model: z.string(),
  name: z.optional(z.string()),
  mode,
  price_type: priceType,
  price_status: priceStatus,
  estimated: z.boolean(),
  usd_per_unit: z.partialRecord(meter, usd),
  limits,
  capabilities: z.array(capability),
  deprecated: z.boolean(),
  deprecation_date: z.optional(z.string()),
  flags: z.array(flag),
};

export const modelsAnswer = z.array(z.object({ ...summaryFields, quality: shortScore }));
export const pageMeta = z.object({ next_cursor: z.nullable(z.string()) });

export const modelAnswer = z.object({
  ...summaryFields,
  declared_provider: z.string(),
  aliases: z.array(z.string()),
  sources: z.array(sourceName),
  rates: z.array(rateAnswer),
  withheld: z.optional(z.array(z.object(slotFields))),
  multipliers: z.array(z.object({ kind: z.enum(["region", "tier"]), name: z.string(), factor: usd })),
  last_seen: z.optional(instant),
  requested: z.string(),
  matched_by: z.string(),
  caching: z.unknown(),
  quality: z.array(scoreWire),
  same_model: z.array(z.string()),
});

export const historyAnswer = z.object({
  model: pricedModel,
  prices: z.array(
    z.object({
      from: instant,
      version: z.string(),
      price_type: z.nullable(priceType),
      price_status: z.nullable(priceStatus),
      listed: z.boolean(),
      rates: z.array(rateAnswer),
    }),
  ),
});

export const changesAnswer = z.array(
  z.object({
    at: instant,
    version: z.string(),
    offer: z.string(),
    meter: z.nullable(meter),
    service_tier: z.nullable(serviceTier),
    condition: z.optional(z.unknown()),
    old_usd: z.nullable(usd),
    new_usd: z.nullable(usd),
    factor: z.nullable(z.number()),
    source: sourceName,
    held_and_released: z.boolean(),
  }),
);

const sourceFields = {
  name: z.string(),
  detail: z.nullable(z.string()),
  last_attempt_at: z.nullable(instant),
  last_success_at: z.nullable(instant),
  age_seconds: z.nullable(count),
  rows: count,
  rejected: count,
  license: z.string(),
  attribution: z.string(),
  url: z.string(),
};

const priceSource = z.object({
  ...sourceFields,
  kind: z.literal("prices"),
  state: z.enum(["fresh", "stale", "never", "bundled"]),
  outcome: z.nullable(z.enum(["ok", "not_modified", "failed", "rejected"])),
  held: count,
  success_rate_24h: z.nullable(z.number()),
  success_rate_7d: z.nullable(z.number()),
});

const { state: boardState, outcome: boardOutcome, as_of: boardDate } = boardStatus.shape;

const qualitySource = z.object({
  ...sourceFields,
  kind: z.literal("quality"),
  state: boardState,
  outcome: boardOutcome,
  as_of: boardDate,
});

export const catalogAnswer = z.object({
  version: z.string(),
  published_at: instant,
  confirmed_at: z.nullable(instant),
  age_seconds: count,
  state: z.enum(["fresh", "stale", "bundled"]),
  pinned: z.nullable(z.string()),
  sources: z.array(z.union([priceSource, qualitySource])),
  counts: z.object({
    offers: count,
    providers: count,
    by_price_type: z.partialRecord(priceType, count),
    by_price_status: z.partialRecord(priceStatus, count),
    by_mode: z.partialRecord(mode, count),
  }),
  attributions: z.array(z.object({ name: z.string(), license: z.string(), attribution: z.string(), url: z.string() })),
});

export const disputesAnswer = z.array(
  z.object({
    id: z.string(),
    provider: z.string(),
    flags: z.array(flag),
    rates: z.array(rateAnswer),
  }),
);
