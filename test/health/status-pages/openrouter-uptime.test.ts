import * as fc from "fast-check";
import { expect, it, vi } from "vitest";
import { parseOpenRouterUptime } from "../../../shared/health/status-pages/openrouter-uptime.ts";
import { HTML } from "./documents.ts";
import { NOW } from "./reading.ts";

// Not a promise about time: a machine that does other work as well may need it.
vi.setConfig({ testTimeout: 60_000 });

const flagship = { provider: "bedrock", model: "anthropic/claude-sonnet-4.6", tag: "amazon-bedrock" };
const listing = (endpoints: readonly unknown[]) => JSON.stringify({ data: { id: flagship.model, endpoints } });
const own = (uptime_last_5m: unknown, tag = "amazon-bedrock") => ({
  provider_name: "Amazon Bedrock",
  tag,
  status: 0,
  uptime_last_5m,
  uptime_last_30m: 99,
  latency_last_30m: null,
});
const uptime = (...endpoints: unknown[]) => parseOpenRouterUptime(listing(endpoints), flagship, NOW)?.uptime_percent;

it("a provider's uptime is that of its own endpoints, not of the model's others", () => {
  expect(parseOpenRouterUptime(listing([own(99.8, "anthropic"), own(61.2)]), flagship, NOW)).toEqual({
    source: "openrouter:anthropic/claude-sonnet-4.6",
    uptime_percent: 61.2,
    observed_at: new Date(NOW).toISOString(),
  });
});

it("endpoints in several regions are averaged, and those that state nothing are left out", () => {
  expect(uptime(own(100), own(50, "amazon-bedrock/eu"), own(null, "amazon-bedrock/us"))).toBe(75);
  expect(uptime(own(null))).toBeNull();
  expect(uptime({ tag: "amazon-bedrock" })).toBeNull();
});

it("the figure may be a number or an object of one", () => {
  expect(uptime(own({ value: 98.5 }))).toBe(98.5);
  expect(uptime(own({ uptime: 12 }))).toBe(12);
  expect(uptime(own({ p50: 1 }))).toBeNull();
});

it("a figure outside 0..100 is none", () => {
  expect([uptime(own(-1)), uptime(own(101)), uptime(own({ value: 1e9 }))]).toEqual([null, null, null]);
});

it("a body that is something else, or does not list the provider, is no evidence", () => {
  for (const text of [HTML, "{}", "[]", '{"data":null}', listing([]), listing([7, null, own(99, "anthropic")])]) {
    expect(parseOpenRouterUptime(text, flagship, NOW)).toBeNull();
  }
});

it("whatever the endpoints say, the answer is a percentage or none", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          tag: fc.constantFrom("amazon-bedrock", "amazon-bedrock/x", "azure"),
          uptime_last_5m: fc.jsonValue(),
        }),
      ),
      (endpoints) => {
        const percent = parseOpenRouterUptime(listing(endpoints), flagship, NOW)?.uptime_percent ?? 0;
        expect(percent >= 0 && percent <= 100).toBe(true);
      },
    ),
  );
});
