import * as fc from "fast-check";
import * as z from "zod/mini";
import type { OperationShape } from "../../shared/contract/operation.ts";

/** One request as text: `body` is sent as it is where it is a string, else as JSON. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Texts that break parsers, paths, queries and look-ups. */
const nasty = fc.oneof(
  fc.constantFrom(
    "",
    "__proto__",
    "constructor",
    "../..",
    "%00",
    "%",
    "a%2fb",
    "'\"<>&",
    "\u0000",
    "\ud800",
    "9".repeat(400),
    "-1",
    "1e400",
    "NaN",
    "null",
    "[]",
    "{}",
  ),
  fc.string({ maxLength: 40, unit: "binary" }),
);

const plausible = fc.constantFrom(
  "openai/gpt-4o",
  "gpt-4o",
  "openai",
  "anthropic",
  "chat",
  "general",
  "1",
  "1000",
  "true",
  "standard",
  "batch",
  "2026-01-01T00:00:00Z",
  "vision",
);

/** A request near the operation: some parameters right, some wrong, some unknown; a body of its fields or of anything. */
export function requestsOf(operation: OperationShape): fc.Arbitrary<Sent> {
  const value = fc.oneof({ weight: 3, arbitrary: plausible }, { weight: 1, arbitrary: nasty });
  const names = [...Object.keys(operation.query ?? {}), "unknown", "__proto__"];
  const query = fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 6 });
  const body = operation.body === undefined ? fc.constant(undefined) : bodies(operation.body);
  return fc
    .record({ params: fc.array(value, { minLength: 3, maxLength: 3 }), query, body })
    .map(({ params, query: pairs, body: sent }) => {
      let next = 0;
      const path = operation.path.replaceAll(
        /\{\w+\}/g,
        () => encodeURIComponent((params[next++] ?? "x").toWellFormed()) || "x",
      );
      const search = pairs.map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed())}`).join("&");
      return {
        method: operation.method,
        path: search === "" ? path : `${path}?${search}`,
        ...(sent === undefined ? {} : { body: sent }),
      };
    });
}

function bodies(schema: z.ZodMiniType): fc.Arbitrary<unknown> {
  const { properties } = z.toJSONSchema(schema, { unrepresentable: "any", io: "input" });
  const fields = Object.keys(properties ?? {});
  const value = fc.oneof(
    plausible,
    nasty,
    fc.integer(),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constant({ input_tokens: 5, output_tokens: 5 }),
  );
  const near = fc.dictionary(fc.constantFrom(...fields, "unknown"), value, { maxKeys: 6 });
  return fc.oneof(
    { weight: 5, arbitrary: near },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: nasty },
  );
}

/** A request that works, as it is or with one of its values replaced. */
export function nearSample(sample: Sent): fc.Arbitrary<Sent> {
  const value = fc.oneof(plausible, nasty, fc.integer(), fc.double(), fc.constantFrom(null, [], {}, true));
  return fc
    .record({ at: fc.nat(20), value, changed: fc.integer({ min: 0, max: 3 }) })
    .map(({ at, value: put, changed }) => {
      if (changed === 0) return sample;
      return sample.body === undefined
        ? withParameter(sample, at, put)
        : { ...sample, body: withField(sample.body, at, put) };
    });
}

function withParameter(sample: Sent, at: number, value: unknown): Sent {
  const [path = "", search = ""] = sample.path.split("?");
  const pairs = search === "" ? [] : search.split("&");
  if (pairs.length === 0) return sample;
  const place = at % pairs.length;
  const name = (pairs[place] ?? "").split("=")[0] ?? "";
  pairs[place] = `${name}=${encodeURIComponent(String(value).toWellFormed())}`;
  return { ...sample, path: `${path}?${pairs.join("&")}` };
}

/** Replaces the value at one of the places of a body, at any depth. */
function withField(body: unknown, at: number, value: unknown): unknown {
  let place = at % Math.max(1, places(body));
  const replaced = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(next);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, next(each)]));
  };
  const next = (part: unknown): unknown => (place-- === 0 ? value : replaced(part));
  return replaced(body);
}

function places(part: unknown): number {
  if (typeof part !== "object" || part === null) return 0;
  return Object.values(part).reduce((sum: number, each: unknown) => sum + 1 + places(each), 0);
}
