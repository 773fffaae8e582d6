import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { applyOverrides } from "../../shared/tenancy/override-apply.ts";
import type { CompiledOverrides } from "../../shared/tenancy/override-compile.ts";
import { admits, PLANS } from "../../shared/tenancy/plans.ts";
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
  const plan = PLANS[credentials.plan];
  return plan.admits.kind === "all" ? null : (id) => admits(plan, id);
}

interface Repriced {
  readonly base: Catalog;
  readonly minute: number;
  readonly catalog: Catalog;
}

/** Kept as long as the tenant's compiled rules are: they are dropped with the tenant's entry of the bounded credential cache. */
const repriced = new WeakMap<CompiledOverrides, Repriced>();

/** The catalog at the caller's own prices of an instant, for rankings; the same object for anybody without overrides. */
export function tenantCatalog({ credentials, catalog }: Call, at: number): Catalog {
  if (credentials.kind !== "tenant") return catalog;
  const { overrides } = credentials;
  if (overrides.held.size === 0 && overrides.levels.every((rules) => rules.length === 0)) return catalog;
  // Dated rules come into force at their minute: a ranking made before it does not outlive it.
  const minute = isDated(overrides) ? Math.floor(at / 60_000) : 0;
  const known = repriced.get(overrides);
  if (known !== undefined && known.base === catalog && known.minute === minute) return known.catalog;
  const own = repricedCatalog(catalog, (offer) => applyOverrides(overrides, offer, at));
  repriced.set(overrides, { base: catalog, minute, catalog: own });
  return own;
}

function repricedCatalog(catalog: Catalog, reprice: (offer: Offer) => Offer): Catalog {
  const at = (index: number): Offer => reprice(catalog.at(index));
  return {
    header: catalog.header,
    size: catalog.size,
    ids: catalog.ids,
    at,
    find: (id) => {
      const index = catalog.indexOf(id);
      return index === undefined ? undefined : at(index);
    },
    modeAt: (index) => catalog.modeAt(index),
    indexOf: (id) => catalog.indexOf(id),
    named: (key) => catalog.named(key),
  };
}

function isDated({ levels }: CompiledOverrides): boolean {
  return levels.some((rules) => rules.some(({ from, to }) => Number.isFinite(from) || Number.isFinite(to)));
}
