import type { QueryField } from "../../../../shared/contract/query-field.ts";

/** What one field of a form says is wrong, for the reader of the page. */
export interface FormError {
  readonly name: string;
  readonly label: string;
  readonly typed: string;
  readonly message: string;
}

/** Longest text of one field that is echoed into a page. */
const MAX_ECHO = 256;

/**
 * Reads a page's query. Where the API refuses, a page goes on with the default, says what is wrong and keeps what was typed.
 * An empty field is an absent one: that is what browsers send for it.
 */
export class FormReader {
  readonly errors: FormError[] = [];
  readonly #params: URLSearchParams;
  readonly #read = new Set<string>();

  constructor(params: URLSearchParams) {
    this.#params = params;
  }

  /** As it was typed, for the field itself. */
  typed(name: string): string {
    return (this.#params.get(name) ?? "").slice(0, MAX_ECHO);
  }

  value<T>(name: string, label: string, field: QueryField<T>): T | undefined {
    this.#read.add(name);
    const text = (this.#params.get(name) ?? "").trim();
    if (text === "") return undefined;
    const value = field.read(text);
    if (value !== null) return value;
    this.refuse(name, label, `must be ${field.expects}`);
    return undefined;
  }

  /** Of a field that may be repeated or hold commas, the values that are valid. */
  values<T>(name: string, label: string, field: QueryField<T>, maximum: number): T[] {
    this.#read.add(name);
    const texts = this.#params.getAll(name).flatMap((text) => text.split(","));
    const found = new Set<T>();
    for (const text of texts) {
      if (text.trim() === "") continue;
      const value = field.read(text.trim());
      if (value === null) this.refuse(name, label, `must be ${field.expects}`, text.trim());
      else if (found.size < maximum) found.add(value);
      else {
        this.refuse(name, label, `takes at most ${maximum} values: the rest is left out`);
        break;
      }
    }
    return [...found];
  }

  flag(name: string): boolean {
    this.#read.add(name);
    const text = this.#params.get(name);
    return text !== null && text !== "" && text !== "false" && text !== "0";
  }

  refuse(name: string, label: string, message: string, typed = this.typed(name)): void {
    this.errors.push({ name, label, typed: typed.slice(0, MAX_ECHO), message });
  }

  /** Parameters that no field of the page has asked for; campaign marks of links are nobody's mistake. */
  unknown(): string[] {
    const names = new Set([...this.#params.keys()].filter((name) => !this.#read.has(name) && !name.startsWith("utm_")));
    return [...names].slice(0, 5).map((name) => name.slice(0, 64));
  }

  /** The address of the page with some parameters changed; null removes one. Empty ones are left out. */
  link(path: string, changes: Readonly<Record<string, string | null>>): string {
    const next = new URLSearchParams();
    for (const [name, text] of this.#params) {
      if (text !== "" && !(name in changes) && this.#read.has(name)) next.append(name, text.slice(0, MAX_ECHO));
    }
    for (const name in changes) {
      const text = changes[name];
      if (typeof text === "string" && text !== "") next.set(name, text);
    }
    const search = next.toString();
    return search === "" ? path : `${path}?${search}`;
  }
}

const PEOPLE_COUNT = /^(\d{1,16}(?:\.\d{1,6})?)\s*([kKmM]?)$/;

/** A count as people write it: `1000`, `1,000`, `200k`, `1.5M`. */
export function peopleCount(minimum = 0, maximum: number = Number.MAX_SAFE_INTEGER): QueryField<number> {
  return {
    read: (text) => {
      const match = PEOPLE_COUNT.exec(text.replaceAll(/[,_\s](?=\d{3})/g, ""));
      if (match === null) return null;
      const factor = { k: 1_000, m: 1_000_000 }[(match[2] ?? "").toLowerCase()] ?? 1;
      const value = Math.round(Number(match[1]) * factor * 1_000_000) / 1_000_000;
      return Number.isSafeInteger(value) && value >= minimum && value <= maximum ? value : null;
    },
    absent: undefined,
    required: true,
    expects: `a whole number${minimum > 0 ? ` from ${minimum} on` : ""}, such as 1500, 200k or 1.5M`,
    schema: () => ({ type: "integer", minimum, maximum }),
  };
}
