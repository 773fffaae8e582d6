import type * as z from "zod/mini";
import { pointerStep } from "../text/json-pointer.ts";
import type { FieldError } from "./problem.ts";
import type { QueryField } from "./query-field.ts";

/** A parsed value, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

type Fields = Readonly<Record<string, QueryField<unknown>>>;

const NO_FIELDS: Fields = {};

/** Reads the part of a URL after `?`. Unknown, repeated and malformed parameters are refused, never ignored. */
export function parseQuery(fields: Fields | undefined, search: string): Parsed<Record<string, unknown>> {
  const { byName, expected } = indexOf(fields ?? NO_FIELDS);
  const values: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (let start = 0; start < search.length;) {
    const next = search.indexOf("&", start);
    const end = next === -1 ? search.length : next;
    if (end > start) readPair(byName, search.slice(start, end), values, errors);
    start = end + 1;
  }
  for (const { name, field } of expected) {
    if (Object.hasOwn(values, name)) continue;
    if (field.required) errors.push({ pointer: `/${name}`, message: `is required: ${field.expects}` });
    else values[name] = field.absent;
  }
  return errors.length === 0 ? { ok: true, value: values } : { ok: false, errors };
}

/** A field with the one string that is its name: to use a piece of a URL as a key, the runtime would have to look that string up each time. */
interface NamedField {
  readonly name: string;
  readonly field: QueryField<unknown>;
}

interface FieldIndex {
  readonly byName: ReadonlyMap<string, NamedField>;
  /** The few fields whose absence means something. */
  readonly expected: readonly NamedField[];
}

/** Made once per operation. */
const indexes = new WeakMap<Fields, FieldIndex>();

function indexOf(fields: Fields): FieldIndex {
  const known = indexes.get(fields);
  if (known !== undefined) return known;
  const named = Object.entries(fields).map(([name, field]) => ({ name, field }));
  const made: FieldIndex = {
    byName: new Map(named.map((each) => [each.name, each])),
    expected: named.filter(({ field }) => field.required || field.absent !== undefined),
  };
  indexes.set(fields, made);
  return made;
}

function readPair(
  byName: FieldIndex["byName"],
  pair: string,
  values: Record<string, unknown>,
  errors: FieldError[],
): void {
  const equals = pair.indexOf("=");
  const given = decoded(equals === -1 ? pair : pair.slice(0, equals));
  const text = decoded(equals === -1 ? "" : pair.slice(equals + 1));
  if (given === null || text === null) {
    errors.push({ pointer: "", message: "the query is not valid percent-encoded UTF-8" });
    return;
  }
  const known = byName.get(given);
  if (known === undefined) {
    errors.push({ pointer: `/${pointerStep(given.slice(0, 64))}`, message: "there is no such parameter" });
    return;
  }
  const { name, field } = known;
  if (Object.hasOwn(values, name)) {
    errors.push({ pointer: `/${name}`, message: "is given more than once" });
    return;
  }
  const value = field.read(text);
  if (value === null) errors.push({ pointer: `/${name}`, message: `must be ${field.expects}` });
  else values[name] = value;
}

function decoded(text: string): string | null {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

/** Checks a value against a schema; every issue becomes a JSON pointer and a sentence. */
export function parseBody<T>(schema: z.ZodMiniType<T>, body: unknown): Parsed<T> {
  const result = schema.safeParse(body);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, errors: result.error.issues.slice(0, 20).flatMap(fieldErrors) };
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function fieldErrors(issue: Issue): FieldError[] {
  const base = issue.path.map((step) => `/${pointerStep(String(step).slice(0, 64))}`).join("");
  const keys = "keys" in issue && Array.isArray(issue.keys) ? issue.keys : null;
  if (issue.code !== "unrecognized_keys" || keys === null) return [{ pointer: base, message: wording(issue) }];
  return keys.slice(0, 10).map((key) => ({
    pointer: `${base}/${pointerStep(String(key).slice(0, 64))}`,
    message: "there is no such field",
  }));
}

/** The bare library has no texts of its own: the expectation of each kind of issue in a few words. */
function wording(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return "expected" in issue ? `must be of type ${String(issue.expected)}` : "is of the wrong type";
    case "too_big":
      return "maximum" in issue ? `is too large: at most ${String(issue.maximum)}` : "is too large";
    case "too_small":
      return "minimum" in issue ? `is too small: at least ${String(issue.minimum)}` : "is too small";
    case "invalid_value":
      return "values" in issue && Array.isArray(issue.values)
        ? `must be one of ${issue.values.join(", ")}`
        : "is not allowed";
    case "invalid_format":
      return "is not of the required form";
    case "invalid_union":
      return "fits none of the allowed forms";
    default:
      return issue.message === "" || issue.message === "Invalid input" ? "is not valid" : issue.message;
  }
}

/** How deep arrays and objects of a JSON text nest, strings not counted; stops at `limit + 1`. */
export function nestingDepth(json: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < json.length; i += 1) {
    const unit = json.charCodeAt(i);
    if (inString) {
      if (unit === 92) i += 1;
      else if (unit === 34) inString = false;
    } else if (unit === 34) inString = true;
    else if (unit === 123 || unit === 91) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (deepest > limit) return deepest;
    } else if (unit === 125 || unit === 93) depth -= 1;
  }
  return deepest;
}
