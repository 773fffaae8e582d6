import { priceLedger } from "../ledger/stub.ts";
import { installCatalog } from "../query/catalog-read.ts";
import type { RefreshReport } from "../ledger/refresh.ts";

/** Refreshes the prices in the one ledger and takes the result into this isolate, so that its next answer has it. */
export async function refreshPrices(env: Env, now: number, force: boolean): Promise<Omit<RefreshReport, "text">> {
  const { text, ...report } = await priceLedger(env).refresh(now, force);
  if (text !== null) installCatalog(text, now);
  return report;
}
