import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { makeBodies } from "../bench/bodies.ts";
import { hotText, refreshed } from "../bench/catalogs.ts";
import { answerOf, CASES, makeTenant } from "../bench/http.ts";
import { load, type LoadRequest } from "../bench/load.ts";
import { bareWorker, buildWorker, type Module, type Runtime, startRuntime } from "../bench/runtime.ts";
import { heapProbe } from "./heap.ts";
import { openLoop, percentile } from "./open.ts";

/**
 * `npm run load [-- --seconds 5 --soak 20m --only questions|reports|soak]`: throughput and latency of raw workerd as ratios to a bare worker in the same run, overload and
 * recovery; with `--soak` how much memory grows. Exits 1 when something was refused below overload, or recovery took longer than five seconds.
 */
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "5" }, soak: { type: "string" }, only: { type: "string" } },
});
const seconds = Number(values.seconds);
const faults: string[] = [];
/** Looks at the memory in a soak; a multiple of five. */
const SAMPLES = 40;
const ASKED = ["GET /v1/estimate", "GET /v1/cheapest, full catalog", "POST /v1/route, full catalog"];

/** Stands before the Worker's entry: an object whose every answer takes a quarter of a second. */
const SLOW_OBJECTS: Module = {
  type: "ESModule",
  path: "slow.js",
  contents: `import worker, * as objects from "./index.js";
    export * from "./index.js";
    export class ProviderHealth extends objects.ProviderHealth {
      async report(batch) { await scheduler.wait(250); return super.report(batch); }
    }
    export default worker;`,
};

const hot = hotText(refreshed(makeBodies(), null).offers);
const modules = buildWorker();
const kv = { "catalog:hot": hot };

console.log(
  "| operation | loop | a second, ours / bare | ratio | p50 ms | p99 ms | bare p50 | bare p99 | refused |\n|---|---|---|---|---|---|---|---|---|",
);
const has = (part: string): boolean => values.only === undefined || values.only === part;
if (has("questions")) for (const name of ASKED) await operation(name);
if (has("reports")) await reports();
if (values.soak !== undefined) await soak(minutesOf(values.soak));
for (const fault of faults) console.log(`- ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);

async function operation(name: string): Promise<void> {
  const found = CASES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  const probe = await startRuntime({ modules, kv });
  const answer = await answerOf(probe.origin, found.request(1));
  await probe.close();
  if (answer === null) {
    console.log(`| ${name} | not served | | | | | | | |`);
    return;
  }
  const runtime = await startRuntime({ modules, kv, neighbours: [bareWorker("bare", answer)] });
  await bothLoops(name, runtime, await runtime.beside("bare"), found.request);
  await runtime.close();
}

async function bothLoops(
  name: string,
  runtime: Runtime,
  bare: URL,
  request: (index: number) => LoadRequest,
): Promise<void> {
  await load(runtime.origin, request, 500);
  await load(bare, request, 500);
  const ours = await closed(runtime.origin, request);
  const theirs = await closed(bare, request);
  row(name, "closed, 16 connections", ours, theirs);
  // Half of what the closed loop reached: no overload, but arrivals do not wait for answers.
  const rate = Math.max(50, Math.floor(ours.rate / 2));
  row(name, `open, ${rate} a second`, await opened(runtime.origin, request, rate), await opened(bare, request, rate));
}

interface Figures {
  readonly rate: number;
  readonly latencies: readonly number[];
  readonly refused: number;
}

async function closed(origin: URL, request: (index: number) => LoadRequest): Promise<Figures> {
  const first = await load(origin, request, 500, { connections: 16 });
  const count = Math.max(200, Math.round((500 / first.millis) * 1_000 * seconds));
  const { statuses, millis, latencies } = await load(origin, request, count, { connections: 16, latencies: true });
  return { rate: (count / millis) * 1_000, latencies, refused: refusedOf(statuses) };
}

async function opened(origin: URL, request: (index: number) => LoadRequest, rate: number): Promise<Figures> {
  const { statuses, latencies, unanswered } = await openLoop({ origin, request, rate, seconds });
  return { rate: latencies.length / seconds, latencies, refused: refusedOf(statuses) + unanswered };
}

function refusedOf(statuses: ReadonlyMap<number, number>): number {
  return [...statuses].reduce((sum, [status, count]) => sum + (status >= 400 ? count : 0), 0);
}

function row(name: string, loop: string, ours: Figures, bare: Figures): void {
  const ms = (figures: Figures, share: number): string => percentile(figures.latencies, share).toFixed(1);
  console.log(
    `| ${name} | ${loop} | ${ours.rate.toFixed(0)} / ${bare.rate.toFixed(0)} | ${(ours.rate / bare.rate).toFixed(2)} | ${ms(ours, 0.5)} | ${ms(ours, 0.99)} | ${ms(bare, 0.5)} | ${ms(bare, 0.99)} | ${ours.refused} |`,
  );
  if (ours.refused > 0) faults.push(`${name}, ${loop}: ${ours.refused} requests were refused or not answered`);
}

/** Reports of health to one object: below its rate all are taken; above it the rest waits or is shed, and all is well again within five seconds. */
async function reports(): Promise<void> {
  const fixed = {
    body: '{"data":{"accepted":1,"ignored":0,"rejected":[]}}',
    headers: { "content-type": "application/json" },
  };
  const runtime = await startRuntime({ modules, kv, neighbours: [bareWorker("bare", fixed)] });
  const request = await reporting(runtime);
  await bothLoops("POST /v1/health/reports", runtime, await runtime.beside("bare"), request);
  const { rate } = await closed(runtime.origin, request);
  await overload("of the processor", runtime, request, { rate: rate * 3, calm: 100 });
  await runtime.close();
  const slow = await startRuntime({ modules, kv, entry: SLOW_OBJECTS });
  await overload("of an object that takes 250 ms", slow, await reporting(slow), { rate: 2_048, calm: 350 });
  await slow.close();
}

async function reporting(runtime: Runtime): Promise<() => LoadRequest> {
  const authorization = await makeTenant(runtime.origin, "load", []);
  const body = JSON.stringify({ reports: [{ provider: "openai", outcome: "success", latency_ms: 300 }] });
  return () => ({ method: "POST", path: "/v1/health/reports", headers: { authorization }, body });
}

interface Flood {
  readonly rate: number;
  /** ms that an answer takes at most when nothing is the matter. */
  readonly calm: number;
}

async function overload(
  what: string,
  runtime: Runtime,
  request: () => LoadRequest,
  { rate, calm }: Flood,
): Promise<void> {
  // A connection carries one request at a time: as many callers as an overload has, each with one of its own.
  const flood = await openLoop({ origin: runtime.origin, request, rate, seconds, connections: 1_024 });
  const bad = [...flood.statuses].filter(([status]) => status >= 500 && status !== 503);
  const recovered = await calmAgain(runtime, request, calm);
  const seen = [...flood.statuses].map(([status, count]) => `${count} of ${status}`).join(", ");
  const ms = (share: number): string => percentile(flood.latencies, share).toFixed(0);
  console.log(
    `\nOverload ${what}, ${rate.toFixed(0)} reports a second for ${seconds} s: ${seen}, ${flood.unanswered} unanswered within 5 s; p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms; 202 within ${calm} ms again after ${recovered.toFixed(0)} ms.`,
  );
  if (bad.length > 0) faults.push(`overload ${what} was answered ${JSON.stringify(bad)}`);
  if (recovered > 5_000) faults.push(`recovery from overload ${what} took ${recovered} ms`);
}

/** Milliseconds until fifty reports in a row are taken as fast as ever. */
async function calmAgain(runtime: Runtime, request: () => LoadRequest, calm: number): Promise<number> {
  const begun = performance.now();
  while (performance.now() - begun < 10_000) {
    const { latencies, statuses } = await load(runtime.origin, request, 50, { connections: 4, latencies: true });
    if ((statuses.get(202) ?? 0) === 50 && percentile(latencies, 0.99) < calm) return performance.now() - begun;
  }
  return Number.POSITIVE_INFINITY;
}

/** All questions in turn for so long; the heap in use after a fifth of the time against the end. */
async function soak(minutes: number): Promise<void> {
  const runtime = await startRuntime({ modules, kv, inspected: true });
  const heap = await heapProbe(runtime);
  const authorization = await makeTenant(runtime.origin, "soak", []);
  const samples: { readonly heap: number; readonly resident: number }[] = [];
  let requests = 0;
  const mixed = (index: number): LoadRequest => {
    const question = CASES[index % 4];
    if (index % 10 === 9 || question === undefined) {
      const body = JSON.stringify({
        reports: [{ provider: `provider-${index % 40}`, outcome: "success", latency_ms: index % 900 }],
      });
      return { method: "POST", path: "/v1/health/reports", headers: { authorization }, body };
    }
    return question.request(requests + index);
  };
  const begun = performance.now();
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    while (performance.now() - begun < (minutes * 60_000 * sample) / SAMPLES) {
      await load(runtime.origin, mixed, 1_000);
      requests += 1_000;
    }
    samples.push({ heap: await heap.used(), resident: residentMib(runtime.pid) });
  }
  heap.close();
  await runtime.close();
  const fifth = SAMPLES / 5;
  const mib = (of: "heap" | "resident", from: number): number =>
    percentile(
      samples.slice(from, from + fifth).map((sample) => sample[of]),
      0.5,
    );
  const growth = mib("heap", SAMPLES - fifth) / mib("heap", fifth) - 1;
  console.log("\n| minute | heap in use after a collection, MiB | resident, MiB |\n|---|---|---|");
  for (let from = 0; from < SAMPLES; from += fifth) {
    const span = `${((minutes * from) / SAMPLES).toFixed(1)} to ${((minutes * (from + fifth)) / SAMPLES).toFixed(1)}`;
    console.log(`| ${span} | ${mib("heap", from).toFixed(1)} | ${mib("resident", from).toFixed(0)} |`);
  }
  console.log(
    `\nSoak of ${minutes} minutes, ${requests} requests: the heap grew by ${(growth * 100).toFixed(1)} % after its first fifth (target < 10 %).`,
  );
  if (growth >= 0.1) faults.push(`the heap grew by ${(growth * 100).toFixed(1)} %`);
}

function residentMib(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? 0) / 1_024;
}

function minutesOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)m?$/.exec(text);
  if (match?.[1] === undefined) throw new Error(`--soak takes minutes such as 20m, not ${text}`);
  return Number(match[1]);
}
