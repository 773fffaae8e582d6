import { type Decimal, formatDecimal } from "../money/decimal.ts";
import type { Meter } from "../pricing/meter.ts";
import type { ServiceTier, SourceName } from "../pricing/rate.ts";
import { UnitPrice } from "./unit-price.ts";

/**
 * Why an amount needs a second look. Codes are stable; details are sentences.
 * - `<part>_rate_missing`: the offer has no price for that part, another rate named in the detail was used
 * - `meter_not_sold`: the offer has no price that could apply, the line is unpriced
 * - `rate_withheld`: the offer's price there fails a check and no earlier one is known, the line is unpriced
 * - `zero_output_price`: an otherwise paid chat offer lists output at 0, the line is unpriced
 * - `counted_once`: the same thing was stated in two units, one was billed
 * - `over_context`: the input is longer than the offer's stated limit
 */
const COST_WARNINGS = [
  "cache_read_rate_missing",
  "cache_read_audio_rate_missing",
  "cache_write_rate_missing",
  "cache_write_1h_rate_missing",
  "input_audio_rate_missing",
  "input_video_rate_missing",
  "output_audio_rate_missing",
  "output_image_rate_missing",
  "output_video_rate_missing",
  "citation_rate_missing",
  "meter_not_sold",
  "rate_withheld",
  "zero_output_price",
  "counted_once",
  "over_context",
] as const;
export type CostWarningCode = (typeof COST_WARNINGS)[number];

export interface CostWarning {
  readonly code: CostWarningCode;
  readonly detail: string;
}

/** What one meter costs. An unpriced line has neither price nor amount and makes its receipt partial. */
export interface ReceiptLine {
  readonly meter: Meter;
  /** Units billed here: of a total, what no part claims. */
  readonly quantity: number;
  readonly usd_per_unit: Decimal | null;
  readonly usd: Decimal | null;
  /** Which price applied and why; the words are described at `ruleName`. */
  readonly rule: string;
  /** Who said the price; null where the line is unpriced. */
  readonly source: SourceName | null;
}

/** The exact cost of one usage of one offer: `total` is the exact sum of the priced lines. */
export interface Receipt {
  readonly total: Decimal;
  /** True where a line is unpriced: the total is then a lower bound, not the cost. */
  readonly partial: boolean;
  readonly lines: readonly ReceiptLine[];
  readonly service_tier: ServiceTier;
  readonly warnings: readonly CostWarning[];
}

/** Why there is no amount. */
export interface CostProblem {
  readonly code: "price_unknown" | "usage_impossible" | "service_tier_unavailable";
  readonly detail: string;
  /** JSON pointer into the usage, where one field is at fault. */
  readonly pointer?: string;
  /** Tiers that the offer has, where the asked one is missing. */
  readonly available_tiers?: readonly ServiceTier[];
}

/** Tells the refusal from whatever else a costing function answers. */
export function isCostProblem<Answer extends object>(outcome: Answer | CostProblem): outcome is CostProblem {
  return "code" in outcome;
}

export interface WireLine {
  readonly meter: Meter;
  readonly quantity: number;
  readonly usd_per_unit: string | null;
  readonly usd: string | null;
  readonly rule: string;
  readonly source: SourceName | null;
}

/** A receipt as it goes over the wire: every amount a decimal string in USD. */
export interface WireReceipt {
  readonly total_usd: string;
  /** Present, and true, only where a line is unpriced. */
  readonly partial?: true;
  readonly lines: readonly WireLine[];
  readonly service_tier: ServiceTier;
  readonly warnings: readonly CostWarning[];
}

export function renderReceipt(receipt: Receipt): WireReceipt {
  const { total, lines, service_tier, warnings } = receipt;
  const rendered = lines.map(renderLine);
  const total_usd = formatDecimal(total);
  return receipt.partial
    ? { total_usd, partial: true, lines: rendered, service_tier, warnings }
    : { total_usd, lines: rendered, service_tier, warnings };
}

export function renderLine(line: ReceiptLine): WireLine {
  const { meter, quantity, usd_per_unit, usd, rule, source } = line;
  return {
    meter,
    quantity,
    usd_per_unit: usd_per_unit === null ? null : unitText(usd_per_unit),
    usd: usd === null ? null : formatDecimal(usd),
    rule,
    source,
  };
}

function unitText(unit: Decimal): string {
  return unit instanceof UnitPrice ? unit.text : formatDecimal(unit);
}
