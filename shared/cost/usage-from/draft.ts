import { decimalFromNumber, formatDecimal, isNegative, parseDecimal } from "../../money/decimal.ts";
import type { Decimal } from "../../money/decimal.ts";
import type { ServiceTier } from "../../pricing/rate.ts";
import { MAX_COUNT, SEARCH_CONTEXT_SIZES, impossibility } from "../usage.ts";
import type { Usage } from "../usage.ts";
import { isObject } from "../../text/json.ts";
import type { Count, Fields } from "./fields.ts";
import type { Findings } from "./findings.ts";
import { serviceTierOf } from "./service-tier.ts";

type CountField = Exclude<keyof Usage, "web_search_context_size">;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Zero is worth saying of a total; a part of zero bills nothing, and providers state zeros for meters a model does not have. */
const TOTALS: ReadonlySet<CountField> = new Set(["input_tokens", "output_tokens"]);

/** A usage being put together: each count remembers which field of the response it came from. */
export class Draft {
  readonly usage: Mutable<Usage> = {};
  readonly findings: Findings;
  /** The seller the caller named, in the catalog's spelling. */
  readonly named: string | undefined;
  provider: string | undefined;
  model: string | undefined;
  service_tier: ServiceTier | undefined;
  region: string | undefined;
  provider_reported_usd: string | undefined;
  response_id: string | undefined;
  created: number | undefined;
  readonly #origins = new Map<string, string>();

  constructor(findings: Findings, named: string | undefined, model: string | undefined) {
    this.findings = findings;
    this.named = named;
    this.model = model;
  }

  put(field: CountField, count: Count | undefined): void {
    if (count === undefined || (count.value === 0 && !TOTALS.has(field))) return;
    if (count.value > MAX_COUNT) {
      this.findings.refuse("invalid_request", `${field} adds up to more than 2^53 - 1`, count.pointer);
      return;
    }
    this.usage[field] = count.value;
    this.#origins.set(field, count.pointer);
  }

  searches(count: Count | undefined, size?: string): void {
    this.put("web_searches", count);
    const known = SEARCH_CONTEXT_SIZES.find((each) => each === size);
    if (known !== undefined && this.usage.web_searches !== undefined) this.usage.web_search_context_size = known;
  }

  /** A batch is one whatever the body inside says. */
  tier(stated: unknown): void {
    if (typeof stated !== "string" || this.service_tier === "batch") return;
    const tier = serviceTierOf(stated);
    if (tier !== undefined) this.service_tier = tier;
    else if (stated !== "auto") {
      this.findings.warn(
        "unknown_service_tier",
        `the service tier "${stated.slice(0, 60)}" has no price of its own here`,
      );
    }
  }

  /** What the provider says the call cost: `cost` as a number or text of USD, or an object with `total_cost`. */
  reported(usage: Fields, name = "cost"): void {
    const raw = usage.raw(name);
    const stated = isObject(raw) ? raw["total_cost"] : raw;
    if (stated === undefined || stated === null) return;
    const usd = usdOf(stated);
    if (usd === null || isNegative(usd)) this.findings.warn("invalid_field", `${usage.at(name)} is no amount of USD`);
    else this.amount(usd);
  }

  amount(usd: Decimal): void {
    this.provider_reported_usd = formatDecimal(usd);
  }

  /** Says which field of the response makes the usage impossible. */
  check(): void {
    const found = impossibility(this.usage);
    if (found === null) return;
    const origin = this.#origins.get(found.pointer.slice(1)) ?? "";
    this.findings.refuse("usage_impossible", found.message, origin);
  }
}

function usdOf(stated: unknown): Decimal | null {
  if (typeof stated === "number") return decimalFromNumber(stated);
  return typeof stated === "string" ? parseDecimal(stated) : null;
}
