import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { parseArgs } from "node:util";
import { batchRatio } from "./batch.ts";
import { type Bodies, makeBodies } from "./bodies.ts";
import { hotText, opened, refreshed } from "./catalogs.ts";
import { coldRatios } from "./cold.ts";
import { healthRatios } from "./health.ts";
import { type HttpOptions, httpRatios, keyedRatio } from "./http.ts";
import { engineRatio, scaleRatios } from "./in-process.ts";
import { isMet, line, type Ratio, TABLE_HEAD } from "./measure.ts";
import { correctnessTable, speedTable } from "./peers.ts";
import { refreshRatios, smallestHeap } from "./refresh.ts";
import { buildWorker } from "./runtime.ts";
import { sdkSize, sizeLine, startUpMillis, workerSizes } from "./sizes.ts";

/**
 * `npm run bench [-- --rounds 7 --scale 1 --litellm FILE --openrouter FILE --only WORD --out FILE]`: every figure of the performance table as a ratio
 * of one run. Exits 1 with `--strict` when a target is missed.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    scale: { type: "string", default: "1" },
    litellm: { type: "string" },
    openrouter: { type: "string" },
    only: { type: "string" },
    out: { type: "string" },
    strict: { type: "boolean", default: false },
  },
});

const rounds = Number(values.rounds);
const scale = Number(values.scale);
const files =
  values.litellm !== undefined && values.openrouter !== undefined ? [values.litellm, values.openrouter] : [];
const bodies = files.length === 0 ? makeBodies() : bodiesOf(files);
const { offers } = refreshed(bodies, null);
const hot = hotText(offers);
const catalog = opened(hot);
const modules = buildWorker();
const http: HttpOptions = { modules, hot, rounds, scale };
const output: string[] = [];
const all: Ratio[] = [];

const PARTS: readonly (readonly [name: string, run: () => Promise<void>])[] = [
  ["http", async () => tell(await httpRatios(http))],
  ["keyed", async () => tell([await keyedRatio(http)])],
  ["batch", async () => tell([await batchRatio(http)])],
  ["engine", async () => tell([await engineRatio(catalog, rounds), ...(await scaleRatios(offers, rounds))])],
  ["cold", async () => tell(await coldRatios({ modules, hot, litellm: bodies.litellm, rounds }))],
  ["refresh", async () => tell(await refreshRatios(bodies, rounds))],
  ["health", async () => tell(await healthRatios(http))],
  ["sizes", sizes],
  ["peers", peers],
];

print(`# One run, ${new Date().toISOString()}\n`);
print(
  `${cpus().length} x ${cpus()[0]?.model ?? "?"}, Linux ${release()}, Node ${process.version}; ${files.length === 0 ? "made" : "given"} bodies of ${kib(bodies.litellm)} and ${kib(bodies.openrouter)}, ${offers.length} offers, hot value ${kib(hot)}; ${rounds} rounds.\n`,
);
print(TABLE_HEAD);
for (const [name, run] of PARTS) if (values.only === undefined || values.only.split(",").includes(name)) await run();
if (values.out !== undefined) writeFileSync(values.out, `${output.join("\n")}\n`);
process.exit(values.strict && all.some((ratio) => isMet(ratio) === false) ? 1 : 0);

function tell(ratios: readonly Ratio[]): void {
  for (const ratio of ratios) {
    all.push(ratio);
    print(line(ratio));
  }
}

async function sizes(): Promise<void> {
  const heap = smallestHeap(files);
  const startUp = startUpMillis(3);
  const sdk = await sdkSize();
  print("\n| size | minified | gzip | target | |\n|---|---|---|---|---|");
  for (const size of [...workerSizes(modules), ...(sdk === null ? [] : [sdk])]) print(sizeLine(size));
  print(`\nHeap in which two refreshes get through: ${heap === null ? "none up to 96" : heap} MiB (target < 64).`);
  if (startUp !== null)
    print(
      `Start-up by \`wrangler check startup\`, not idle: ${startUp.active.toFixed(0)} ms of ${startUp.all.map((ms) => ms.toFixed(0)).join(", ")} (target 60).`,
    );
}

async function peers(): Promise<void> {
  print(`\n${correctnessTable(catalog)}\n\n${speedTable(catalog, rounds)}`);
}

function bodiesOf([litellm, openrouter]: readonly string[]): Bodies {
  return { litellm: readFileSync(litellm ?? "", "utf8"), openrouter: readFileSync(openrouter ?? "", "utf8") };
}

function kib(text: string): string {
  return `${(Buffer.byteLength(text) / 1_024).toFixed(0)} KiB`;
}

function print(text: string): void {
  output.push(text);
  console.log(text);
}
