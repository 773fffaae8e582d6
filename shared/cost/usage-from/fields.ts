import { isObject, type JsonObject } from "../../text/json.ts";
import { pointerStep } from "../../text/json-pointer.ts";
import { MAX_COUNT } from "../usage.ts";
import type { Findings } from "./findings.ts";

/** A number and where it stood, so that a contradiction found later still names the provider's own field. */
export interface Count {
  readonly value: number;
  readonly pointer: string;
}

/** No model name, id or enum word is longer; a longer text is not one. */
const LONGEST_WORD = 512;

const DECIMAL_SECONDS = /^\d{1,15}(?:\.\d{1,30})?$/;

/**
 * One object of a provider's answer, read field by field: absent and null are undefined, own properties only
 * (`__proto__` and `constructor` are no fields), and whatever is not what it must be is refused under its JSON pointer.
 */
export class Fields {
  readonly value: JsonObject;
  readonly pointer: string;
  readonly findings: Findings;
  #inside: Map<string, Fields> | undefined;

  constructor(value: JsonObject, pointer: string, findings: Findings) {
    this.value = value;
    this.pointer = pointer;
    this.findings = findings;
  }

  raw(name: string): unknown {
    const value = this.value[name] ?? undefined;
    return value !== undefined && Object.hasOwn(this.value, name) ? value : undefined;
  }

  has(...names: readonly string[]): boolean {
    return names.some((name) => this.raw(name) !== undefined);
  }

  at(name: string): string {
    return `${this.pointer}/${pointerStep(name)}`;
  }

  /** An integer from 0 to 2^53 - 1 under the first of the names that is stated. */
  count(...names: readonly string[]): Count | undefined {
    return this.#number(names, "a count is an integer from 0 to 2^53 - 1", (raw) =>
      Number.isSafeInteger(raw) ? Number(raw) : undefined,
    );
  }

  /** A number from 0 that may have a fraction (seconds); OpenAI's `verbose_json` once wrote it as a text. */
  quantity(...names: readonly string[]): Count | undefined {
    return this.#number(names, "a quantity is a number from 0 to 2^53 - 1", (raw) => {
      if (typeof raw === "string") return DECIMAL_SECONDS.test(raw) ? Number(raw) : undefined;
      return Number.isFinite(raw) ? Number(raw) : undefined;
    });
  }

  text(name: string): string | undefined {
    const value = this.raw(name);
    return typeof value === "string" && value.length > 0 && value.length <= LONGEST_WORD ? value : undefined;
  }

  object(...names: readonly string[]): Fields | undefined {
    const name = names.find((each) => this.has(each));
    if (name === undefined) return undefined;
    const value = this.raw(name);
    if (isObject(value)) return new Fields(value, this.at(name), this.findings);
    this.findings.refuse("invalid_request", `${name} must be an object`, this.at(name));
    return undefined;
  }

  /** The objects of a list that counts are read from; anything else than a list is refused. */
  list(...names: readonly string[]): readonly Fields[] {
    const name = names.find((each) => this.has(each));
    if (name === undefined) return [];
    if (!Array.isArray(this.raw(name)))
      this.findings.refuse("invalid_request", `${name} must be a list`, this.at(name));
    return this.items(name);
  }

  /** The objects of a list that is only looked at for marks; anything else is as if it were empty. */
  items(name: string): readonly Fields[] {
    const value = this.raw(name);
    if (!Array.isArray(value)) return [];
    const found: Fields[] = [];
    for (const [index, item] of value.entries()) {
      if (isObject(item)) found.push(new Fields(item, `${this.at(name)}/${index}`, this.findings));
    }
    return found;
  }

  /** The object under a name, when there is one; nothing is refused. Kept, as every shape looks for the same ones. */
  inside(name: string): Fields | undefined {
    const value = this.raw(name);
    if (!isObject(value)) return undefined;
    const kept = this.#inside?.get(name);
    if (kept !== undefined) return kept;
    const found = new Fields(value, this.at(name), this.findings);
    this.#inside ??= new Map();
    this.#inside.set(name, found);
    return found;
  }

  #number(names: readonly string[], rule: string, read: (raw: unknown) => number | undefined): Count | undefined {
    const name = names.find((each) => this.has(each));
    if (name === undefined) return undefined;
    const raw = this.raw(name);
    const value = read(raw);
    if (value !== undefined && value >= 0 && value <= MAX_COUNT) {
      return { value: value === 0 ? 0 : value, pointer: this.at(name) };
    }
    const stated = typeof raw === "number" ? String(raw) : `of type ${Array.isArray(raw) ? "list" : typeof raw}`;
    this.findings.refuse("invalid_request", `${name} is ${stated}; ${rule}`, this.at(name));
    return undefined;
  }
}

/** The sum of what is stated, under the pointer of the first; undefined when nothing is. */
export function sum(...counts: readonly (Count | undefined)[]): Count | undefined {
  return sumOf(counts);
}

/** The same for a list of any length: a response may have more items than a call takes arguments. */
export function sumOf(counts: readonly (Count | undefined)[]): Count | undefined {
  let total: Count | undefined;
  for (const count of counts) {
    if (count === undefined) continue;
    total = total === undefined ? count : { value: total.value + count.value, pointer: total.pointer };
  }
  return total;
}

/** What is left of a count, never below zero. */
export function less(whole: Count, taken: number): Count {
  return { value: Math.max(0, whole.value - taken), pointer: whole.pointer };
}
