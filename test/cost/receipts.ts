import { estimate, type CostRequest } from "../../shared/cost/estimate.ts";
import { isCostProblem, renderReceipt, type CostProblem, type WireReceipt } from "../../shared/cost/receipt.ts";
import type { Usage } from "../../shared/cost/usage.ts";
import type { Offer } from "../../shared/pricing/offer.ts";

/** Saturday 2026-08-01, noon UTC. */
export const NOON = Date.UTC(2026, 7, 1, 12);

export function request(usage: Usage, rest: Partial<CostRequest> = {}): CostRequest {
  return { usage, service_tier: "standard", at: NOON, ...rest };
}

export function receiptOf(offer: Offer, usage: Usage, rest: Partial<CostRequest> = {}): WireReceipt {
  const outcome = estimate(offer, request(usage, rest));
  if (isCostProblem(outcome)) throw new Error(`${outcome.code}: ${outcome.detail}`);
  return renderReceipt(outcome);
}

export function problemOf(offer: Offer, usage: Usage, rest: Partial<CostRequest> = {}): CostProblem {
  const outcome = estimate(offer, request(usage, rest));
  if (!isCostProblem(outcome)) throw new Error(`a receipt of ${renderReceipt(outcome).total_usd}`);
  return outcome;
}

/** `meter rule quantity x unit = usd`, one a line: a receipt that fits a test title. */
export function summary(receipt: WireReceipt): readonly string[] {
  return receipt.lines.map(
    ({ meter, rule, quantity, usd_per_unit, usd }) => `${meter} ${rule} ${quantity} x ${usd_per_unit} = ${usd}`,
  );
}

export function codes(receipt: WireReceipt): readonly string[] {
  return receipt.warnings.map(({ code }) => code);
}
