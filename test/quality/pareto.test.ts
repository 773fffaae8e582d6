import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paretoFrontier, type ParetoPoint } from "../../shared/quality/pareto.ts";
import { isTie } from "../../shared/quality/tie.ts";
import { dominatedToWire, paretoWire, pointToWire } from "../../shared/quality/wire.ts";

const byNumber = (a: number, b: number) => a - b;
const point = (id: string, usd: number, score: number, half = 0): ParetoPoint<number> => {
  return { id, total_usd: String(usd), usd, score, interval: half === 0 ? null : [score - half, score + half] };
};
const frontier = (...points: ParetoPoint<number>[]) => paretoFrontier(points, byNumber).frontier.map(({ id }) => id);

describe("the cost x quality frontier", () => {
  it("keeps what is cheaper or better and names what dominates the rest", () => {
    const points = [point("cheap", 1, 40), point("best", 10, 80), point("dear", 20, 70), point("poor", 2, 30)];
    const { frontier, dominated } = paretoFrontier(points, byNumber);
    expect(frontier.map(({ id }) => id)).toEqual(["cheap", "best"]);
    expect(dominated.map(({ point, by, score_gain }) => [point.id, by.id, score_gain])).toEqual([
      ["poor", "cheap", 10],
      ["dear", "best", 10],
    ]);
  });

  it("lets a tie for less dominate, and a tie at the same price stand", () => {
    expect(frontier(point("a", 1, 60, 3), point("b", 2, 62, 3))).toEqual(["a"]);
    expect(frontier(point("a", 1, 60, 1), point("b", 2, 62, 1))).toEqual(["a", "b"]);
    expect(frontier(point("a", 1, 60, 3), point("b", 1, 62, 3))).toEqual(["b", "a"]);
    expect(frontier(point("a", 1, 60), point("b", 1, 62))).toEqual(["b"]);
  });

  it("takes both intervals together for a tie", () => {
    expect(isTie(point("a", 1, 60, 3), point("b", 1, 65, 4))).toBe(true);
    expect(isTie(point("a", 1, 60, 3), point("b", 1, 65.1, 4))).toBe(false);
    expect(isTie(point("a", 1, 60), point("b", 1, 60))).toBe(true);
  });

  it("has nothing on the frontier that is dominated there, and everything else dominated by what is", () => {
    const points = fc.array(fc.record({ usd: fc.nat(20), score: fc.integer({ min: 0, max: 100 }), half: fc.nat(10) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(points, (drawn) => {
        const all = drawn.map(({ usd, score, half }, at) => point(`m${at}`, usd, score, half));
        const { frontier, dominated } = paretoFrontier(all, byNumber);
        expect(frontier.length + dominated.length).toBe(all.length);
        for (const a of frontier) {
          for (const b of frontier) {
            if (a.usd < b.usd) expect(!isTie(a, b) && b.score > a.score).toBe(true);
            if (a.usd === b.usd && a !== b) expect(isTie(a, b)).toBe(true);
          }
        }
        for (const { point, by } of dominated) {
          expect(frontier).toContain(by);
          expect(
            by.usd < point.usd
              ? isTie(by, point) || by.score > point.score
              : by.usd === point.usd && by.score > point.score,
          ).toBe(true);
        }
      }),
    );
  });

  it("does not depend on the order of its points", () => {
    const points = [point("a", 3, 50, 2), point("b", 1, 49, 2), point("c", 3, 60, 1), point("d", 9, 61, 4)];
    expect(frontier(...points)).toEqual(frontier(...points.toReversed()));
  });

  it("fits its wire shape", () => {
    const { frontier, dominated } = paretoFrontier([point("a", 1, 60, 1), point("b", 2, 50, 1)], byNumber);
    const wire = { frontier: frontier.map(pointToWire), dominated: dominated.map(dominatedToWire) };
    expect(paretoWire.parse(wire)).toEqual(wire);
    expect(wire.dominated[0]).toMatchObject({ model: "b", dominated_by: "a", score_gain: 10, tie: false });
  });
});
