import { describe, expect, it } from "vitest";
import { makeBodies } from "../bench/bodies.ts";
import { hotText, NOW, opened, refreshed } from "../bench/catalogs.ts";
import { httpRatios, keyedRatio } from "../bench/http.ts";
import { engineRatio } from "../bench/in-process.ts";
import { isMet, median } from "../bench/measure.ts";
import { engines, QUESTIONS, verdictOf } from "../bench/peers.ts";
import { hourLater, refreshOnce } from "../bench/refresh.ts";
import { readWorker } from "../bench/runtime.ts";

/** The benches run, on little: how fast anything is, is for `npm run bench` alone. */
const BODIES = makeBodies(1, 400, 40);
const HOT = hotText(refreshed(BODIES, null).offers);

describe("the benches", () => {
  it("make the same bodies from the same seed", () => {
    expect(makeBodies(5, 50, 5)).toEqual(makeBodies(5, 50, 5));
    expect(makeBodies(6, 50, 5)).not.toEqual(makeBodies(5, 50, 5));
  });

  it("judge a ratio by its median, in either direction", () => {
    const row = { name: "", unit: "", ours: 1, theirs: 1, ratios: [1, 5, 2] };
    expect(median(row.ratios)).toBe(2);
    expect([
      isMet({ ...row, target: 2 }),
      isMet({ ...row, target: 1.9 }),
      isMet({ ...row, target: 2, least: true }),
      isMet({ ...row, target: null }),
    ]).toEqual([true, false, true, null]);
  });

  it("get ratios of an estimate over HTTP, keyed and not, and in process", { timeout: 60_000 }, async () => {
    const options = { modules: readWorker(), hot: HOT, rounds: 1, scale: 0.005 };
    const ratios = [
      ...(await httpRatios(options, "GET /v1/estimate")),
      await keyedRatio(options),
      await engineRatio(opened(HOT), 1),
    ];
    expect(ratios).toHaveLength(3);
    for (const { ratios: all } of ratios) expect(all.every((ratio) => ratio > 0)).toBe(true);
  });

  it("refresh twice, and the second time some prices have moved", () => {
    const kept = refreshOnce(BODIES, null, NOW);
    const next = refreshOnce(hourLater(BODIES), kept, NOW + 3_600_000);
    expect(next.hot).not.toBe(kept.hot);
  });
});

describe("beside other engines", () => {
  const catalog = opened(HOT);
  const ours = engines(catalog).get("Ratecard");

  it.each(QUESTIONS)("$model, $what: $expected", (question) => {
    expect(verdictOf(question, ours?.(question) ?? null)).toBe(question.expected === null ? "refused" : "right");
  });
});
