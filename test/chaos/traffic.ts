import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../random.ts";
import type { Promises } from "./ledger.ts";
import { at, type Answer, type Service } from "./service.ts";

/** What the run has seen so far. */
export interface Tally {
  /** Calls by what came of them: `200`, `503`, … and `cut` for those that a kill took. */
  readonly answers: Map<string, number>;
  readonly violations: string[];
}

/** The list prices of the two models asked for make these totals, whichever good catalog answers. */
const TRUE_TOTALS: readonly (readonly [model: string, total: string])[] = [
  ["gpt-4o", "0.0075"],
  ["claude-sonnet-4-5", "0.0105"],
];

export function count(tally: Tally, answer: Answer, what: string): void {
  const name = answer.status === 0 ? "cut" : String(answer.status);
  tally.answers.set(name, (tally.answers.get(name) ?? 0) + 1);
  if (answer.status === 500) tally.violations.push(`${what} was answered 500`);
}

/** Public answers are always given, true, and say how old their prices are. Null where the service was killed meanwhile. */
export async function checkTruth(service: Service, tally: Tally, when: string): Promise<string | null> {
  let state: string | null = null;
  for (const [model, total] of TRUE_TOTALS) {
    const answer = await service.call("GET", `/v1/estimate?model=${model}&input_tokens=1000&output_tokens=500`);
    count(tally, answer, "an estimate");
    if (answer.status === 0) return null;
    const said = at(answer.body, "data", "total_usd");
    const known = at(answer.body, "meta", "catalog", "state");
    const age = at(answer.body, "meta", "catalog", "age_seconds");
    if (answer.status !== 200) tally.violations.push(`${when}: an estimate was answered ${answer.status}`);
    else if (said !== total) tally.violations.push(`${when}: ${model} costs ${String(said)}, in truth ${total}`);
    else if (typeof known !== "string" || typeof age !== "number" || age < 0)
      tally.violations.push(`${when}: the answer does not say how old it is`);
    state = typeof known === "string" ? known : null;
  }
  return state;
}

/** Calls of all kinds at once until `until`; what is acknowledged is noted as a promise. */
export async function traffic(
  service: Service,
  promises: Promises,
  tally: Tally,
  random: Random,
  until: number,
): Promise<void> {
  const lane = async (work: () => Promise<void>): Promise<void> => {
    while (performance.now() < until) {
      // While the service is down callers back off: a busy loop would take the CPU it needs to come back.
      if (service.isUp) await work();
      else await pause(50);
    }
  };
  await Promise.all([
    lane(() => recordUsage(service, promises, tally, random)),
    lane(() => recordUsage(service, promises, tally, random)),
    lane(() => reportHealth(service, promises, tally)),
    lane(async () => void (await checkTruth(service, tally, "under load"))),
    putDiscount(service, promises, tally, random),
    reserve(service, promises, tally),
  ]);
}

let serial = 0;

async function recordUsage(service: Service, promises: Promises, tally: Tally, random: Random): Promise<void> {
  const at_ = new Date(Date.now() - 3_600_000).toISOString();
  const events = Array.from({ length: 1 + random.whole(5) }, () => {
    serial += 1;
    return {
      id: `event-${serial}`,
      at: at_,
      model: "gpt-4o",
      usage: { input_tokens: 1_000, output_tokens: random.whole(500) },
    };
  });
  for (const { id } of events) promises.uncertain.add(id);
  const answer = await service.call("POST", "/v1/tenant/usage", { key: promises.key, body: { events } });
  count(tally, answer, "a record of usage");
  if (answer.status !== 202) return;
  for (const { id } of events) {
    promises.uncertain.delete(id);
    promises.acknowledged.add(id);
  }
}

async function reportHealth(service: Service, promises: Promises, tally: Tally): Promise<void> {
  promises.sentReports += 1;
  const reports = [{ provider: "openai", outcome: "success", latency_ms: 200 }];
  const answer = await service.call("POST", "/v1/health/reports", { key: promises.key, body: { reports } });
  count(tally, answer, "a report of health");
  if (answer.status !== 202) return;
  promises.acknowledgedReports += 1;
  promises.reports.push(Date.now());
}

async function putDiscount(service: Service, promises: Promises, tally: Tally, random: Random): Promise<void> {
  const discount = 1 + random.whole(50);
  promises.uncertainDiscounts.add(discount);
  const rules = [{ match: "openai/*", operation: "discount_percent", value: String(discount) }];
  const answer = await service.call("PUT", "/v1/tenant/overrides", { key: promises.key, body: { rules } });
  count(tally, answer, "a change of overrides");
  if (answer.status !== 200) return;
  promises.discount = discount;
  promises.uncertainDiscounts.clear();
}

async function reserve(service: Service, promises: Promises, tally: Tally): Promise<void> {
  const path = "/v1/estimate?model=gpt-4o&input_tokens=1000&output_tokens=500&reserve=true";
  const answer = await service.call("GET", path, { key: promises.key });
  count(tally, answer, "a reservation");
  if (answer.status === 200) promises.reserved += 1;
  else promises.uncertainReservations += 1;
}
