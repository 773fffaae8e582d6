import type { SourceOffer } from "../offer.ts";
import type { PriceSource, RejectedRow, SourceSnapshot, UnusableBody } from "../source.ts";
import { isList, parseBody, textOf } from "./json.ts";
import { isObject } from "../../text/json.ts";
import { readRow } from "./openrouter/row.ts";
import { UnknownKeys } from "./unknown-keys.ts";

/** A list this much shorter than its own `total_count`, with no further page, was cut on the way. */
const COMPLETE_SHARE = 0.8;

/** OpenRouter's list of what OpenRouter sells: decimal strings in USD per one unit, `-1` where the price depends on the route. */
export const openrouter: PriceSource = {
  name: "openrouter",
  url: "https://openrouter.ai/api/v1/models",
  license: "public API",
  attribution: "OpenRouter, GET /api/v1/models",
  nextPage: (body) => {
    const parsed = parseBody(body);
    if ("unusable" in parsed || !isObject(parsed.value)) return null;
    const links = parsed.value["links"];
    return isObject(links) ? (textOf(links, "next") ?? null) : null;
  },
  read: (bodies) => {
    if (bodies.length === 0) return { unusable: "no body" };
    const pages = readPages(bodies);
    return "unusable" in pages ? pages : readRows(pages);
  },
};

interface Pages {
  readonly rows: readonly unknown[];
  readonly total: number | null;
}

function readPages(bodies: readonly string[]): Pages | UnusableBody {
  const rows: unknown[] = [];
  let total: number | null = null;
  for (const body of bodies) {
    const parsed = parseBody(body);
    if ("unusable" in parsed) return parsed;
    const data = isObject(parsed.value) ? parsed.value["data"] : undefined;
    if (!isObject(parsed.value) || !isList(data)) return { unusable: "no list under `data`" };
    const stated = parsed.value["total_count"];
    if (typeof stated === "number") total = stated;
    for (const row of data) rows.push(row);
  }
  return { rows, total };
}

function readRows({ rows, total }: Pages): SourceSnapshot | UnusableBody {
  if (total !== null && rows.length < total * COMPLETE_SHARE) return { unusable: `${rows.length} of ${total} rows` };
  const offers = new Map<string, SourceOffer>();
  const rejected: RejectedRow[] = [];
  const skipped: RejectedRow[] = [];
  const unknown = new UnknownKeys();
  for (const [index, value] of rows.entries()) {
    const row = readRow(value, index);
    rejected.push(...row.rejected);
    unknown.add(row.unknown);
    if (row.offer === null) continue;
    // A list that changes between two pages shows a row twice.
    if (offers.has(row.offer.id)) skipped.push({ key: row.offer.key, reason: "duplicate", detail: "listed before" });
    else offers.set(row.offer.id, row.offer);
  }
  if (offers.size === 0) return { unusable: `no model among ${rows.length} rows` };
  return { offers: [...offers.values()], rejected, skipped, rows: rows.length, unknown_keys: unknown.list() };
}
