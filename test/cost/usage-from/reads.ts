import { expect } from "vitest";
import { usageFrom } from "../../../shared/cost/usage-from/index.ts";
import type { UsageHints, UsageReading } from "../../../shared/cost/usage-from/index.ts";
import type { UsageProblem } from "../../../shared/cost/usage-from/findings.ts";

/** One response in a provider's real form, and what a person reads in it. */
export interface Fixture {
  readonly title: string;
  readonly response: unknown;
  readonly hints?: UsageHints;
  readonly convention: string;
  readonly usage: UsageReading["usage"];
  /** Other fields of the reading, as far as the fixture is about them. */
  readonly also?: Partial<UsageReading>;
  /** Codes of the warnings, none when absent. */
  readonly warnings?: readonly string[];
}

export function readingOf(response: unknown, hints?: UsageHints): UsageReading {
  const found = usageFrom(response, hints);
  if (found.kind === "problem") throw new Error(`${found.code} at ${found.pointer}: ${found.detail}`);
  return found;
}

export function problemOf(response: unknown, hints?: UsageHints): UsageProblem {
  const found = usageFrom(response, hints);
  if (found.kind === "usage") throw new Error(`read as ${found.convention}: ${JSON.stringify(found.usage)}`);
  return found;
}

export function check(fixture: Fixture): void {
  const found = readingOf(fixture.response, fixture.hints);
  expect(found.usage).toEqual(fixture.usage);
  expect(found.convention).toBe(fixture.convention);
  expect(found.warnings.map((warning) => warning.code)).toEqual(fixture.warnings ?? []);
  expect(found).toMatchObject(fixture.also ?? {});
}

/** Server-sent events as they come over the wire. */
export function sse(...events: readonly object[]): string {
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
}
