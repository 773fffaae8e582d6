import type { Cause } from "../../../shared/tenancy/bill-cause.ts";

/** One usage event with everything that needed the catalog; amounts are decimal text, so that it crosses RPC as it is. */
export interface CostedEvent {
  readonly id: string;
  readonly at: number;
  /** Offer id, or the model as stated where it is not in the catalog. */
  readonly model: string;
  /** JSON. */
  readonly usage: string;
  readonly input_tokens: number;
  readonly service_tier: string;
  readonly region: string | null;
  readonly price_version: string;
  readonly billed_usd: string | null;
  readonly cost_usd: string | null;
  readonly partial: boolean;
  readonly caching_usd: string | null;
  readonly batch_usd: string | null;
  readonly list_usd: string | null;
  readonly estimate_id: string | null;
  readonly cache_key: string | null;
  readonly lowest_threshold: number | null;
  readonly alternatives: readonly { readonly cause: Cause; readonly usd: string }[];
  readonly search_units: readonly string[];
}
