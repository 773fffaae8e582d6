import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { makeBodies } from "../bench/bodies.ts";
import { hotText, refreshed } from "../bench/catalogs.ts";
import { makeTenant } from "../bench/http.ts";
import { ADMIN_TOKEN, buildWorker, startRuntime } from "../bench/runtime.ts";
import { faults, operations, problemFaults } from "./answers.ts";
import { SAMPLES } from "../../workers/query/docs/samples.ts";
import { nearSample, requestsOf, type Sent } from "./requests.ts";

/**
 * `npm run fuzz [-- --requests 20000 --seed 1]`: requests near the contract at every operation, without a key, under a tenant's and under the
 * administrator's, against the Worker in raw workerd. Exits 1 where a fault of ours was answered, or anything that is not as documented.
 */
const { values } = parseArgs({
  options: { requests: { type: "string", default: "20000" }, seed: { type: "string", default: "1" } },
});
const requests = Number(values.requests);
const seed = Number(values.seed);
const LANES = 8;
/** A refresh asks upstreams, which takes its time: it has tests of its own. */
const asked = operations.filter(([name]) => name !== "refresh");

interface Case {
  readonly name: string;
  readonly caller: "nobody" | "tenant" | "administrator";
  readonly sent: Sent;
}

const caller = fc.constantFrom<Case["caller"]>("nobody", "tenant", "tenant", "administrator");
const cases: fc.Arbitrary<Case> = fc.oneof(
  fc
    .constantFrom(...asked)
    .chain(([name, operation]) => fc.record({ name: fc.constant(name), caller, sent: requestsOf(operation) })),
  fc
    .constantFrom(...SAMPLES)
    .chain(([name, sample]) => fc.record({ name: fc.constant(name), caller, sent: nearSample(sample) })),
);

const runtime = await startRuntime({
  modules: buildWorker(),
  kv: { "catalog:hot": hotText(refreshed(makeBodies(), null).offers) },
});
const credentials = {
  nobody: {},
  tenant: { authorization: await makeTenant(runtime.origin, "fuzz", []) },
  administrator: { authorization: `Bearer ${ADMIN_TOKEN}` },
};
const statuses = new Map<number, number>();
const violations = new Map<string, { readonly example: Case; count: number }>();

const all = fc.sample(cases, { numRuns: requests, seed });
const begun = performance.now();
let next = 0;
await Promise.all(Array.from({ length: LANES }, lane));
const seconds = (performance.now() - begun) / 1_000;
await runtime.close();

console.log("| status | answers |\n|---|---|");
for (const [status, count] of [...statuses].sort(([a], [b]) => a - b)) console.log(`| ${status} | ${count} |`);
console.log(`\n${requests} requests at ${asked.length} operations in ${seconds.toFixed(0)} s, seed ${seed}.`);
console.log(`Violations: ${[...violations.values()].reduce((sum, { count }) => sum + count, 0)}.`);
for (const [what, { example, count }] of violations) console.log(`- ${count} × ${what}\n  ${JSON.stringify(example)}`);
process.exit(violations.size === 0 ? 0 : 1);

async function lane(): Promise<void> {
  for (let index = next; index < all.length; index = next) {
    next += 1;
    const each = all[index];
    if (each !== undefined) await ask(each);
  }
}

async function ask(each: Case): Promise<void> {
  const { method, path, body } = each.sent;
  const response = await fetch(new URL(path, runtime.origin), {
    method,
    headers: { ...credentials[each.caller], ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body.toWellFormed() : JSON.stringify(body) }),
  });
  const { status } = response;
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (status >= 500) violate(each, `${each.name}: ${status} ${(await response.text()).slice(0, 200)}`);
  else for (const fault of await faultsOf(each.name, response)) violate(each, `${each.name}: ${status} ${fault}`);
}

async function faultsOf(name: string, response: Response): Promise<readonly string[]> {
  if (response.status === 204) return (await response.text()) === "" ? [] : ["a body where there is none"];
  return response.status < 300 ? await faults(name, response) : await problemFaults(response);
}

function violate(example: Case, what: string): void {
  const known = violations.get(what);
  if (known === undefined) violations.set(what, { example, count: 1 });
  else known.count += 1;
}
