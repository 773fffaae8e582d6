import { createClient, isRatecardError, type Client, type RatecardError } from "../../shared/client/index.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import type { Command, Said } from "./command.ts";
import { cheapest } from "./commands/cheapest.ts";
import { compare } from "./commands/compare.ts";
import { estimate } from "./commands/estimate.ts";
import { health } from "./commands/health.ts";
import { COMMON_HELP } from "./commands/options.ts";
import { route } from "./commands/route.ts";
import { watch } from "./commands/watch.ts";
import { ageText } from "./figures.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { plain } from "./table.ts";

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({ estimate, cheapest, compare, route, health, watch }),
);

const DEFAULT_URL = "http://127.0.0.1:8787";

/** Runs one command line and answers its exit code. `snapshot` stands in for the one that ships with the package. */
export async function run(args: readonly string[], io: Io, snapshot?: string): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    io.out(helpText());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  try {
    const command = COMMANDS.get(name);
    if (command === undefined)
      throw new UsageError(`there is no command ${name}; there are ${[...COMMANDS.keys()].join(", ")}`);
    const given = readArguments(rest, command.options);
    if (given.flag("help")) {
      io.out(command.help);
      return EXIT.ok;
    }
    const said = await waiting(command.run(given, clientOf(given, io, snapshot), io), io);
    if (said !== null) tell(said, given, io);
    return EXIT.ok;
  } catch (error) {
    return failed(error, io);
  }
}

function helpText(): string {
  const commands = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}\n`);
  return `ratecard COMMAND [options]\n\n${commands.join("")}\nratecard COMMAND --help says more.\n\n${COMMON_HELP}`;
}

function clientOf(given: Arguments, io: Io, snapshot: string | undefined): Client {
  const base_url = given.text("url") ?? io.env["RATECARD_URL"] ?? DEFAULT_URL;
  if (!URL.canParse(base_url) || !/^https?:/.test(base_url))
    throw new UsageError(`${base_url} is no http or https URL`);
  const key = io.env["RATECARD_KEY"];
  return createClient({
    base_url,
    ...(key === undefined || key === "" ? {} : { key }),
    offline: !given.flag("no-offline"),
    ...(snapshot === undefined ? {} : { snapshot }),
    retries: 1,
  });
}

/** After this a person wants to know that something is going on, ms. */
const SILENCE_MS = 500;

async function waiting<T>(work: Promise<T>, io: Io): Promise<T> {
  if (!io.err_is_terminal) return await work;
  let dots = 0;
  const timer = setInterval(() => io.err(`\r waiting${".".repeat((dots = (dots % 3) + 1)).padEnd(3)}`), SILENCE_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (dots > 0) io.err(`\r${" ".repeat(12)}\r`);
  }
}

function tell({ answer, text }: Said, given: Arguments, io: Io): void {
  if (given.flag("json")) io.out(`${JSON.stringify(answer, null, io.out_is_terminal ? 2 : undefined)}\n`);
  else io.out(text);
  const { catalog } = answer.meta;
  if (answer.state === "offline")
    io.err(
      strong(
        `OFFLINE: the service does not answer; ${catalog?.state ?? "kept"} prices, ${ageText(answer.age_seconds)} old\n`,
        io,
      ),
    );
  else if (catalog !== null && catalog.state !== "fresh" && !given.flag("json"))
    io.err(strong(`prices are ${catalog.state}, ${ageText(catalog.age_seconds)} old\n`, io));
}

function failed(error: unknown, io: Io): number {
  if (error instanceof UsageError || error instanceof TypeError) {
    io.err(`${plain(error.message)}\nratecard --help says how\n`);
    return EXIT.usage;
  }
  if (!isRatecardError(error)) throw error;
  if (error.kind === "aborted" && io.signal.aborted) return EXIT.ok;
  io.err(`${strong(plain(error.message), io)}\n`);
  if (error.kind === "problem") {
    for (const { pointer, message } of error.errors) io.err(`  ${plain(pointer)} ${plain(message)}\n`);
    if (error.suggestions.length > 0) io.err(`  did you mean: ${error.suggestions.map(plain).join(", ")}\n`);
    if (error.retry_after !== null) io.err(`  try again in ${error.retry_after} s\n`);
  }
  return codeOf(error);
}

function codeOf(error: RatecardError): number {
  if (error.kind === "problem") return error.status >= 500 ? EXIT.unreachable : EXIT.refused;
  return error.kind === "unreadable" ? EXIT.unreadable : EXIT.unreachable;
}

function strong(text: string, io: Io): string {
  const colours = io.err_is_terminal && (io.env["NO_COLOR"] ?? "") === "";
  return colours ? `\u001B[1m${text}\u001B[0m` : text;
}
