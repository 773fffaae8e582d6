import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { digest } from "../../shared/health/digest.ts";
import { createProvider, report } from "../../shared/health/provider.ts";
import { HealthStore } from "../../workers/objects/health-store.ts";
import { HealthWord, type ShardUpdate } from "../../workers/objects/health-word.ts";

const NOW = Date.now();

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

interface Told {
  readonly word: HealthWord;
  readonly store: HealthStore;
  readonly updates: readonly string[][];
  readonly sql: SqlStorage;
}

/** The word of an object with calls of tenant `a`; `above` answers in place of every other object of the provider. */
async function inObject(
  name: string,
  above: (word: HealthWord, call: number) => void,
  use: (told: Told) => Promise<void>,
): Promise<void> {
  await runInDurableObject(env.PROVIDER_HEALTH.getByName("openai"), async (_, { storage: { sql } }) => {
    const provider = createProvider("openai", NOW);
    const row = { provider: "openai", outcome: 0, latency_ms: 1, at: NOW, count: 1 };
    report(provider, "a", digest([row]), NOW, 0.5);
    const updates: string[][] = [];
    const other = {
      absorb: async ({ tenants }: ShardUpdate) => {
        updates.push(tenants.map(([id]) => id));
        above(word, updates.length);
      },
    };
    const PROVIDER_HEALTH = new Proxy(env.PROVIDER_HEALTH, { get: () => () => other });
    const store = new HealthStore(sql);
    const word = new HealthWord(name, provider, store, { ...env, PROVIDER_HEALTH }, ["openai#0"]);
    word.noteTenant("a");
    word.noteChange();
    await use({ word, store, updates, sql });
  });
}

it("a tenant that reports while the sum is being told is told of again", async () => {
  const reportMeanwhile = (word: HealthWord, call: number) => {
    if (call === 1) word.noteTenant("a");
  };
  await inObject("openai#0", reportMeanwhile, async ({ word, updates }) => {
    await word.tell(NOW);
    await word.tell(NOW);
    await word.tell(NOW);
    expect(updates).toEqual([["a"], ["a"]]);
  });
});

it("a sum that did not answer is told again", async () => {
  const failOnce = (_: HealthWord, call: number) => {
    if (call === 1) throw new Error("restarting");
  };
  await inObject("openai#0", failOnce, async ({ word, updates }) => {
    await word.tell(NOW);
    expect(word.wait()).toBeGreaterThan(0);
    await word.tell(NOW);
    expect(updates).toEqual([["a"], ["a"]]);
  });
});

it("a shard that has told everything waits for nothing", async () => {
  await inObject(
    "openai#0",
    () => undefined,
    async ({ word }) => {
      await word.tell(NOW);
      expect(word.wait()).toBeNull();
    },
  );
});

it("a shard that did not take a reading is handed the next one at once, changed or not", async () => {
  await inObject(
    "openai",
    () => undefined,
    async ({ word }) => {
      await word.tell(NOW);
      expect(word.isPageHeartbeatDue(NOW)).toBe(false);
      await expect(word.toShards(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
      expect(word.isPageHeartbeatDue(NOW)).toBe(true);
    },
  );
});

it("an event that cannot be read holds up no other", async () => {
  await inObject(
    "openai",
    () => undefined,
    async ({ word, store, sql }) => {
      const event = { dedupe_key: "old", type: "incident", at: NOW, data: {} } as const;
      store.queue(event);
      sql.exec(`UPDATE event SET body = '{"type":"of_another_version"}'`);
      store.queue({ ...event, dedupe_key: "new" });
      await word.tell(NOW);
      expect(store.hasQueued()).toBe(false);
      expect(word.wait()).toBeNull();
    },
  );
});
