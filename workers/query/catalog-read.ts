import { decodeCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { Background } from "./background.ts";
import bundledText from "../generated/bundled-hot.txt";
import { HOT_CACHE_TTL_SECONDS, HOT_CATALOG } from "../storage/catalog.ts";

/** How long a catalog in memory is served without asking KV whether there is a newer one. */
const REVALIDATE_AFTER_MS = 30_000;
/** After a failed look at KV the next one follows sooner. */
const RETRY_AFTER_MS = 5_000;
/** A cold isolate waits no longer for KV before it answers from the bundled snapshot. */
const COLD_WAIT_MS = 1_500;

interface Memory {
  readonly catalog: Catalog;
  /** When KV is to be asked next. */
  check_at: number;
}

/** Plain data only: shared by all requests of the isolate. */
let memory: Memory | null = null;
let bundled: Catalog | null = null;

/**
 * The catalog to answer from: isolate memory, else KV, else the bundled snapshot; never later than `COLD_WAIT_MS`.
 * What is in memory is served at once and renewed behind the answer.
 */
export function readCatalog(env: Env, ctx: Background, now: number): Catalog | Promise<Catalog> {
  if (memory === null) return coldCatalog(env, ctx, now);
  if (now >= memory.check_at) {
    // Moved on before the read, so that concurrent requests start one read and not many.
    memory.check_at = now + REVALIDATE_AFTER_MS;
    ctx.waitUntil(renew(env, now));
  }
  return memory.catalog;
}

/** Takes a newly published value at once, so that the next GET of this isolate answers from it. */
export function installCatalog(text: string, now: number): void {
  const catalog = decodeCatalog(text);
  if (catalog !== null) keep(catalog, now);
}

/** What this isolate answers from now: another one than at the start of a request that published. */
export function catalogInMemory(): Catalog | null {
  return memory?.catalog ?? null;
}

/** What an eviction of the isolate does. */
export function forgetCatalog(): void {
  memory = null;
}

async function coldCatalog(env: Env, ctx: Background, now: number): Promise<Catalog> {
  const reading = renew(env, now);
  ctx.waitUntil(reading);
  await Promise.race([reading, scheduler.wait(COLD_WAIT_MS)]);
  if (memory !== null) return memory.catalog;
  const catalog = bundledCatalog();
  memory = { catalog, check_at: now + RETRY_AFTER_MS };
  return catalog;
}

async function renew(env: Env, now: number): Promise<void> {
  try {
    const text = await env.KV.get(HOT_CATALOG, { cacheTtl: HOT_CACHE_TTL_SECONDS });
    const catalog = text === null ? null : decodeCatalog(text);
    if (catalog === null)
      throw new Error(text === null ? "no catalog is published yet" : "the published catalog is unreadable");
    keep(catalog, now);
  } catch {
    if (memory === null) memory = { catalog: bundledCatalog(), check_at: 0 };
    memory.check_at = now + RETRY_AFTER_MS;
  }
}

/** Never back to an older write: KV is eventually consistent and may still serve the one before. */
function keep(catalog: Catalog, now: number): void {
  const newer = memory === null || catalog.header.sequence >= memory.catalog.header.sequence;
  const current = newer && memory?.catalog.header.sequence !== catalog.header.sequence ? catalog : memory?.catalog;
  memory = { catalog: current ?? catalog, check_at: now + REVALIDATE_AFTER_MS };
}

function bundledCatalog(): Catalog {
  bundled ??= decodeCatalog(bundledText);
  if (bundled === null) throw new Error("the bundled catalog cannot be read");
  return bundled;
}
