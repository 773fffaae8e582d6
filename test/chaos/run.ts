import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeBodies } from "../bench/bodies.ts";
import { median } from "../bench/measure.ts";
import { Random } from "../random.ts";
import { KV_FAULTS, type KvMode } from "./entry.ts";
import { broken, overdueAlarms, Promises } from "./ledger.ts";
import { at, Service } from "./service.ts";
import { checkTruth, type Tally, traffic } from "./traffic.ts";
import { UPSTREAM_FAULTS, Upstream, type UpstreamFault } from "./upstream.ts";

export interface ChaosOptions {
  readonly seed: number;
  readonly kills: number;
  /** The run ends by then whatever is left to do, ms. */
  readonly limit: number;
  /** The upstream faults to go through. */
  readonly faults?: readonly UpstreamFault[];
  readonly clock?: boolean;
  /** Rows of the made price list. */
  readonly rows?: number;
  readonly say?: (line: string) => void;
}

export interface ChaosReport {
  readonly kills: number;
  readonly treeKills: number;
  readonly evictions: number;
  readonly kvFaults: ReadonlyMap<string, number>;
  readonly upstreamFaults: ReadonlyMap<string, string>;
  readonly clockJumps: number;
  readonly acknowledgedEvents: number;
  readonly acknowledgedReports: number;
  readonly answers: ReadonlyMap<string, number>;
  /** From the kill of the runtime until another one listens, ms. */
  readonly recoveries: readonly number[];
  readonly violations: readonly string[];
  readonly complete: boolean;
}

const EVICTABLE = [
  ["TENANT", "chaos"],
  ["PROVIDER_HEALTH", "openai"],
  ["PRICE_LEDGER", "ledger"],
  ["TENANT_DIRECTORY", "directory"],
  ["HEALTH_BOARD", "board"],
] as const;

/** How late an alarm may be after a restart, and how long it is waited for. */
const ALARM_LATE_MS = 3_000;
const ALARM_WAIT_MS = 6_000;

/** Kills, evicts, starves and misleads the service, and compares it with what it has promised. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), "ratecard-chaos-"));
  const upstream = new Upstream(makeBodies(options.seed, options.rows ?? 600, 60));
  const service = new Service(folder, await upstream.listen());
  try {
    return await new Run(service, upstream, options).all();
  } finally {
    await service.killAll();
    upstream.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Run {
  readonly #service: Service;
  readonly #upstream: Upstream;
  readonly #options: ChaosOptions;
  readonly #random: Random;
  readonly #ends: number;
  readonly #tally: Tally = { answers: new Map(), violations: [] };
  readonly #kvFaults = new Map<string, number>();
  readonly #upstreamFaults = new Map<string, string>();
  readonly #recoveries: number[] = [];
  #kills = 0;
  #treeKills = 0;
  #evictions = 0;
  #clockJumps = 0;

  constructor(service: Service, upstream: Upstream, options: ChaosOptions) {
    this.#service = service;
    this.#upstream = upstream;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#ends = performance.now() + options.limit;
  }

  async all(): Promise<ChaosReport> {
    await this.#service.start();
    const promises = await this.#prepare();
    const faults = [...(this.#options.faults ?? UPSTREAM_FAULTS)];
    while (this.#kills < this.#options.kills && this.#hasTime()) {
      await this.#cycle(promises, faults.shift() ?? null);
    }
    while (faults.length > 0 && this.#hasTime()) await this.#mislead(promises, faults.shift() ?? null);
    if (this.#options.clock !== false && this.#hasTime()) await this.#jumpClock(promises);
    return {
      kills: this.#kills,
      treeKills: this.#treeKills,
      evictions: this.#evictions,
      kvFaults: this.#kvFaults,
      upstreamFaults: this.#upstreamFaults,
      clockJumps: this.#clockJumps,
      acknowledgedEvents: promises.acknowledged.size,
      acknowledgedReports: promises.acknowledgedReports,
      answers: this.#tally.answers,
      recoveries: this.#recoveries,
      violations: this.#tally.violations,
      complete: this.#kills >= this.#options.kills && faults.length === 0,
    };
  }

  #hasTime(): boolean {
    return performance.now() < this.#ends;
  }

  /** A tenant with a key and a budget, and prices published from good sources. */
  async #prepare(): Promise<Promises> {
    const made = await this.#service.admin("POST", "/v1/admin/tenants", { id: "chaos", plan: "enterprise" });
    const keyed = await this.#service.admin("POST", "/v1/admin/tenants/chaos/keys", {
      scopes: ["read", "report", "tenant"],
    });
    const key = at(keyed.body, "data", "key");
    if (made.status !== 201 || typeof key !== "string") throw new Error(`no tenant: ${JSON.stringify([made, keyed])}`);
    const promises = new Promises("chaos", key);
    const budget = await this.#service.call("PUT", "/v1/tenant/budget", { key, body: { month_usd: "1000000" } });
    if (budget.status !== 200) throw new Error(`no budget: ${JSON.stringify(budget)}`);
    await this.#mislead(promises, null);
    return promises;
  }

  async #cycle(promises: Promises, fault: UpstreamFault | null): Promise<void> {
    const random = this.#random;
    const length = 300 + random.whole(600);
    // Callers draw from a source of their own: how many calls they get through is not the plan's business.
    const own = new Random(this.#options.seed * 1_000 + this.#kills);
    const busy = traffic(this.#service, promises, this.#tally, own, performance.now() + length);
    if (random.chance(0.6)) await this.#evict(promises);
    if (fault !== null) await this.#mislead(promises, fault);
    await pause(random.whole(length));
    const killedAt = Date.now();
    await this.#kill();
    await busy;
    promises.lostMemory(killedAt);
    await this.#verify(promises);
  }

  async #evict(promises: Promises): Promise<void> {
    const [binding, name] = this.#random.pick<readonly [string, string]>(EVICTABLE);
    this.#evictions += 1;
    if (binding === "PROVIDER_HEALTH") promises.lostMemory(Date.now());
    await this.#service.control(`evict?binding=${binding}&name=${name}`);
  }

  /** The runtime alone, or the whole tree and then a start with a store that fails. */
  async #kill(): Promise<void> {
    this.#kills += 1;
    if (this.#random.chance(0.6)) {
      this.#recoveries.push(await this.#service.killRuntime());
      return;
    }
    this.#treeKills += 1;
    await this.#service.killAll();
    const mode = KV_FAULTS[this.#treeKills % KV_FAULTS.length] ?? "ok";
    await this.#startUnder(mode);
  }

  async #startUnder(mode: KvMode): Promise<void> {
    this.#kvFaults.set(mode, (this.#kvFaults.get(mode) ?? 0) + 1);
    await this.#service.start(mode);
    const state = await checkTruth(this.#service, this.#tally, `started with KV ${mode}`);
    if (state === "fresh" && mode !== "stale")
      this.#tally.violations.push(`KV ${mode}: bundled prices were called fresh`);
    await this.#service.control("kv?mode=ok");
  }

  async #verify(promises: Promises): Promise<void> {
    await checkTruth(this.#service, this.#tally, "after a kill");
    const kill = `kill ${this.#kills}`;
    for (const line of await broken(this.#service, promises)) this.#tally.violations.push(`${kill}: ${line}`);
    const begun = performance.now();
    let overdue = await overdueAlarms(this.#service, promises.tenant, ALARM_LATE_MS);
    while (overdue.length > 0 && performance.now() - begun < ALARM_WAIT_MS) {
      await pause(250);
      overdue = await overdueAlarms(this.#service, promises.tenant, ALARM_LATE_MS);
    }
    for (const line of overdue) this.#tally.violations.push(`${kill}: ${line}`);
    this.#options.say?.(
      `${kill} of ${this.#options.kills}: ${promises.acknowledged.size} events, ${this.#tally.violations.length} violations`,
    );
  }

  /** A refresh under a fault of the sources: prices stay true; under none, it publishes. */
  async #mislead(promises: Promises, fault: UpstreamFault | null): Promise<void> {
    this.#upstream.fault = fault;
    const answer = await this.#service.admin("POST", "/v1/admin/refresh", { job: "prices", force: true }, 45_000);
    this.#upstream.fault = null;
    const outcomes = at(answer.body, "data", "sources");
    const words = Array.isArray(outcomes) ? outcomes.map((row) => String(at(row, "outcome"))) : [];
    if (fault !== null)
      this.#upstreamFaults.set(fault, words.length === 0 ? `no answer (${answer.status})` : words.join(", "));
    const version = at(answer.body, "data", "version");
    if (answer.status === 200 && typeof version === "string" && version !== "") promises.version = version;
    if (fault === null && words[0] !== "ok")
      throw new Error(`the first refresh failed: ${JSON.stringify(answer).slice(0, 500)}`);
    await checkTruth(this.#service, this.#tally, fault === null ? "after a good refresh" : `sources ${fault}`);
  }

  /** Minutes ahead, a day ahead, a day back: answers stay true, and afterwards reports are counted and alarms armed as ever. */
  async #jumpClock(promises: Promises): Promise<void> {
    for (const offset of [180_000, 86_400_000, -86_400_000]) {
      this.#clockJumps += 1;
      await this.#service.control(`clock?offset=${offset}`);
      await checkTruth(this.#service, this.#tally, `clock off by ${offset} ms`);
      await this.#report(promises);
    }
    await this.#service.control("clock?offset=0");
    if ((await this.#report(promises)) !== 202) this.#tally.violations.push("after clock jumps a report was refused");
    const { body } = await this.#service.control("alarm?binding=PROVIDER_HEALTH&name=openai");
    const alarm = at(body, "at");
    if (typeof alarm !== "number" || alarm > Date.now() + 60_000)
      this.#tally.violations.push(`after clock jumps the alarm of health is set to ${String(alarm)}`);
    const events = await broken(this.#service, new LenientPromises(promises));
    for (const line of events.filter((each) => each.includes("usage")))
      this.#tally.violations.push(`after clock jumps: ${line}`);
  }

  async #report(promises: Promises): Promise<number> {
    const reports = [{ provider: "openai", outcome: "success" }];
    return (await this.#service.call("POST", "/v1/health/reports", { key: promises.key, body: { reports } })).status;
  }
}

/** A day ahead windows are empty and reservations over: only the ledger's events are still owed. */
class LenientPromises extends Promises {
  constructor(promises: Promises) {
    super(promises.tenant, promises.key);
    for (const id of promises.acknowledged) this.acknowledged.add(id);
    for (const id of promises.uncertain) this.uncertain.add(id);
  }
}

/** What the run did and saw, for people. */
export function table(report: ChaosReport): string {
  const pairs = (map: ReadonlyMap<string, number | string>): string =>
    [...map].map(([name, value]) => `${name} ${value}`).join("; ") || "none";
  const rows = [
    ["kill -9", `${report.kills}, ${report.treeKills} of them of the whole tree`],
    [
      "runtime back after",
      report.recoveries.length === 0
        ? "-"
        : `${median(report.recoveries).toFixed(0)} ms (median), ${Math.max(...report.recoveries).toFixed(0)} ms (worst)`,
    ],
    ["object evictions", String(report.evictions)],
    ["starts under a failing KV", pairs(report.kvFaults)],
    ["refreshes under a fault of the sources", pairs(report.upstreamFaults)],
    ["clock jumps", String(report.clockJumps)],
    ["usage events acknowledged", String(report.acknowledgedEvents)],
    ["health reports acknowledged", String(report.acknowledgedReports)],
    ["answers", pairs(report.answers)],
    ["violations", String(report.violations.length)],
    ["complete", report.complete ? "yes" : "no: time ran out"],
  ];
  return [
    "| what | |",
    "|---|---|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    ...report.violations.map((line) => `- ${line}`),
  ].join("\n");
}
