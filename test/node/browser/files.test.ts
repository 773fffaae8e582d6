import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { browserFiles } from "../../../workers/build/browser-files.ts";

it("scripts and sheets of the pages are what their sources make (npm run build)", async () => {
  for (const [file, text] of await browserFiles()) {
    const committed = readFileSync(new URL(`../../../workers/generated/${file}`, import.meta.url), "utf8");
    expect(committed === text, file).toBe(true);
  }
});

it("the licence of what is bundled travels with it", async () => {
  expect((await browserFiles()).get("history-chart-js.txt")).toContain("Permission is hereby granted");
});
