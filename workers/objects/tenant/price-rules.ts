import { formatDecimal } from "../../../shared/money/decimal.ts";
import { marginPolicySchema, type CostChange, type Hold, type MarginPolicy } from "../../../shared/tenancy/margin.ts";
import { compileOverrides, type CompiledOverrides } from "../../../shared/tenancy/override-compile.ts";
import type { OverrideRule } from "../../../shared/tenancy/override-rule.ts";
import { PLANS, type PlanName } from "../../../shared/tenancy/plans.ts";
import type { WebhookEvent } from "../../webhooks/event.ts";
import { costChanges } from "./cost-changes.ts";
import type { Documents } from "./documents.ts";
import { Holds } from "./holds.ts";
import { overridesSchema, type Overrides } from "./profile.ts";

const NO_OVERRIDES: Overrides = { rules: [], revision: 0 };

/** The tenant's rules on prices, its margin policy, and the prices that the policy holds. All inside the caller's transaction. */
export class PriceRules {
  readonly holds: Holds;
  readonly #documents: Documents;
  #compiled: CompiledOverrides | null = null;

  constructor(sql: SqlStorage, documents: Documents) {
    this.holds = new Holds(sql);
    this.#documents = documents;
  }

  overrides(): Overrides {
    return this.#documents.read("overrides", overridesSchema) ?? NO_OVERRIDES;
  }

  /** Holds end: the tenant has priced anew. */
  put(rules: OverrideRule[]): Overrides {
    const overrides = { rules, revision: this.overrides().revision + 1 };
    this.#documents.write("overrides", overrides);
    this.holds.clear();
    this.forget();
    return overrides;
  }

  policy(): MarginPolicy | null {
    return this.#documents.read("margin", marginPolicySchema);
  }

  /** Whether prices in force have changed: holds that the new policy would not have begun end. */
  putPolicy(policy: MarginPolicy): boolean {
    this.#documents.write("margin", policy);
    return this.holds.release(policy);
  }

  /** Rules in memory are compiled anew: after a change of rules or plan, and after a transaction that failed. */
  forget(): void {
    this.#compiled = null;
  }

  /** Judges what costs have changed; the holds that begin, as events, and whether prices in force have changed. */
  protect(events: readonly WebhookEvent[], plan: PlanName, now: number): { begun: WebhookEvent[]; changed: boolean } {
    const policy = this.policy();
    const begun: WebhookEvent[] = [];
    let changed = false;
    if (policy === null) return { begun, changed };
    for (const { change, at } of costChanges(events)) {
      const judged = this.holds.judge(policy, this.#inForce(plan), change, at, now);
      changed ||= judged.changed;
      if (judged.begun !== null) begun.push(marginEvent(change, judged.begun, at));
    }
    return { begun, changed };
  }

  #inForce(plan: PlanName): CompiledOverrides {
    this.#compiled ??= compileOverrides([this.overrides().rules, PLANS[plan].overrides]);
    return this.#compiled;
  }
}

function marginEvent({ offer, slot }: CostChange, hold: Hold, at: number): WebhookEvent {
  const { meter, tier } = slot;
  return {
    dedupe_key: `margin ${offer} ${meter} ${tier} ${slot.precedence} ${hold.reason} ${at}`,
    type: "margin",
    at,
    provider: offer.slice(0, offer.indexOf("/")),
    data: {
      model: offer,
      meter,
      service_tier: tier,
      reason: hold.reason,
      held_usd_per_unit: formatDecimal(hold.held),
      would_be_usd_per_unit: formatDecimal(hold.would_be),
      cost_usd_per_unit: formatDecimal(hold.cost),
    },
  };
}
