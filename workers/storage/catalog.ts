/** KV keys of the price catalog; shapes in shared/pricing/catalog-codec.ts, written by the price ledger only. */

/** The one self-describing value that every reader loads: no pointer, so nobody sees half a publication. */
export const HOT_CATALOG = "catalog:hot";

/** Immutable copy of one version, for roll-back. */
export function catalogVersion(version: string): string {
  return `catalog:v:${version}`;
}

/** Copies outlive any reasonable wish to roll back: 30 days. */
export const VERSION_TTL_SECONDS = 30 * 86_400;

/** The least that KV allows (platform limits, 2026-01-30). */
export const HOT_CACHE_TTL_SECONDS = 30;
