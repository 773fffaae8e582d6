import { parseDecimal } from "../../../shared/money/decimal.ts";
import { decodeCatalog } from "../../../shared/pricing/catalog-codec.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import { SERVICE_TIERS } from "../../../shared/pricing/rate.ts";
import { distinct, staleAlternatives } from "../../../shared/tenancy/event-costs.ts";
import { applyOverrides } from "../../../shared/tenancy/override-apply.ts";
import { sameAmount } from "../../../shared/tenancy/bill-cause.ts";
import { usageSchema } from "../../../shared/cost/usage.ts";
import { priceLedger } from "../../ledger/stub.ts";
import type { UnexplainedBill } from "../../objects/tenant/event-ledger.ts";
import type { TenantCall } from "./tenant-call.ts";

/** Models of one answer whose recorded prices are looked up, and the newest prices of each that are tried. */
const MOST_MODELS = 50;
const MOST_PRICES = 20;

/**
 * Ids of the bills that follow another recorded price than the one the event was costed at: the seller's own list was behind, or ours was.
 * Asked when a reconciliation is read, since a price may become known after the bill. Without the ledger none is.
 */
export async function staleBills(
  call: TenantCall,
  unexplained: readonly UnexplainedBill[],
): Promise<ReadonlySet<string>> {
  const models = [...new Set(unexplained.map(({ model }) => model))].slice(0, MOST_MODELS);
  const prices = new Map(await Promise.all(models.map(async (model) => [model, await recorded(call, model)] as const)));
  const stale = unexplained.filter((bill) => followsAny(bill, prices.get(bill.model) ?? [], call));
  return new Set(stale.map(({ id }) => id));
}

async function recorded({ env }: TenantCall, model: string): Promise<Offer[]> {
  const entries = await priceLedger(env)
    .history(model, MOST_PRICES)
    .catch(() => []);
  return entries.flatMap(({ text }) => (text === null ? [] : (decodeCatalog(text)?.at(0) ?? [])));
}

/** A price that costs what the event was costed at explains nothing. */
function followsAny(bill: UnexplainedBill, prices: readonly Offer[], { overrides }: TenantCall): boolean {
  const usage = usageSchema.safeParse(JSON.parse(bill.usage));
  const service_tier = SERVICE_TIERS.find((tier) => tier === bill.service_tier);
  const cost = parseDecimal(bill.cost ?? "");
  const billed = parseDecimal(bill.billed);
  if (!usage.success || service_tier === undefined || cost === null || billed === null) return false;
  if (sameAmount(cost, billed)) return false;
  return prices.some((list) => {
    const sell = applyOverrides(overrides, list, bill.at);
    const priced = { list, sell, usage: usage.data, service_tier, region: bill.region ?? undefined, at: bill.at };
    return distinct(staleAlternatives(priced, [sell]), cost).some(({ usd }) => sameAmount(usd, billed));
  });
}
