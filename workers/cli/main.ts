import process from "node:process";
import { run } from "./run.ts";

/** `ratecard`: prices, health and routes on the command line. */
const interrupted = new AbortController();
process.on("SIGINT", () => interrupted.abort());
process.on("SIGTERM", () => interrupted.abort());
// A reader that has seen enough (`| head`) ends the program, quietly.
process.stdout.on("error", () => process.exit(0));

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  out_is_terminal: process.stdout.isTTY,
  err_is_terminal: process.stderr.isTTY,
  signal: interrupted.signal,
});
