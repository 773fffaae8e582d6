import { add, compare, type Decimal, formatDecimal, subtract, toNumber, ZERO } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import type { Policy } from "./policy.ts";
import type { CandidateCost } from "./prefix-cost.ts";
import type { RankedOffer } from "./ranking.ts";

/** One past request: what each policy would choose (null: nothing), and what was chosen. */
export interface Replayed {
  readonly choices: ReadonlyMap<Policy, RankedOffer | null>;
  /** Null where the caller does not say, or where it has no price. */
  readonly chosen: { readonly offer: Offer; readonly cost: CandidateCost; readonly quality: number | null } | null;
}

/** What all requests together would have come to under one policy, as it goes on the wire. */
export function summarise(policy: Policy, replayed: readonly Replayed[]): Record<string, unknown> {
  const routed = replayed.flatMap(({ choices }) => choices.get(policy) ?? []);
  const quality = new Mean();
  const health = new Mean();
  let total: Decimal = ZERO;
  for (const entry of routed) {
    total = add(total, entry.cost.expected);
    quality.add(entry.quality);
    health.add(entry.health.routing_score);
  }
  return {
    policy,
    total_usd: formatDecimal(total),
    routed: routed.length,
    unroutable: replayed.length - routed.length,
    mean_quality: quality.value,
    quality_known: quality.count,
    mean_health: health.value,
    health_known: health.count,
    choices: byModel(routed),
    against_chosen: againstChosen(policy, replayed),
  };
}

/** Most requests first, then by id. */
function byModel(routed: readonly RankedOffer[]): Record<string, unknown>[] {
  const models = new Map<string, { requests: number; total: Decimal }>();
  for (const { offer, cost } of routed) {
    const known = models.get(offer.id) ?? { requests: 0, total: ZERO };
    models.set(offer.id, { requests: known.requests + 1, total: add(known.total, cost.expected) });
  }
  return [...models]
    .sort(([a, x], [b, y]) => y.requests - x.requests || (a < b ? -1 : 1))
    .map(([model, { requests, total }]) => ({ model, requests, total_usd: formatDecimal(total) }));
}

/** Only requests that both sides can answer: a policy is not cheap because it leaves requests out. */
function againstChosen(policy: Policy, replayed: readonly Replayed[]): Record<string, unknown> | null {
  const [before, after] = [new Mean(), new Mean()];
  let [paid, cost]: [Decimal, Decimal] = [ZERO, ZERO];
  let requests = 0;
  let same = 0;
  for (const { choices, chosen } of replayed) {
    const choice = choices.get(policy) ?? null;
    if (chosen === null || choice === null) continue;
    requests += 1;
    if (choice.offer.id === chosen.offer.id) same += 1;
    paid = add(paid, chosen.cost.expected);
    cost = add(cost, choice.cost.expected);
    before.add(chosen.quality);
    after.add(choice.quality);
  }
  if (requests === 0) return null;
  const saved = subtract(paid, cost);
  return {
    requests,
    chosen_usd: formatDecimal(paid),
    policy_usd: formatDecimal(cost),
    saved_usd: formatDecimal(saved),
    saved_percent: compare(paid, ZERO) === 0 ? null : Math.round((toNumber(saved) / toNumber(paid)) * 10_000) / 100,
    chosen_mean_quality: before.value,
    policy_mean_quality: after.value,
    same_choice: same,
  };
}

/** Mean of what is known, to one decimal like the scores themselves. */
class Mean {
  count = 0;
  #sum = 0;

  add(value: number | null): void {
    if (value === null) return;
    this.count += 1;
    this.#sum += value;
  }

  get value(): number | null {
    return this.count === 0 ? null : Math.round((this.#sum / this.count) * 10) / 10;
  }
}
