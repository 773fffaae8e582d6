import { formatDecimal } from "../../../shared/money/decimal.ts";
import type { Meter } from "../../../shared/pricing/meter.ts";
import type { SourceOffer } from "../../../shared/pricing/offer.ts";
import type { Rate, ServiceTier } from "../../../shared/pricing/rate.ts";
import type { PriceSource, SourceSnapshot } from "../../../shared/pricing/source.ts";

/** The instant at which the tests fetch. */
export const NOW = Date.UTC(2026, 10, 1);

/** The snapshot of a body that must be usable. */
export function snapshotOf(source: PriceSource, ...bodies: readonly unknown[]): SourceSnapshot {
  const reading = source.read(
    bodies.map((body) => (typeof body === "string" ? body : JSON.stringify(body))),
    NOW,
  );
  if ("unusable" in reading) throw new Error(reading.unusable);
  return reading;
}

export function offerOf(snapshot: SourceSnapshot, id: string): SourceOffer {
  const offer = snapshot.offers.find((one) => one.id === id);
  if (offer === undefined) throw new Error(`${id} is not among ${snapshot.offers.map((one) => one.id).join(", ")}`);
  return offer;
}

/** Prices by `meter[/tier][ >threshold][ variant][ windowed]`, as plain decimals: one line a rate. */
export function pricesOf(offer: { readonly rates: readonly Rate[] }): Record<string, string> {
  return Object.fromEntries(offer.rates.map((rate) => [labelOf(rate), formatDecimal(rate.usd)]));
}

export function rateOf(offer: SourceOffer, meter: Meter, tier: ServiceTier = "standard"): readonly Rate[] {
  return offer.rates.filter((rate) => rate.meter === meter && rate.tier === tier);
}

/** Rows that are somewhere: every row of a body must be. */
export function accountedFor(snapshot: SourceSnapshot): number {
  const refusedRows = snapshot.rejected.filter((row) => row.meter === undefined);
  return snapshot.offers.length + refusedRows.length + snapshot.skipped.length;
}

function labelOf(rate: Rate): string {
  const { condition } = rate;
  const above =
    condition?.above_tokens === undefined
      ? ""
      : ` ${condition.inclusive === true ? ">=" : ">"}${condition.above_tokens}`;
  const variant = condition?.variant === undefined ? "" : ` ${condition.variant}`;
  const windows = condition?.windows === undefined ? "" : ` in ${condition.windows.length} windows`;
  return `${rate.meter}${rate.tier === "standard" ? "" : `/${rate.tier}`}${above}${variant}${windows}`;
}
