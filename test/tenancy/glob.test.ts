import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compileGlob, matchesGlob } from "../../shared/tenancy/glob.ts";

const matches = (pattern: string, id: string) => matchesGlob(compileGlob(pattern), id);

it("a glob agrees with a textbook dynamic-programming matcher on any pattern and id", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", ".", "A"), maxLength: 12 });
  fc.assert(
    fc.property(letters, letters, (pattern, id) => {
      expect(matches(pattern, id)).toBe(oracle(pattern, id));
    }),
    { numRuns: 3000 },
  );
});

it("only the star is special, it crosses slashes, and case counts", () => {
  expect(matches("anthropic/*", "anthropic/claude-3-haiku")).toBe(true);
  expect(matches("*/claude-3-haiku", "openrouter/anthropic/claude-3-haiku")).toBe(true);
  expect(matches("a.c", "abc")).toBe(false);
  expect(matches("[a]", "a")).toBe(false);
  expect(matches("Anthropic/*", "anthropic/claude-3-haiku")).toBe(false);
  expect(matches("claude", "anthropic/claude")).toBe(false);
  expect(matches("a*a", "a")).toBe(false);
});

it("a pattern that makes backtracking matchers explode is answered", () => {
  const pattern = `${"a*".repeat(127)}c`;
  expect(matches(pattern, `${"a".repeat(255)}b`)).toBe(false);
  expect(matches(pattern, `${"a".repeat(255)}c`)).toBe(true);
});

function oracle(pattern: string, id: string): boolean {
  let row = [true, ...Array.from({ length: id.length }, () => false)];
  for (const symbol of pattern) {
    const next: boolean[] = [symbol === "*" && row[0] === true];
    for (let i = 1; i <= id.length; i += 1) {
      next.push(symbol === "*" ? row[i] === true || next[i - 1] === true : row[i - 1] === true && id[i - 1] === symbol);
    }
    row = next;
  }
  return row[id.length] === true;
}
