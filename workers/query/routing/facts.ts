import { parseDecimal, ZERO } from "../../../shared/money/decimal.ts";
import { type Category } from "../../../shared/quality/category.ts";
import { qualityOf } from "../../../shared/quality/select.ts";
import type { ScoreTable } from "../../../shared/quality/table.ts";
import { type ProviderHealth, providerHealth, UNREPORTED } from "../../../shared/routing/provider-health.ts";
import type { HitRate, PlanRule, QualitySource, RoutingFacts } from "../../../shared/routing/request.ts";
import type { Call } from "../call.ts";
import { within } from "../deadline.ts";
import { type Board, readBoard, readTenantView } from "../health-read.ts";
import { readQuality } from "../quality-read.ts";
import { keyOf } from "../quality-scores.ts";
import { type Ready, whenReady } from "../ready.ts";
import { reporterOf } from "../reporter.ts";
import type { admittedByPlan } from "../tenant-prices.ts";
import { NO_RECORD, type RecordedRates, type Warning } from "./situation.ts";

/** How long a route waits for what only a tenant's object knows, ms; without it the answer goes on and says so. */
const TENANT_WAIT_MS = 500;
const HEALTH_WAIT_MS = 400;

const sources = new WeakMap<ScoreTable, Map<Category, QualitySource>>();

/** The same source for the same scores, so that what is derived from it is derived once. */
export function qualitySource(call: Call, category: Category): Ready<QualitySource> {
  return whenReady(readQuality(call.env, call.ctx, call.now), ({ table }) => sourceOf(table, category));
}

function sourceOf(table: ScoreTable, category: Category): QualitySource {
  let known = sources.get(table);
  if (known === undefined) sources.set(table, (known = new Map()));
  const source = known.get(category);
  if (source !== undefined) return source;
  const made: QualitySource = {
    score: (offer) => {
      const { id, provider } = offer;
      return qualityOf(table, { id, provider, key: keyOf(offer) }, category)?.score ?? null;
    },
  };
  known.set(category, made);
  return made;
}

interface PublicHealth {
  readonly moment: string;
  readonly known: Map<string, ProviderHealth>;
}

/** What the board says in the current second, as routing reads it: public, and bounded by the board. */
let lately: PublicHealth = { moment: "", known: new Map() };

export function publicHealth(call: Call): Ready<HealthOf> {
  return whenReady(readBoard(call.env, call.ctx, call.now, 0), (board) => healthOn(board, call.now));
}

type HealthOf = (provider: string) => ProviderHealth;

function healthOn(board: Board, now: number): HealthOf {
  const moment = `${board.revision} ${Math.floor(now / 1_000)}`;
  if (lately.moment !== moment) lately = { moment, known: new Map() };
  const { known } = lately;
  return (provider) => {
    if (!board.knows(provider)) return UNREPORTED;
    const remembered = known.get(provider);
    if (remembered !== undefined) return remembered;
    const health = providerHealth(board.entry(provider));
    known.set(provider, health);
    return health;
  };
}

/** What the tenant's own calls say of a provider; null where it has none in the window, or nobody answers in time. */
export async function ownHealth(call: Call, provider: string): Promise<ProviderHealth | null> {
  const reporter = reporterOf(call);
  if (reporter === null) return null;
  try {
    const entry = await within(readTenantView(call.env, provider, reporter, call.now), HEALTH_WAIT_MS);
    return entry.data.window.calls === 0 ? null : providerHealth(entry);
  } catch {
    return null;
  }
}

export function planRule({ credentials }: Call, admits: ReturnType<typeof admittedByPlan>): PlanRule | null {
  return admits === null || credentials.kind !== "tenant" ? null : { name: credentials.plan, admits };
}

export interface BudgetFacts {
  readonly budget: RoutingFacts["budget"];
  readonly warnings: readonly Warning[];
}

/** Where the tenant stands in its budget; null without one. */
export function budgetFacts({ credentials, env, now }: Call): Ready<BudgetFacts> {
  return credentials.kind === "tenant" ? readBudget(credentials.tenant_id, env, now) : NO_BUDGET;
}

const NO_BUDGET: BudgetFacts = { budget: null, warnings: [] };

async function readBudget(tenant_id: string, env: Env, now: number): Promise<BudgetFacts> {
  try {
    const reading = await within(env.TENANT.getByName(tenant_id).budget(now), TENANT_WAIT_MS);
    const { budget, day, month, reserved_usd } = reading;
    const isLimited = [budget.day_usd, budget.month_usd, budget.per_request_usd].some((limit) => limit !== undefined);
    if (!isLimited) return NO_BUDGET;
    const amount = (text: string) => parseDecimal(text) ?? ZERO;
    const position = { day: amount(day.spent_usd), month: amount(month.spent_usd), reserved: amount(reserved_usd) };
    return { budget: { limits: budget, position }, warnings: [] };
  } catch {
    const detail = "the budget could not be read in time: nothing was left out for it";
    return { budget: null, warnings: [{ code: "budget_unknown", detail }] };
  }
}

export interface HitRateFacts {
  readonly rates: RecordedRates;
  readonly warnings: readonly Warning[];
}

/** How often the prefix of that key was found in the cache, from the tenant's own usage events. */
export function recordedRates({ credentials, env }: Call, key: string | undefined): Ready<HitRateFacts> {
  if (key === undefined) return { rates: NO_RECORD, warnings: [] };
  if (credentials.kind !== "tenant") {
    const detail = "cache.key names a record of a tenant: without a key the hit rate is 0.5";
    return { rates: NO_RECORD, warnings: [{ code: "hit_rate_default", detail }] };
  }
  return readRates(credentials.tenant_id, env, key);
}

async function readRates(tenant_id: string, env: Env, key: string): Promise<HitRateFacts> {
  try {
    const { all, models } = await within(env.TENANT.getByName(tenant_id).cacheHits(key), TENANT_WAIT_MS);
    const by_model = models.flatMap(({ model, hit_rate }): [string, HitRate][] =>
      hit_rate === null ? [] : [[model, recorded(hit_rate)]],
    );
    const own = all.hit_rate === null ? NO_RECORD.all : recorded(all.hit_rate);
    return { rates: { all: own, by_model: new Map(by_model) }, warnings: [] };
  } catch {
    const detail = "the recorded hit rate could not be read in time: 0.5 stands for it";
    return { rates: NO_RECORD, warnings: [{ code: "hit_rate_default", detail }] };
  }
}

/** To four decimals: it is a measured share, and shown as it is used. */
function recorded(rate: number): HitRate {
  return { value: Math.round(rate * 10_000) / 10_000, origin: "recorded" };
}
