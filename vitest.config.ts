import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Two runtimes: `workers` runs inside workerd with real KV and Durable Objects, `node` runs scripts and whole-product tests. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest({
            // The sources, not the built entry: tests and what they test share one instance of each module.
            main: "./workers/index.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { ADMIN_TOKEN: "test-admin-token-0123456789abcdef" },
              // Nothing leaves the machine: a test answers the upstreams it needs by replacing `fetch`.
              outboundService: () => new Response("no network in tests", { status: 599 }),
            },
          }),
        ],
        test: {
          name: "workers",
          include: ["test/**/*.test.ts"],
          exclude: ["test/node/**"],
          // Not a promise about time: property tests on a machine that does other work as well.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "node",
          include: ["test/node/**/*.test.ts"],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
