import { exports } from "cloudflare:workers";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { problemAnswer } from "../../shared/contract/answers/fields.ts";
import { ANSWERS, type AnswerSchemas } from "../../shared/contract/answers/index.ts";
import { OPERATIONS } from "../../shared/contract/operations/index.ts";
import type { OperationShape } from "../../shared/contract/operation.ts";
import { PROBLEMS } from "../../shared/contract/problem.ts";
import openapi from "../../workers/generated/openapi.txt";
import { SAMPLES } from "../../workers/query/docs/samples.ts";

const ADMIN = { authorization: "Bearer test-admin-token-0123456789abcdef" };
const operations: readonly (readonly [string, OperationShape])[] = Object.entries(OPERATIONS);
const answers: Readonly<Record<string, AnswerSchemas>> = ANSWERS;

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function send({ method, path, body, headers = {} }: Sent): Promise<Response> {
  const json = body === undefined ? {} : { "content-type": "application/json" };
  return await exports.default.fetch(
    new Request(`https://ratecard.example${path}`, {
      method,
      headers: { ...json, ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
}

/** Calls of the administrator that work on a fresh service, in an order in which each finds what it needs. */
const ADMIN_CALLS: readonly (Sent & { readonly name: string })[] = [
  { name: "createTenant", method: "POST", path: "/v1/admin/tenants", body: { id: "conformance", plan: "team" } },
  { name: "listTenants", method: "GET", path: "/v1/admin/tenants" },
  { name: "getTenant", method: "GET", path: "/v1/admin/tenants/conformance" },
  {
    name: "createKey",
    method: "POST",
    path: "/v1/admin/tenants/conformance/keys",
    body: { scopes: ["read", "report", "tenant"] },
  },
  { name: "listKeys", method: "GET", path: "/v1/admin/tenants/conformance/keys" },
  { name: "listQuarantine", method: "GET", path: "/v1/admin/quarantine" },
  { name: "listVersions", method: "GET", path: "/v1/admin/catalog/versions" },
  {
    name: "reportHealth",
    method: "POST",
    path: "/v1/health/reports",
    body: { reports: [{ provider: "openai", outcome: "success", latency_ms: 900 }, { provider: "" }] },
  },
];

const envelope = z.object({
  data: z.unknown(),
  meta: z.looseObject({
    catalog: z.object({
      version: z.string(),
      published_at: z.string(),
      age_seconds: z.int().check(z.gte(0)),
      state: z.enum(["fresh", "stale", "bundled"]),
    }),
    request_id: z.string(),
  }),
});

/** Everything in which an answer differs from what its operation promises. */
async function faults(name: string, response: Response): Promise<string[]> {
  const text = await response.text();
  const operation = operations.find(([each]) => each === name)?.[1];
  if (operation?.media !== undefined)
    return response.headers.get("content-type")?.startsWith(operation.media) === true ? [] : ["media type"];
  const body: unknown = JSON.parse(text);
  const framed = envelope.safeParse(body);
  if (!framed.success) return [z.prettifyError(framed.error)];
  const data = answers[name]?.data.safeParse(framed.data.data);
  const meta = answers[name]?.meta?.safeParse(framed.data.meta);
  const broken = [data, meta].flatMap((result) => (result?.success === false ? [z.prettifyError(result.error)] : []));
  return [...broken, ...(data?.success === true ? undocumented(framed.data.data, data.data) : [])];
}

/** Places of an answer that its schema, which keeps only what it knows, does not know. */
function undocumented(sent: unknown, known: unknown, at = ""): string[] {
  if (typeof sent !== "object" || sent === null || typeof known !== "object" || known === null) return [];
  const kept = new Map<string, unknown>(Object.entries(known));
  return Object.entries(sent).flatMap(([key, value]: [string, unknown]) =>
    kept.has(key) ? undocumented(value, kept.get(key), `${at}/${key}`) : [`undocumented ${at}/${key}`],
  );
}

describe("each answer is what its operation promises", () => {
  it.each([...SAMPLES])("%s", async (name, sample) => {
    const response = await send(sample);
    expect([response.status, await faults(name, response)]).toEqual([successOf(name), []]);
  });

  it("to the administrator too", async () => {
    for (const call of ADMIN_CALLS) {
      const response = await send({ ...call, headers: ADMIN });
      expect([call.name, response.status, await faults(call.name, response)]).toEqual([
        call.name,
        successOf(call.name),
        [],
      ]);
    }
  });
});

function successOf(name: string): number {
  return operations.find(([each]) => each === name)?.[1].success ?? 200;
}

describe("what is documented is what is served", () => {
  it("every operation of the contract is in the document under its method, and no other", () => {
    const document: { paths: Record<string, Record<string, { operationId: string }>> } = JSON.parse(openapi);
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
    );
    expect(documented.sort()).toEqual(operations.map(([name, { method, path }]) => `${method} ${path} ${name}`).sort());
  });

  it.each(operations.map(([name, operation]) => [name, operation] as const))("%s is mounted", async (_, operation) => {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, "openai");
    const refused = await send({ method: operation.method, path, headers: { authorization: "Bearer wrong" } });
    // A path that is not mounted is 404 before anybody looks at the credential.
    expect(refused.status).toBe(401);
    await refused.text();
  });
});

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
function requestsOf(operation: OperationShape): fc.Arbitrary<Sent> {
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

const publicOperations = operations.filter(([, { access }]) => access === "public");

describe("requests near the contract", () => {
  it("are answered or refused with a problem, never with a fault", async () => {
    const request = fc
      .constantFrom(...publicOperations)
      .chain(([name, operation]) => requestsOf(operation).map((sent) => ({ name, sent })));
    await fc.assert(
      fc.asyncProperty(request, async ({ name, sent }) => {
        const response = await send(sent);
        expect(response.status).toBeLessThan(500);
        if (response.status < 300) expect(await faults(name, response)).toEqual([]);
        else expect(await problemFaults(response)).toEqual([]);
      }),
      { numRuns: 400, seed: 20261125 },
    );
  }, 120_000);

  it("with the administrator's token neither, where nothing is changed by them", async () => {
    const reading = operations.filter(([, { access, method }]) => access !== "public" && method === "GET");
    const request = fc.constantFrom(...reading).chain(([, operation]) => requestsOf(operation));
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        const response = await send({ ...sent, headers: ADMIN });
        expect(response.status).toBeLessThan(500);
        await response.text();
      }),
      { numRuns: 100, seed: 20261125 },
    );
  }, 120_000);
});

async function problemFaults(response: Response): Promise<string[]> {
  const text = await response.text();
  if (response.headers.get("content-type") !== "application/problem+json")
    return [`${response.status} is no problem document`];
  const parsed = problemAnswer.safeParse(JSON.parse(text));
  if (!parsed.success) return [z.prettifyError(parsed.error)];
  const { code, status } = parsed.data;
  const wrong = status !== response.status ? ["status"] : [];
  return Object.hasOwn(PROBLEMS, code) ? wrong : [...wrong, `unknown code ${code}`];
}
