import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boardOf, BOARDS } from "../../shared/quality/boards.ts";
import { checkGates } from "../../shared/quality/gates.ts";
import { rankCorrelation } from "../../shared/quality/rank-correlation.ts";
import { type BoardRow, type ParsedBoard, row } from "../../shared/quality/sources/parsed-board.ts";
import { DAY, NOW } from "./made-boards.ts";

const arena = boardOf("arena_text");
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => row(`m${at}`, "arena_text_overall", 1_000 + at * 3, null, null));
const ANCHORS = [
  row("gpt-5-high", "arena_text_overall", 1_435, 1_430, 1_440),
  row("gpt-4o-2024-08-06", "arena_text_overall", 1_336, 1_332, 1_340),
];
const board = (rows: readonly BoardRow[] = [...ANCHORS, ...rowsOf(200)], as_of = "2026-11-20"): ParsedBoard => ({
  board: "arena_text",
  as_of,
  rows,
  rejected: 0,
});
const codes = (parsed: ParsedBoard, last: ParsedBoard | null = board()) =>
  checkGates(arena, parsed, last, NOW).map(({ code }) => code);

describe("the gates of a board", () => {
  it("let an unchanged and a slightly moved board through", () => {
    expect(codes(board())).toEqual([]);
    const moved = board().rows.map((r, at) => ({ ...r, value: r.value + (at % 5) - 2 }));
    expect(codes(board(moved))).toEqual([]);
    expect(codes(board(), null)).toEqual([]);
  });

  it("hold a board that lost more than a fifth of its rows, and take one that lost exactly a fifth", () => {
    expect(codes(board([...ANCHORS, ...rowsOf(158)]), board([...ANCHORS, ...rowsOf(198)]))).toEqual([]);
    expect(codes(board([...ANCHORS, ...rowsOf(157)]), board([...ANCHORS, ...rowsOf(198)]))).toEqual(["rows_dropped"]);
  });

  it("hold a first board that is far too short", () => {
    expect(codes(board([...ANCHORS, ...rowsOf(10)]), null)).toEqual(["too_few_rows"]);
  });

  it.each([0, 1])("hold a board without anchor %d", (missing) => {
    const rows = board().rows.filter((r) => r.name !== ANCHORS[missing]?.name);
    expect(codes(board(rows))).toEqual(["anchor_missing"]);
  });

  it("hold a board whose anchor moved by more than 15 Elo, up or down", () => {
    const withAnchor = (value: number) =>
      board([row("gpt-5-high", "arena_text_overall", value, null, null), ...board().rows.slice(1)]);
    expect(codes(withAnchor(1_450))).toEqual([]);
    expect(codes(withAnchor(1_450.1))).toEqual(["anchor_drift"]);
    expect(codes(withAnchor(1_419.9))).toEqual(["anchor_drift"]);
  });

  it("hold a board whose order changed", () => {
    const reversed = rowsOf(200).map((r) => ({ ...r, value: 2_600 - r.value }));
    expect(codes(board([...ANCHORS, ...reversed]))).toEqual(["rank_correlation"]);
    const renamed = rowsOf(200).map((r) => ({ ...r, name: `other-${r.name}` }));
    expect(codes(board([...ANCHORS, ...renamed]))).toEqual(["rank_correlation"]);
  });

  it("hold a rescaled board, a doubled row, a future and an older publication", () => {
    expect(codes(board(board().rows.map((r) => ({ ...r, value: r.value / 100 })))).includes("unknown_scale")).toBe(
      true,
    );
    expect(codes(board([...board().rows, ...rowsOf(1)]))).toEqual(["duplicate_rows"]);
    expect(codes(board(board().rows, "2026-11-27"))).toEqual(["future_date"]);
    expect(codes(board(board().rows, "2026-11-31"))).toEqual(["future_date"]);
    expect(codes(board(board().rows, "2026-11-19"))).toEqual(["older_than_last"]);
  });

  it("never accept a NaN or an infinity, wherever it stands", () => {
    const bad = fc.constantFrom(Number.NaN, Infinity, -Infinity);
    const field = fc.constantFrom("value", "low", "high");
    fc.assert(
      fc.property(bad, field, fc.nat(201), (number, name, at) => {
        const rows = board().rows.map((r, index) => (index === at ? { ...r, [name]: number } : r));
        expect(codes(board(rows))).toContain("not_a_number");
      }),
    );
  });

  it("stand before every board, with the two anchors of the scale where a score is made of it", () => {
    for (const { id, anchors, min_rows } of BOARDS) {
      expect(min_rows, id).toBeGreaterThan(0);
      if (!["models_dev", "artificial_analysis"].includes(id)) expect(anchors, id).toHaveLength(2);
    }
  });

  it("measure age in days of the calendar", () => {
    expect(checkGates(arena, board(board().rows, "2026-11-26"), null, NOW)).toEqual([]);
    expect(checkGates(arena, board(), null, NOW - 10 * DAY).map(({ code }) => code)).toEqual(["future_date"]);
  });
});

describe("rank correlation", () => {
  /** Spearman by its other formula, for values without ties. */
  const oracle = (pairs: readonly (readonly [number, number])[]) => {
    const rank = (values: readonly number[], value: number) => values.filter((other) => other < value).length;
    const n = pairs.length;
    const xs = pairs.map(([x]) => x);
    const ys = pairs.map(([, y]) => y);
    const d2 = pairs.reduce((sum, [x, y]) => sum + (rank(xs, x) - rank(ys, y)) ** 2, 0);
    return 1 - (6 * d2) / (n * (n * n - 1));
  };

  it("is Spearman's", () => {
    const distinct = fc.uniqueArray(fc.integer(), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(distinct, fc.infiniteStream(fc.nat()), (values, random) => {
        const shuffled = values.map((v) => ({ v, key: random.next().value ?? 0 })).sort((a, b) => a.key - b.key);
        const pairs = values.map((v, at) => [v, shuffled[at]?.v ?? 0] as const);
        expect(rankCorrelation(pairs)).toBeCloseTo(oracle(pairs), 9);
      }),
    );
  });

  it("has no value for fewer than three pairs or without an order", () => {
    expect(rankCorrelation([])).toBeNull();
    expect(
      rankCorrelation([
        [1, 2],
        [2, 3],
      ]),
    ).toBeNull();
    expect(
      rankCorrelation([
        [1, 1],
        [1, 2],
        [1, 3],
      ]),
    ).toBeNull();
  });

  it("shares ranks among ties", () => {
    expect(
      rankCorrelation([
        [1, 1],
        [2, 2],
        [2, 2],
        [3, 3],
      ]),
    ).toBeCloseTo(1, 12);
  });
});
