import type { CatalogHeader, SourceState } from "./catalog.ts";
import { asList, asNumber, asRecord, asText, MalformedRow, member } from "./json-cell.ts";
import { SOURCE_NAMES } from "./rate.ts";

/** Line 1 of the published value, as parsed; throws `MalformedRow` where it is not one. Read by every isolate before its first answer. */
export function headerFrom(value: unknown): CatalogHeader {
  const { schema, version, sequence, published_at, confirmed_at, pinned, sources } = asRecord(value);
  if (schema !== 1) throw new MalformedRow("a schema that is not known here");
  return {
    schema,
    version: asText(version),
    sequence: asNumber(sequence),
    published_at: asText(published_at),
    confirmed_at: orNull(confirmed_at, asText),
    pinned: orNull(pinned, asText),
    sources: asList(sources).map(sourceFrom),
  };
}

function sourceFrom(value: unknown): SourceState {
  const source = asRecord(value);
  return {
    name: member(SOURCE_NAMES, source["name"]),
    state: member(["fresh", "stale", "never", "bundled"], source["state"]),
    outcome: orNull(source["outcome"], (word) => member(["ok", "not_modified", "failed", "rejected"], word)),
    detail: orNull(source["detail"], asText),
    last_attempt_at: orNull(source["last_attempt_at"], asText),
    last_success_at: orNull(source["last_success_at"], asText),
    rows: asNumber(source["rows"]),
    rejected: asNumber(source["rejected"]),
    held: asNumber(source["held"]),
    success_rate_24h: orNull(source["success_rate_24h"], asNumber),
    success_rate_7d: orNull(source["success_rate_7d"], asNumber),
    license: asText(source["license"]),
    attribution: asText(source["attribution"]),
    url: asText(source["url"]),
  };
}

function orNull<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null ? null : read(value);
}
