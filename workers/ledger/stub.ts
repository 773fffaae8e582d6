import type { PriceLedger } from "../objects/price-ledger.ts";

/** There is one ledger: it is the only writer of the catalog. */
export function priceLedger(env: Env): DurableObjectStub<PriceLedger> {
  return env.PRICE_LEDGER.getByName("ledger");
}
