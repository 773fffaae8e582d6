import { evictDurableObject, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, it } from "vitest";
import { event, tenant } from "./tenants.ts";

afterEach(reset);

/** So far ahead that no alarm goes off while the test runs. */
const NOW = Date.parse("2096-11-25T12:00:00Z");

const TENANTS = 50;
const OPERATIONS = 10_000;
/** Operations under way at once. */
const WIDTH = 40;

/** What a tenant should be, kept in whole cents by nothing but arithmetic. */
interface Model {
  readonly id: string;
  limit: number;
  spent: number;
  readonly events: Set<string>;
  readonly open: Map<string, number>;
  revision: number;
  value: number;
}

/** A small linear congruential generator: the same run every time. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const dollars = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
const plain = (cents: number) => String(Number(dollars(cents)));

it(
  "ten thousand interleaved operations of fifty tenants leave each exactly what its own history makes of it",
  { timeout: 120_000 },
  async () => {
    const draw = generator(42);
    const models: Model[] = [];
    for (let i = 0; i < TENANTS; i += 1) {
      await tenant(`t-${i}`);
      models.push({
        id: `t-${i}`,
        limit: Infinity,
        spent: 0,
        events: new Set(),
        open: new Map(),
        revision: 0,
        value: 0,
      });
    }
    // Operations of one tenant follow each other; those of different tenants run at the same time.
    const queues = new Map<string, Promise<void>>();
    for (let i = 0; i < OPERATIONS; i += 1) {
      const model = models[draw(TENANTS)];
      const other = models[draw(TENANTS)];
      if (model === undefined || other === undefined) throw new Error("no tenant");
      const [kind, number, cents] = [draw(40), draw(40), draw(50)];
      const before = queues.get(model.id) ?? Promise.resolve();
      queues.set(
        model.id,
        before.then(() => act(model, other, kind, number, cents)),
      );
      if (i % (WIDTH * TENANTS) === 0) await Promise.all(queues.values());
    }
    await Promise.all(queues.values());
    for (const model of models.slice(0, 5)) await evictDurableObject(env.TENANT.getByName(model.id));
    await Promise.all(models.map(check));
  },
);

async function act(model: Model, other: Model, kind: number, number: number, cents: number): Promise<void> {
  const stub = env.TENANT.getByName(model.id);
  if (kind < 18) {
    // The same ids in every tenant, and now and then an estimate that is another tenant's.
    const id = `event-${number}`;
    const [foreign] = other.open.keys();
    const [own] = model.open.keys();
    const estimate_id = kind < 4 && other !== model ? (foreign ?? null) : kind < 10 ? (own ?? null) : null;
    const answer = await stub.record([event(id, { at: NOW, cost_usd: dollars(cents), estimate_id })], NOW);
    const isNew = !model.events.has(id);
    expect(answer).toEqual({ accepted: isNew ? 1 : 0, duplicates: isNew ? 0 : 1 });
    if (!isNew) return;
    model.events.add(id);
    model.spent += cents;
    if (estimate_id !== null) model.open.delete(estimate_id);
  } else if (kind < 36) {
    const request = { amount_usd: dollars(cents), model: model.id, price_version: "v", input_tokens: null };
    const outcome = await stub.reserve(request, NOW);
    expect(outcome.reserved).toBe(model.spent + reserved(model) + cents <= model.limit);
    if (outcome.reserved) model.open.set(outcome.estimate_id, cents);
  } else if (kind < 39) {
    model.limit = number * 50;
    await stub.putBudget({ day_usd: dollars(model.limit), timezone: "UTC" }, model.id, NOW);
  } else {
    model.revision += 1;
    model.value = cents;
    await stub.putOverrides(
      [{ match: `${model.id}/*`, operation: "margin_percent", value: String(cents) }],
      null,
      model.id,
      NOW,
    );
  }
}

function reserved(model: Model): number {
  let sum = 0;
  for (const cents of model.open.values()) sum += cents;
  return sum;
}

async function check(model: Model): Promise<void> {
  const stub = env.TENANT.getByName(model.id);
  const { reserved_usd, day } = await stub.budget(NOW);
  expect({ reserved_usd, spent_usd: day.spent_usd }).toEqual({
    reserved_usd: plain(reserved(model)),
    spent_usd: plain(model.spent),
  });
  const spend = await stub.spend(0, NOW + 1, "model");
  expect(spend.total_usd).toBe(plain(model.spent));
  expect(await stub.countEvents(0, NOW + 1)).toBe(model.events.size);
  const view = await stub.view();
  expect(view?.id).toBe(model.id);
  expect((await stub.overrides()).revision).toBe(model.revision);
  if (model.revision > 0) {
    expect(view?.rules).toEqual([{ match: `${model.id}/*`, operation: "margin_percent", value: String(model.value) }]);
  }
  const actors = new Set((await stub.auditLog(1_000)).map(({ actor }) => actor));
  actors.delete("admin");
  expect([...actors].filter((actor) => actor !== model.id)).toEqual([]);
}
