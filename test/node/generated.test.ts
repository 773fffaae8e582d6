import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bundledHotText } from "../../workers/build/bundled-hot.ts";
import { openApiText } from "../../workers/build/openapi.ts";

/** What is generated is committed, so that a checkout runs as it is; here it is made again and compared. */
describe("generated files are what their generators make", () => {
  it.each([
    ["openapi.txt", openApiText],
    ["bundled-hot.txt", bundledHotText],
  ])("%s is fresh (npm run build)", (file, make) => {
    const committed = readFileSync(new URL(`../../workers/generated/${file}`, import.meta.url), "utf8");
    expect(committed === make()).toBe(true);
  });
});
