import { problem, type Problem } from "../../shared/contract/problem.ts";
import { decodeCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { Call } from "./call.ts";
import { priceLedger } from "../ledger/stub.ts";

/** An offer as it was priced, under which version, and what the caller should know about that. */
export interface DatedOffer {
  readonly offer: Offer;
  readonly version: string;
  readonly warning?: { readonly code: string; readonly detail: string };
}

interface Moment {
  readonly at?: number | undefined;
  readonly price_version?: string | undefined;
}

/** The offer as of an instant or a version, from the append-only ledger. */
export async function offerAsOf(id: string, moment: Moment, call: Call): Promise<DatedOffer | Problem> {
  const past = await priceLedger(call.env)
    .offerAsOf(id, moment.price_version ?? null, moment.at ?? null)
    .catch(() => null);
  if (past === null) return problem("unavailable", "the price ledger does not answer: past prices cannot be read now");
  if (past.kind === "unknown_version")
    return problem("not_found", `no price version ${moment.price_version} is recorded`);
  if (past.kind === "not_listed") return problem("price_unknown", `${id} was not listed then`);
  const offer = decodeCatalog(past.text)?.at(0);
  if (offer === undefined) return problem("unavailable", "the recorded price cannot be read");
  if (!past.before_first) return { offer, version: past.version };
  const detail = `nothing is recorded before ${past.published_at}: the earliest prices were used`;
  return { offer, version: past.version, warning: { code: "before_first_record", detail } };
}
