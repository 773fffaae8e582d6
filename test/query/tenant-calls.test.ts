import { reset, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { forgetCatalog } from "../../workers/query/catalog-read.ts";
import { forgetKeys } from "../../workers/query/key-lookup.ts";
import { forgetTenants } from "../../workers/query/tenant-view.ts";
import { keyOf, tenant } from "../objects/tenants.ts";

let key = "";

async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return await exports.default.fetch(new Request(`http://ratecard${path}`, init));
}

beforeEach(async () => {
  await tenant("acme");
  ({ key } = await keyOf("acme"));
});

afterEach(async () => {
  forgetCatalog();
  forgetKeys();
  forgetTenants();
  await reset();
});

describe("a reservation", () => {
  it("beyond the most that may be open is 429 and says when the oldest one lapses", async () => {
    const oldest = Date.now() + 90_000;
    await runInDurableObject(env.TENANT.getByName("acme"), (_, state) => {
      state.storage.sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
         INSERT INTO reservations (id, amount, model, price_version, created_at, expires_at)
         SELECT 'est_' || i, '0', 'm', 'v', 0, ? + i FROM n`,
        oldest,
      );
    });
    const refused = await call("GET", "/v1/estimate?model=gpt-4o&input_tokens=1&reserve=true");
    expect([refused.status, (await refused.json<{ code: string }>()).code]).toEqual([429, "rate_limited"]);
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(60);
    expect(wait).toBeLessThanOrEqual(91);
  });
});

describe("rules that begin later", () => {
  const total = z.object({ total_usd: z.string() });
  const answers = {
    estimate: z.object({ data: total }),
    cheapest: z.object({ data: z.array(total) }),
    compare: z.object({ data: z.object({ rows: z.array(total) }) }),
  };

  it("price a comparison and a ranking of their time as they price an estimate of it", async () => {
    const from = new Date(Date.now() + 3_600_000).toISOString();
    const rules = [{ match: "*", operation: "multiply", value: "3", from }];
    expect((await call("PUT", "/v1/tenant/overrides", { rules })).status).toBe(200);
    const asked = `input_tokens=1000&output_tokens=500&at=${new Date(Date.now() + 7_200_000).toISOString()}`;
    const cheapest = answers.cheapest.parse(
      await (await call("GET", `/v1/cheapest?provider=openai&limit=1&${asked}`)).json(),
    );
    const compared = answers.compare.parse(await (await call("GET", `/v1/compare?models=gpt-4o&${asked}`)).json());
    const estimated = answers.estimate.parse(await (await call("GET", `/v1/estimate?model=gpt-4o&${asked}`)).json());
    expect(estimated.data.total_usd).toBe("0.0225");
    expect(compared.data.rows).toEqual([{ total_usd: "0.0225" }]);
    const now = answers.cheapest.parse(
      await (await call("GET", "/v1/cheapest?provider=openai&limit=1&input_tokens=1000&output_tokens=500")).json(),
    );
    expect(Number(cheapest.data[0]?.total_usd)).toBeCloseTo(3 * Number(now.data[0]?.total_usd), 9);
  });
});
