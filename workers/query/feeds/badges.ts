import { type Badge, badgeSvg } from "../../../shared/contract/badge.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { formatDecimal, times } from "../../../shared/money/decimal.ts";
import type { Meter } from "../../../shared/pricing/meter.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import type { Handler } from "../call.ts";
import { readBoard } from "../health-read.ts";
import { findModel } from "../model-lookup.ts";
import { tenantOffer } from "../tenant-prices.ts";

const SHAPE = { "content-security-policy": "default-src 'none'" } as const;

export const priceBadge: Handler<typeof OPERATIONS.priceBadge> = ({ params }, call) => {
  const exact = call.catalog.find(params.id);
  const found = exact === undefined ? findModel(withoutSuffix(params.id), call) : { offer: exact };
  if ("code" in found) return found;
  const offer = tenantOffer(found.offer, call, call.now);
  return { data: null, text: badgeSvg(priceOf(offer)), headers: SHAPE };
};

function priceOf(offer: Offer): Badge {
  const input = perMillion(offer, "input_tokens");
  const output = perMillion(offer, "output_tokens");
  if (offer.price_type === "free") return { label: offer.id, message: "free", colour: "good" };
  const parts = [input === null ? null : `in $${input}`, output === null ? null : `out $${output}`].filter(
    (part) => part !== null,
  );
  if (parts.length === 0) return { label: offer.id, message: "price unknown", colour: "neutral" };
  return {
    label: offer.id,
    message: `${parts.join(" · ")} / 1M`,
    colour: offer.price_status === "disputed" ? "warn" : "neutral",
  };
}

/** Null where it is not known: a badge says so rather than 0. */
function perMillion(offer: Offer, meter: Meter): string | null {
  const rate = offer.rates.find((each) => each.meter === meter && each.tier === "standard" && each.condition === null);
  return rate === undefined ? null : formatDecimal(times(rate.usd, 1_000_000));
}

const COLOUR_OF = { healthy: "good", degraded: "warn", unhealthy: "bad", unknown: "neutral" } as const;

export const healthBadge: Handler<typeof OPERATIONS.healthBadge> = async ({ params }, call) => {
  const provider = withoutSuffix(params.provider);
  const { state } = (await readBoard(call.env, call.ctx, call.now)).entry(provider).data;
  const text = badgeSvg({ label: provider, message: state, colour: COLOUR_OF[state] });
  return { data: null, text, headers: { ...SHAPE, "cache-control": "public, max-age=60" } };
};

function withoutSuffix(id: string): string {
  return id.endsWith(".svg") ? id.slice(0, -4) : id;
}
