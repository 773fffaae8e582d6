import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { applyOverrides } from "../../shared/tenancy/override-apply.ts";
import type { CompiledOverrides } from "../../shared/tenancy/override-compile.ts";
import { admits, planNamed } from "../../shared/tenancy/plans.ts";
import type { Call } from "./call.ts";

/** The offer at the caller's own prices; the same object for anybody without overrides on it. */
export function tenantOffer(offer: Offer, call: Call, at: number): Offer {
  const { credentials } = call;
  return credentials.kind === "tenant" ? applyOverrides(credentials.overrides, offer, at) : offer;
}

/** Null where every offer is admitted. */
export function admittedByPlan(call: Call): ((offerId: string) => boolean) | null {
  const { credentials } = call;
  if (credentials.kind !== "tenant") return null;
  const plan = planNamed(credentials.plan);
  if (plan === undefined) return () => false;
  return plan.admits.kind === "all" ? null : (id) => admits(plan, id);
}

interface Repriced {
  readonly base: Catalog;
  readonly minute: number;
  readonly catalog: Catalog;
}

/** Kept as long as the tenant's compiled rules are: they are dropped with the tenant's entry of the bounded credential cache. */
const repriced = new WeakMap<CompiledOverrides, Repriced>();

/** The catalog at the caller's own prices, for rankings; the same object for anybody without overrides. */
export function tenantCatalog(call: Call): Catalog {
  const { credentials, catalog, now } = call;
  if (credentials.kind !== "tenant" || credentials.overrides.levels.every((rules) => rules.length === 0)) {
    if (credentials.kind !== "tenant" || credentials.overrides.held.size === 0) return catalog;
  }
  const { overrides } = credentials;
  // Dated rules come into force at their minute: a ranking made before it does not outlive it.
  const minute = isDated(overrides) ? Math.floor(now / 60_000) : 0;
  const known = repriced.get(overrides);
  if (known !== undefined && known.base === catalog && known.minute === minute) return known.catalog;
  const at = (index: number): Offer => applyOverrides(overrides, catalog.at(index), now);
  const own: Catalog = {
    header: catalog.header,
    size: catalog.size,
    ids: catalog.ids,
    at,
    find: (id) => {
      const index = catalog.indexOf(id);
      return index === undefined ? undefined : at(index);
    },
    indexOf: (id) => catalog.indexOf(id),
    named: (key) => catalog.named(key),
  };
  repriced.set(overrides, { base: catalog, minute, catalog: own });
  return own;
}

function isDated({ levels }: CompiledOverrides): boolean {
  return levels.some((rules) => rules.some(({ from, to }) => Number.isFinite(from) || Number.isFinite(to)));
}
