import { expect, it } from "vitest";
import { mapInFlight } from "../../workers/upstream/in-flight.ts";

it("works on every item, in the order of the items, at most so many at once", async () => {
  const running = { now: 0, most: 0 };
  const items = Array.from({ length: 25 }, (_unused, at) => at);
  const results = await mapInFlight(items, async (item) => {
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    for (let turn = 0; turn < item % 5; turn += 1) await Promise.resolve();
    running.now -= 1;
    return item * 2;
  });
  expect(results).toEqual(items.map((item) => item * 2));
  expect(running.most).toBe(6);
});

it("nothing to do is done at once", async () => {
  expect(await mapInFlight([], async () => 1)).toEqual([]);
});
