import { parseArgs } from "node:util";
import { chaos, table } from "./run.ts";

/** `npm run chaos [-- --kills 50 --seed 1 --minutes 5]`: exits 1 when a promise was broken or time ran out before all was done. */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "5" },
  },
});

const report = await chaos({
  kills: Number(values.kills),
  seed: Number(values.seed),
  limit: Number(values.minutes) * 60_000,
  say: (line) => console.error(line),
});
console.log(table(report));
process.exit(report.violations.length === 0 && report.complete ? 0 : 1);
