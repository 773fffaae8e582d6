import { conditionView, rateView } from "../../../shared/contract/offer-view.ts";
import { invalid, problem } from "../../../shared/contract/problem.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import type { Catalog } from "../../../shared/pricing/catalog.ts";
import { freshness, sourceStateAt } from "../../../shared/pricing/freshness.ts";
import type { ChangeEntry } from "../../ledger/changes.ts";
import { priceLedger } from "../../ledger/stub.ts";
import type { Handler } from "../call.ts";
import { cursorOf, positionAfter } from "../cursor.ts";
import { readQuality } from "../quality-read.ts";

export const getCatalog: Handler<typeof OPERATIONS.getCatalog> = async (_, call) => {
  const { header } = call.catalog;
  const quality = await readQuality(call.env, call.ctx, call.now);
  const prices = header.sources.map((source) => ({
    kind: "prices",
    ...source,
    state: sourceStateAt(source, call.now),
    age_seconds: ageOf(source.last_success_at, call.now),
  }));
  const boards = quality.sources.map(({ id, checked_at, reason, ...board }) => ({
    kind: "quality",
    name: id,
    ...board,
    detail: reason,
    last_attempt_at: checked_at,
    age_seconds: ageOf(board.last_success_at, call.now),
  }));
  const sources = [...prices, ...boards];
  return {
    data: {
      version: header.version,
      published_at: header.published_at,
      confirmed_at: header.confirmed_at,
      ...freshness(header, call.now),
      pinned: header.pinned,
      sources,
      counts: countsOf(call.catalog),
      attributions: sources.map(({ name, license, attribution, url }) => ({ name, license, attribution, url })),
    },
  };
};

function ageOf(instant: string | null, now: number): number | null {
  return instant === null ? null : Math.max(0, Math.floor((now - Date.parse(instant)) / 1000));
}

const counted = new WeakMap<Catalog, unknown>();

function countsOf(catalog: Catalog): unknown {
  const known = counted.get(catalog);
  if (known !== undefined) return known;
  const by_price_type = new Map<string, number>();
  const by_price_status = new Map<string, number>();
  const by_mode = new Map<string, number>();
  const providers = new Set<string>();
  for (let index = 0; index < catalog.size; index += 1) {
    const offer = catalog.at(index);
    providers.add(offer.provider);
    increment(by_price_type, offer.price_type);
    increment(by_price_status, offer.price_status);
    increment(by_mode, offer.mode);
  }
  const counts = {
    offers: catalog.size,
    providers: providers.size,
    by_price_type: Object.fromEntries(by_price_type),
    by_price_status: Object.fromEntries(by_price_status),
    by_mode: Object.fromEntries(by_mode),
  };
  counted.set(catalog, counts);
  return counts;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export const listDisputes: Handler<typeof OPERATIONS.listDisputes> = ({ query }, { catalog }) => {
  const start = query.cursor === undefined ? 0 : positionAfter(catalog.ids, query.cursor);
  if (start === null) return invalid([{ pointer: "/cursor", message: "is not a cursor of this list" }]);
  const rows: unknown[] = [];
  let next: string | null = null;
  for (let index = start; index < catalog.size; index += 1) {
    const offer = catalog.at(index);
    if (offer.price_status !== "disputed") continue;
    if (rows.length === query.limit) {
      next = cursorOf(catalog.ids[index - 1] ?? "");
      break;
    }
    const rates = offer.rates.filter((rate) => rate.dissents.length > 0).map(rateView);
    rows.push({ id: offer.id, provider: offer.provider, flags: offer.flags, rates });
  }
  return { data: rows, meta: { next_cursor: next } };
};

export const listChanges: Handler<typeof OPERATIONS.listChanges> = async ({ query }, call) => {
  const entries = await priceLedger(call.env)
    .changes({ since: query.since, since_version: query.since_version, provider: query.provider, limit: query.limit })
    .catch(() => undefined);
  if (entries === undefined) return problem("unavailable", "the price ledger does not answer");
  if (entries === null) return problem("not_found", `no price version ${query.since_version} is recorded`);
  return { data: entries.map(changeView) };
};

function changeView({ at, version, change }: ChangeEntry): unknown {
  return {
    at,
    version,
    offer: change.offer,
    meter: change.meter,
    service_tier: change.tier,
    ...(change.condition === null ? {} : { condition: conditionView(change.condition) }),
    old_usd: change.old,
    new_usd: change.new,
    factor: change.factor,
    source: change.source,
    held_and_released: change.held_and_released,
  };
}
