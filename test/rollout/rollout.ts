import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeBodies } from "../bench/bodies.ts";
import { ADMIN_TOKEN, buildWorker, type Module, readWorker, startRuntime } from "../bench/runtime.ts";
import { CHAOS_ENTRY } from "../chaos/entry.ts";
import { at } from "../chaos/service.ts";
import { Upstream } from "../chaos/upstream.ts";

/**
 * `npm run rollout -- --previous FOLDER`: the built Worker of another version (its `dist/worker`) and this one take turns on the same KV and objects,
 * as a deployment, a roll-back and a second deployment do. Each must find all that was stored before it. Exits 1 where one does not.
 */
const { values } = parseArgs({ options: { previous: { type: "string" } } });
if (values.previous === undefined) throw new Error("usage: npm run rollout -- --previous FOLDER");
const previous = readWorker(values.previous);
const current = buildWorker();
const TURNS: readonly (readonly [name: string, modules: readonly Module[]])[] = [
  ["previous", previous],
  ["current", current],
  ["previous again", previous],
  ["current again", current],
];

const ESTIMATE = "/v1/estimate?model=gpt-4o&input_tokens=1000&output_tokens=500";
const folder = mkdtempSync(join(tmpdir(), "ratecard-rollout-"));
const upstream = new Upstream(makeBodies(1, 600, 60));
const outbound = await upstream.listen();
const faults: string[] = [];
let key = "";
let events = 0;
let version = "";

for (const [name, modules] of TURNS) await turn(name, modules);
upstream.close();
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
for (const fault of faults) console.log(`- ${fault}`);
console.log(`\n${TURNS.length} turns, ${faults.length} faults.`);
process.exit(faults.length === 0 ? 0 : 1);

async function turn(name: string, modules: readonly Module[]): Promise<void> {
  const runtime = await startRuntime({
    modules,
    entry: CHAOS_ENTRY,
    vars: { CHAOS_OUTBOUND: outbound },
    persist: folder,
  });
  const call = async (method: string, path: string, credential?: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(new URL(path, runtime.origin), {
      method,
      headers: {
        "content-type": "application/json",
        ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const expect = (what: string, seen: unknown, wanted: unknown): void => {
    const isRight = JSON.stringify(seen) === JSON.stringify(wanted);
    console.log(
      `${name}: ${what} ${isRight ? "as it was" : `${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`}`,
    );
    if (!isRight) faults.push(`${name}: ${what}`);
  };
  if (key === "") await prepare(call);
  else {
    expect("prices without a refresh", await facts(call, ESTIMATE), ["0.0075", "agreed", "fresh", version]);
    expect("prices of the version before", await facts(call, `${ESTIMATE}&price_version=${version}`), [
      "0.0075",
      "agreed",
      "fresh",
      version,
    ]);
  }
  expect("key and rules", at((await call("GET", ESTIMATE, key)).body, "data", "total_usd"), "0.00615");
  expect("budget", at((await call("GET", "/v1/tenant/budget", key)).body, "data", "month_usd"), "1000");
  expect("events", count((await call("GET", "/v1/tenant/usage", key)).body), events);
  const event = { id: `event-${events}`, at: new Date().toISOString(), model: "gpt-4o", usage: { input_tokens: 1000 } };
  const recorded = await call("POST", "/v1/tenant/usage", key, { events: [event] });
  expect("an event more", at(recorded.body, "data", "accepted"), 1);
  events += 1;
  const reports = [{ provider: "openai", outcome: "success", latency_ms: 300 }];
  expect("a report", (await call("POST", "/v1/health/reports", key, { reports })).status, 202);
  const refreshed = await call("POST", "/v1/admin/refresh", ADMIN_TOKEN, { job: "prices" });
  expect("a refresh", [refreshed.status, at(refreshed.body, "data", "version")], [200, version]);
  const pages = await call("POST", "/v1/admin/refresh", ADMIN_TOKEN, { job: "status_pages" });
  expect("a round of status pages", pages.status, 200);
  await runtime.close();
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Caller = (method: string, path: string, credential?: string, body?: unknown) => Promise<Answer>;

/** A catalog, and a tenant with a key, rules and a budget. */
async function prepare(call: Caller): Promise<void> {
  const refreshed = await call("POST", "/v1/admin/refresh", ADMIN_TOKEN, { job: "prices" });
  version = String(at(refreshed.body, "data", "version"));
  await call("POST", "/v1/admin/tenants", ADMIN_TOKEN, { id: "rollout", plan: "enterprise" });
  const scopes = ["read", "report", "tenant"];
  const made = await call("POST", "/v1/admin/tenants/rollout/keys", ADMIN_TOKEN, { scopes });
  key = String(at(made.body, "data", "key"));
  const rules = [{ match: "openai/*", operation: "discount_percent", value: "18" }];
  await call("PUT", "/v1/tenant/overrides", key, { rules });
  await call("PUT", "/v1/tenant/budget", key, { month_usd: "1000" });
}

async function facts(call: Caller, path: string): Promise<readonly unknown[]> {
  const { body } = await call("GET", path);
  return [
    at(body, "data", "total_usd"),
    at(body, "data", "price_status"),
    at(body, "meta", "catalog", "state"),
    at(body, "data", "price_version"),
  ];
}

function count(body: unknown): number | null {
  const rows = at(body, "data");
  return Array.isArray(rows) ? rows.length : null;
}
