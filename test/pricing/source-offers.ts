import { parseDecimal, ZERO } from "../../shared/money/decimal.ts";
import type { Meter } from "../../shared/pricing/meter.ts";
import type { Offer, SourceOffer } from "../../shared/pricing/offer.ts";
import type { LiveSource } from "../../shared/pricing/pricing-state.ts";
import type { Rate, RateCondition, ServiceTier } from "../../shared/pricing/rate.ts";
import { NO_DECISIONS } from "../../shared/pricing/held.ts";
import type { Intake } from "../../shared/pricing/intake.ts";
import type { RefreshInput, Refreshed } from "../../shared/pricing/refresh.ts";
import { advance } from "../../shared/pricing/refresh.ts";
import type { SourceSnapshot } from "../../shared/pricing/source.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.parse("2026-03-10T00:00:00Z");

interface More {
  readonly tier?: ServiceTier;
  readonly condition?: RateCondition;
  readonly precedence?: number;
}

export function rate(meter: Meter, usd: string, { tier = "standard", condition, precedence = 0 }: More = {}): Rate {
  return { meter, tier, usd: parseDecimal(usd) ?? ZERO, condition: condition ?? null, precedence };
}

/** A chat row of a source: `input` and `output` in USD per token, anything else on top. */
export function row(id: string, input: string, output: string, more: Partial<SourceOffer> = {}): SourceOffer {
  const provider = id.slice(0, id.indexOf("/"));
  const base = [rate("input_tokens", input), rate("output_tokens", output)];
  return {
    id,
    provider,
    declared_provider: provider,
    aliases: [],
    key: id,
    mode: "chat",
    multipliers: [],
    limits: {},
    capabilities: [],
    flags: [],
    price_type: "paid",
    ...more,
    rates: [...base, ...(more.rates ?? [])],
  };
}

/** A row whose price the source gives as 0/0. */
export function zeroRow(id: string, more: Partial<SourceOffer> = {}): SourceOffer {
  return row(id, "0", "0", { price_type: "unknown", ...more });
}

export function snapshot(offers: readonly SourceOffer[]): SourceSnapshot {
  return { offers, rejected: [], rows: offers.length, skipped: [], unknown_keys: [] };
}

export type Bodies = Partial<Record<LiveSource, readonly SourceOffer[] | Intake>>;

/** Refreshes in a row, an hour apart unless told otherwise; every step sees the state and the publication before it. */
export class Timeline {
  now: number;
  last: Refreshed | null = null;
  readonly bundled: readonly SourceOffer[];

  constructor(bundled: readonly SourceOffer[] = [], start = START) {
    this.bundled = bundled;
    this.now = start;
  }

  step(bodies: Bodies, { after = HOUR, ...more }: { readonly after?: number } & Partial<RefreshInput> = {}): Refreshed {
    this.now += after;
    this.last = advance({
      previous: this.last?.state ?? null,
      published: this.last?.offers ?? null,
      snapshots: new Map(Object.entries(bodies).flatMap(([name, body]) => this.#intake(name, body))),
      bundled: this.bundled,
      bundled_as_of: "2026-01-01",
      decisions: NO_DECISIONS,
      now: this.now,
      ...more,
    });
    return this.last;
  }

  #intake(name: string, body: readonly SourceOffer[] | Intake): [LiveSource, Intake][] {
    if (!isLive(name)) return [];
    return [[name, isIntake(body) ? body : { kind: "new", snapshot: snapshot(body), fetched_at: this.now }]];
  }
}

function isLive(name: string): name is LiveSource {
  return ["litellm", "openrouter", "models_dev", "genai_prices"].includes(name);
}

function isIntake(body: readonly SourceOffer[] | Intake): body is Intake {
  return "kind" in body;
}

export function find(refreshed: Refreshed, id: string): Offer | undefined {
  return refreshed.offers.find((offer) => offer.id === id);
}

/** Published price of a base meter as digits; null where the offer has none. */
export function price(refreshed: Refreshed, id: string, meter: Meter = "input_tokens"): number | null {
  const found = find(refreshed, id)?.rates.find(
    (each) => each.meter === meter && each.tier === "standard" && each.condition === null,
  );
  return found === undefined ? null : Number(`${found.usd.coefficient}e-${found.usd.scale}`);
}

/** `[key, meter, reason]` of every held price. */
export function heldOf(refreshed: Refreshed): readonly (readonly [string, string, string])[] {
  return refreshed.held.map(({ key, meter, reason }) => [key, meter, reason] as const);
}

export const FAILED: Intake = { kind: "failed", detail: "timeout" };
export const UNCHANGED: Intake = { kind: "unchanged" };
