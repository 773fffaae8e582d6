import { exports } from "cloudflare:workers";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import openapi from "../../workers/generated/openapi.txt";
import { faults, operations, problemFaults, successOf } from "../fuzz/answers.ts";
import { nearSample, requestsOf, type Sent } from "../fuzz/requests.ts";
import { SAMPLES } from "../../workers/query/docs/samples.ts";

const ADMIN = { authorization: "Bearer test-admin-token-0123456789abcdef" };

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

  it("nor where one value of a documented example is another one", async () => {
    const request = fc
      .constantFrom(...SAMPLES)
      .chain(([name, sample]) => nearSample(sample).map((sent) => ({ name, sent })));
    await fc.assert(
      fc.asyncProperty(request, async ({ name, sent }) => {
        const response = await send(sent);
        expect(response.status).toBeLessThan(500);
        expect(response.status < 300 ? await faults(name, response) : await problemFaults(response)).toEqual([]);
      }),
      { numRuns: 300, seed: 20261125 },
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
