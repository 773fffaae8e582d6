import type { Mode } from "../../offer.ts";
import type { Multiplier, Rate, RateCondition } from "../../rate.ts";
import type { Meter } from "../../meter.ts";
import type { RejectedRow } from "../../source.ts";
import { hasInclusiveThresholds } from "../../providers.ts";
import { isObject } from "../../../text/json.ts";
import { onePerSlot } from "../rate-slots.ts";
import type { Candidate } from "../rate-slots.ts";
import { isBasePrice, isDatabricksUnit, LEGACY_CACHE_READ, stemMeter } from "./cost-key.ts";
import type { CostKey } from "./cost-key.ts";
import { imageMeters, secondsMeter } from "./mode-meters.ts";
import { isMultiplierKey, readRegionalMultiplier, readSpecificEntry } from "./multipliers.ts";
import type { MultiplierReading } from "./multipliers.ts";
import { BLOCK_FIELDS, offPeakBlocks, tieredBlocks } from "./price-blocks.ts";
import type { BlockReading, PriceBlock } from "./price-blocks.ts";
import type { Recall } from "./recall.ts";
import type { RowFields } from "./stated-facts.ts";

/** Everything a row says about its price. */
export interface RowPrices {
  readonly rates: readonly Rate[];
  readonly multipliers: readonly Multiplier[];
  /** Rates that are not taken, the offer being listed without them. */
  readonly rejected: readonly RejectedRow[];
  /** Set when the base input or output price is no price: the row as a whole cannot be trusted. */
  readonly broken: RejectedRow | null;
  readonly unknown: readonly string[];
  /** Sold by the second as capacity: a usage cannot price it. */
  readonly dedicated: boolean;
}

/** Dimensions that a search's price depends on, by the field that states it. */
const SEARCH_SIZES: ReadonlyMap<string, string> = new Map([
  ["search_context_size_low", "low"],
  ["search_context_size_medium", "medium"],
  ["search_context_size_high", "high"],
]);

/** Plain cost keys of the row, as a block that always holds. */
const ALWAYS: PriceBlock = { costs: {}, condition: null, precedence: 0 };

interface Draft {
  readonly key: string;
  readonly mode: Mode;
  readonly inclusive: boolean;
  readonly recall: Recall;
  readonly plain: Candidate[];
  readonly tiered: Candidate[];
  readonly windowed: Candidate[];
  readonly multipliers: Multiplier[];
  readonly rejected: RejectedRow[];
  readonly unknown: string[];
  broken: RejectedRow | null;
  dedicated: boolean;
}

/** What a row's prices depend on besides the row. */
export interface RowContext {
  readonly key: string;
  readonly mode: Mode;
  /** Folded. */
  readonly provider: string;
  readonly recall: Recall;
}

/** `fields` are those of the row that are neither facts nor descriptions. */
export function readPrices(fields: RowFields["prices"], { key, mode, provider, recall }: RowContext): RowPrices {
  const inclusive = hasInclusiveThresholds(provider);
  const lists = { plain: [], tiered: [], windowed: [], multipliers: [], rejected: [], unknown: [] };
  const draft: Draft = { key, mode, inclusive, recall, ...lists, broken: null, dedicated: false };
  for (const [field, value] of fields) readField(draft, field, value);
  const { multipliers, rejected, broken, unknown, dedicated } = draft;
  return { rates: imageMeters(mode, onePerSlot(withTiers(draft))), multipliers, rejected, broken, unknown, dedicated };
}

function readField(draft: Draft, field: string, value: unknown): void {
  if (isDatabricksUnit(field)) return;
  if (field === "search_context_cost_per_query") return readSearchCost(draft, value);
  if (field === "tiered_pricing") return readBlocks(draft, field, tieredBlocks(value), draft.tiered);
  if (field === "off_peak_pricing") return readBlocks(draft, field, offPeakBlocks(value), draft.windowed);
  if (field === "provider_specific_entry") return takeMultipliers(draft, field, readSpecificEntry(value));
  if (isMultiplierKey(field)) return takeMultipliers(draft, field, readRegionalMultiplier(field, value));
  readCost(draft, field, value, ALWAYS, draft.plain);
}

function readBlocks(draft: Draft, field: string, reading: BlockReading, into: Candidate[]): void {
  for (const detail of reading.refused)
    draft.rejected.push({ key: draft.key, meter: field, reason: "bad_block", detail });
  for (const block of reading.blocks) {
    for (const [name, value] of Object.entries(block.costs)) {
      if (!BLOCK_FIELDS.has(name)) readCost(draft, name, value, block, into);
    }
  }
}

function readCost(draft: Draft, field: string, value: unknown, block: PriceBlock, into: Candidate[]): void {
  const cost = draft.recall.costKey(field);
  if (cost === null) {
    draft.unknown.push(field);
    return;
  }
  const meter = stemMeter(cost) ?? secondsMeter(cost.stem, draft.mode);
  const reading = draft.recall.usd(value);
  if (!("usd" in reading))
    return refuseCost(draft, cost, meter ?? field, reading.reason, `${field}: ${reading.detail}`);
  if (meter === null) {
    draft.dedicated = true;
    return;
  }
  const rank = cost.stem === LEGACY_CACHE_READ || cost.stem === "output_cost_per_second" ? 1 : 0;
  into.push({ rate: costRate(meter, cost, reading.usd, block, draft.inclusive), rank });
}

function costRate(meter: Meter, cost: CostKey, usd: Rate["usd"], block: PriceBlock, inclusive: boolean): Rate {
  const condition = costCondition(cost, block.condition, inclusive);
  const own = cost.above_tokens ?? (cost.variant === null ? 0 : 1);
  return { meter, tier: cost.tier, usd, condition, precedence: block.precedence + own };
}

function costCondition(cost: CostKey, block: RateCondition | null, inclusive: boolean): RateCondition | null {
  if (cost.above_tokens === null && cost.variant === null) return block;
  const above =
    cost.above_tokens === null ? {} : { above_tokens: cost.above_tokens, ...(inclusive ? { inclusive } : {}) };
  return { ...block, ...above, ...(cost.variant === null ? {} : { variant: cost.variant }) };
}

function refuseCost(draft: Draft, cost: CostKey, meter: string, reason: string, detail: string): void {
  if (isBasePrice(cost)) draft.broken ??= { key: draft.key, reason, detail };
  else draft.rejected.push({ key: draft.key, meter, reason, detail });
}

function readSearchCost(draft: Draft, value: unknown): void {
  const meter = "web_searches";
  const sizes: [string, unknown][] = isObject(value) ? Object.entries(value) : [["", value]];
  for (const [field, cost] of sizes) {
    const variant = SEARCH_SIZES.get(field);
    if (field !== "" && variant === undefined) {
      draft.unknown.push(field);
      continue;
    }
    const reading = draft.recall.usd(cost);
    if (!("usd" in reading)) {
      draft.rejected.push({ key: draft.key, meter, reason: reading.reason, detail: `${field}: ${reading.detail}` });
      continue;
    }
    const condition = variant === undefined ? null : { variant };
    const rate: Rate = { meter, tier: "standard", usd: reading.usd, condition, precedence: condition === null ? 0 : 1 };
    draft.plain.push({ rate, rank: 0 });
  }
}

function takeMultipliers(draft: Draft, field: string, reading: MultiplierReading): void {
  draft.multipliers.push(...reading.multipliers);
  for (const detail of reading.refused)
    draft.rejected.push({ key: draft.key, meter: field, reason: "bad_multiplier", detail });
}

/** Ranges replace the plain standard price of every meter they name: they state its whole course. */
function withTiers(draft: Draft): readonly Candidate[] {
  if (draft.tiered.length === 0 && draft.windowed.length === 0) return draft.plain;
  const ranged = new Set(draft.tiered.map(({ rate }) => rate.meter));
  const plain = draft.plain.filter(({ rate }) => rate.tier !== "standard" || !ranged.has(rate.meter));
  return [...plain, ...draft.tiered, ...draft.windowed];
}
