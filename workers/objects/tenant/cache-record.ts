import {
  cacheSample,
  hitRate,
  MAX_CACHE_KEYS,
  SAMPLES_KEPT,
  samplesSchema,
  type CacheSample,
  type HitRate,
} from "../../../shared/tenancy/cache-hits.ts";
import { usageSchema } from "../../../shared/cost/usage.ts";
import type { CostedEvent } from "./costed-event.ts";

/** Hits recorded under one cache key, by model and over all of them. */
export interface CacheReading {
  readonly all: HitRate;
  readonly models: readonly ({ readonly model: string } & HitRate)[];
}

/** Hits and misses of a tenant's prompt prefixes, by the key that the tenant gives them. */
export class CacheRecord {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Inside the caller's transaction. */
  record(events: readonly CostedEvent[], now: number): void {
    for (const event of events) {
      const sample = event.cache_key === null ? null : sampleOf(event.usage);
      if (event.cache_key !== null && sample !== null) this.#add(event.cache_key, event.model, sample, now);
    }
    this.#sql.exec(
      `DELETE FROM cache_hits WHERE (cache_key, model) IN (
         SELECT cache_key, model FROM cache_hits ORDER BY updated_at DESC, cache_key LIMIT -1 OFFSET ?)`,
      MAX_CACHE_KEYS,
    );
  }

  read(cache_key: string): CacheReading {
    const rows = this.#sql
      .exec<{ model: string; samples: string }>(
        "SELECT model, samples FROM cache_hits WHERE cache_key = ? ORDER BY model",
        cache_key,
      )
      .toArray()
      .map(({ model, samples }) => ({ model, samples: samplesOf(samples) }));
    return {
      all: hitRate(rows.flatMap(({ samples }) => samples)),
      models: rows.map(({ model, samples }) => ({ model, ...hitRate(samples) })),
    };
  }

  #add(cache_key: string, model: string, sample: CacheSample, now: number): void {
    const [row] = this.#sql
      .exec<{ samples: string }>("SELECT samples FROM cache_hits WHERE cache_key = ? AND model = ?", cache_key, model)
      .toArray();
    const samples = [...(row === undefined ? [] : samplesOf(row.samples)), sample].slice(-SAMPLES_KEPT);
    this.#sql.exec(
      `INSERT INTO cache_hits (cache_key, model, samples, updated_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (cache_key, model) DO UPDATE SET samples = ?3, updated_at = ?4`,
      cache_key,
      model,
      JSON.stringify(samples),
      now,
    );
  }
}

function samplesOf(text: string): CacheSample[] {
  const parsed = samplesSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : [];
}

function sampleOf(text: string): CacheSample | null {
  const parsed = usageSchema.safeParse(JSON.parse(text));
  return parsed.success ? cacheSample(parsed.data) : null;
}
