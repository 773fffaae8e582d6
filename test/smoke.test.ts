import { env } from "cloudflare:workers";
import { reset } from "cloudflare:test";
import { afterEach, expect, it } from "vitest";
afterEach(reset);
it("runs in workerd", async () => {
  await env.KV.put("a", "1");
  expect(await env.KV.get("a")).toBe("1");
});
