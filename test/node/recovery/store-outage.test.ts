import { describe, expect, it } from "vitest";
import { KV_FAULTS } from "../../chaos/entry.ts";
import { at } from "../../chaos/service.ts";
import { Deployment } from "./deployment.ts";

describe("without its store", () => {
  it.each(KV_FAULTS.filter((fault) => fault !== "stale"))(
    "KV %s: a cold start answers from the embedded prices and says so",
    async (fault) => {
      const deployment = await Deployment.start(fault);
      try {
        const answer = await deployment.estimate();
        expect([answer.status, at(answer.data, "total_usd"), at(answer.meta, "catalog", "state")]).toEqual([
          200,
          "0.0075",
          "bundled",
        ]);
      } finally {
        await deployment.close();
      }
    },
  );

  it("what is in memory is served on, keys included, and an unwritable store fails a refresh without harm", async () => {
    const deployment = await Deployment.start();
    try {
      await deployment.refresh();
      await deployment.admin("POST", "/v1/admin/tenants", { id: "one", plan: "pro" });
      await deployment.kv("unreadable");
      const made = await deployment.admin("POST", "/v1/admin/tenants/one/keys", { scopes: ["tenant"] });
      // A key that KV cannot be asked about is looked up in the objects.
      expect((await deployment.call("GET", "/v1/tenant/budget", String(at(made.data, "key")))).status).toBe(200);
      expect(at((await deployment.estimate()).meta, "catalog", "state")).toBe("fresh");
      await deployment.kv("unwritable");
      const refreshed = await deployment.refresh();
      expect(refreshed.status).toBe(503);
      expect(at((await deployment.estimate()).data, "total_usd")).toBe("0.0075");
      await deployment.kv("ok");
      const after = await deployment.refresh();
      expect(after.status).toBe(200);
      expect(await deployment.fromKv("catalog:hot")).toContain(String(at(after.data, "version")));
    } finally {
      await deployment.close();
    }
  });
});
