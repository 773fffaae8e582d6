import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { usageFields } from "../../shared/cost/usage.ts";
import type { Usage } from "../../shared/client/index.ts";
import { UsageError } from "./io.ts";

/** What follows the command's name. */
export interface Arguments {
  readonly words: readonly string[];
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
}

const COMMON: ParseArgsOptionsConfig = {
  json: { type: "boolean" },
  url: { type: "string" },
  help: { type: "boolean", short: "h" },
  "no-offline": { type: "boolean" },
};

/** Short names of the usage that is asked for most. */
const USAGE_SHORT: Readonly<Record<string, string>> = {
  input: "input_tokens",
  output: "output_tokens",
  "cache-read": "cache_read_tokens",
  "cache-write": "cache_write_tokens",
};

const USAGE_OPTIONS: ReadonlyMap<string, string> = new Map([
  ...Object.keys(usageFields).map((field) => [field.replaceAll("_", "-"), field] as const),
  ...Object.entries(USAGE_SHORT),
]);

/** Options that say what is used: `--input 1000`, `--cache-read-tokens 200k`, `--web-searches 2`. */
export const WITH_USAGE: ParseArgsOptionsConfig = Object.fromEntries(
  [...USAGE_OPTIONS.keys()].map((name) => [name, { type: "string" as const }]),
);

export function readArguments(args: readonly string[], options: ParseArgsOptionsConfig): Arguments {
  const parsed = parse(args, { ...COMMON, ...options });
  const values = new Map(Object.entries(parsed.values));
  return {
    words: parsed.positionals,
    text: (name) => {
      const value = values.get(name);
      return typeof value === "string" ? value : undefined;
    },
    flag: (name) => values.get(name) === true,
  };
}

function parse(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function usageOf(given: Arguments): Usage {
  const usage = new Map<string, number | string>();
  for (const [option, field] of USAGE_OPTIONS) {
    const text = given.text(option);
    if (text === undefined) continue;
    if (usage.has(field)) throw new UsageError(`--${option} is given twice under two names`);
    usage.set(field, field === "web_search_context_size" ? text : countOf(option, text));
  }
  return Object.fromEntries(usage);
}

const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["k", 1_000],
  ["m", 1_000_000],
]);

/** `1000`, `1_000`, `200k`, `1.5M`. */
function countOf(option: string, text: string): number {
  const match = /^(\d[\d_]*(?:\.\d+)?)([kKmM]?)$/.exec(text);
  const factor = SUFFIXES.get((match?.[2] ?? "").toLowerCase()) ?? 1;
  const value = Number((match?.[1] ?? "").replaceAll("_", "")) * factor;
  if (match === null || !Number.isFinite(value))
    throw new UsageError(`--${option} takes a number such as 1000, 200k or 1.5M`);
  return Math.round(value * 1e6) / 1e6;
}

export function numberOf(given: Arguments, option: string): number | undefined {
  const text = given.text(option);
  return text === undefined ? undefined : countOf(option, text);
}

/** `--capability vision,tools` */
export function listOf(given: Arguments, option: string): readonly string[] | undefined {
  return given
    .text(option)
    ?.split(",")
    .map((item) => item.trim());
}

/** A word of a closed list. */
export function wordOf<Word extends string>(
  given: Arguments,
  option: string,
  words: readonly Word[],
): Word | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  return oneWord(option, text, words);
}

export function wordsOf<Word extends string>(
  given: Arguments,
  option: string,
  words: readonly Word[],
): readonly Word[] | undefined {
  return listOf(given, option)?.map((text) => oneWord(option, text, words));
}

function oneWord<Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === text);
  if (word === undefined) throw new UsageError(`--${option} takes ${words.join(", ")}`);
  return word;
}
