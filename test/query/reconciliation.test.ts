import { reset } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { forgetCatalog } from "../../workers/query/catalog-read.ts";
import { answerUpstreams, json, LITELLM, litellmRows, OPENROUTER, openrouterRows } from "../ledger/upstreams.ts";

const ADMIN = { authorization: "Bearer test-admin-token-0123456789abcdef", "content-type": "application/json" };
const AT = new Date(Date.now() - 60_000).toISOString();

const keyAnswer = z.object({ data: z.object({ key: z.string() }) });
const reconciliationAnswer = z.object({
  data: z.object({ rows: z.array(z.object({ id: z.string(), cause: z.nullable(z.string()) })) }),
});

let tenant = ADMIN;

async function call(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<unknown> {
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return await (await exports.default.fetch(new Request(`http://ratecard${path}`, init))).json();
}

/** Prices of gpt-4o from here on. */
async function priced(input: number): Promise<void> {
  answerUpstreams({ [LITELLM]: json(litellmRows({ input, output: 1e-5 })), [OPENROUTER]: json(openrouterRows()) });
  await call("POST", "/v1/admin/refresh", ADMIN, { job: "prices", force: true });
}

async function billed(id: string, billed_usd: string): Promise<void> {
  const event = { id, at: AT, model: "gpt-4o", usage: { input_tokens: 100_000, output_tokens: 0 }, billed_usd };
  await call("POST", "/v1/tenant/usage", tenant, { events: [event] });
}

async function causes(): Promise<Map<string, string | null>> {
  const answer = reconciliationAnswer.parse(await call("GET", "/v1/tenant/reconciliation", tenant));
  return new Map(answer.data.rows.map(({ id, cause }) => [id, cause]));
}

beforeEach(async () => {
  forgetCatalog();
  await priced(0.0000025);
  await call("POST", "/v1/admin/tenants", ADMIN, { id: "acme", plan: "team" });
  const made = keyAnswer.parse(
    await call("POST", "/v1/admin/tenants/acme/keys", ADMIN, { scopes: ["read", "tenant"] }),
  );
  tenant = { ...ADMIN, authorization: `Bearer ${made.data.key}` };
});

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

describe("a bill that differs from the price of its day", () => {
  it("follows a stale price where it is an earlier one, or one that is learnt of later", async () => {
    await billed("learnt-later", "0.3");
    await billed("no-price", "0.7");
    expect(await causes()).toEqual(
      new Map([
        ["learnt-later", "unknown"],
        ["no-price", "unknown"],
      ]),
    );
    await priced(0.000003);
    await billed("earlier", "0.25");
    await billed("agreed", "0.3");
    expect(await causes()).toEqual(
      new Map([
        ["agreed", null],
        ["earlier", "stale_price"],
        ["learnt-later", "stale_price"],
        ["no-price", "unknown"],
      ]),
    );
  });
});
