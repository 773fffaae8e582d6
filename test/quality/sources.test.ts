import { describe, expect, it } from "vitest";
import { parseArena } from "../../shared/quality/sources/arena.ts";
import { parseArtificialAnalysis } from "../../shared/quality/sources/artificial-analysis.ts";
import { parseEciBenchmarks, parseEciScores, parseEdiScores } from "../../shared/quality/sources/epoch.ts";
import { parseLiveBench } from "../../shared/quality/sources/livebench.ts";
import { parseModelsDev } from "../../shared/quality/sources/models-dev.ts";
import type { ParsedBoard, ParseResult } from "../../shared/quality/sources/parsed-board.ts";
import * as arena from "./fixtures/arena-parquet.ts";
import {
  base64,
  benchmarksCsv,
  bytes,
  ECI_HEADER,
  eciCsv,
  eciRows,
  ediCsv,
  liveBenchCsv,
  liveBenchRows,
} from "./made-boards.ts";
import { modelsDevJson, NOW } from "./made-boards.ts";

function parsed(result: ParseResult): ParsedBoard {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.parsed;
}
const code = (result: ParseResult) => (result.ok ? "accepted" : result.code);
const valueOf = (board: ParsedBoard, name: string) => board.rows.find((row) => row.name === name)?.value;

describe("Epoch's tables", () => {
  it("reads the index with its interval, and the anchor that has none by definition", () => {
    const board = parsed(parseEciScores(bytes(eciCsv()), NOW));
    expect(board.rows).toHaveLength(122);
    expect(board.rows[0]).toMatchObject({ name: "GPT-5", value: 150, low: 150, high: 150 });
    expect(board.rows[1]).toMatchObject({ name: "GPT-4o (Aug 2024)", value: 128.75, low: 126.75, high: 130.75 });
  });

  it("dates the board by the day of the fetch, never by a model's release", () => {
    expect(parsed(parseEciScores(bytes(eciCsv()), NOW)).as_of).toBe("2026-11-25");
  });

  it("reads reordered columns by their names", () => {
    const body = "eci_ci_high,date,eci,Model,eci_ci_low\n152,2025-08-07,150.5,Some model,149\n";
    expect(parsed(parseEciScores(bytes(body), NOW)).rows[0]).toMatchObject({
      name: "Some model",
      value: 150.5,
      low: 149,
    });
  });

  it.each([
    ["renamed columns", eciCsv(eciRows(), ECI_HEADER.replace(",eci,", ",capability,")), "columns_missing"],
    ["NaN", eciCsv([{ name: "A", eci: "NaN" }]), "not_a_number"],
    ["inf", eciCsv([{ name: "A", eci: "inf" }]), "not_a_number"],
    ["1e999", eciCsv([{ name: "A", eci: "1e999" }]), "not_a_number"],
    ["a number in words", eciCsv([{ name: "A", eci: "12O" }]), "not_a_number"],
    ["a model of the future", eciCsv([{ name: "A", eci: "120", date: "2031-01-01" }]), "future_date"],
    ["a last line cut short", eciCsv().slice(0, -40), "unreadable"],
    ["an open quote", `${ECI_HEADER}\n"A,B`, "unreadable"],
    ["an open quote in the last cell", `${eciCsv().trimEnd()}"`.replace(/([^,]*)"$/, '"$1'), "unreadable"],
    ["a quote closed amid a cell", eciCsv().replace(/\n([^,"]+),/, '\n"$1"x,'), "unreadable"],
    ["HTML", "<!doctype html><html><body>Just a moment</body></html>", "columns_missing"],
    ["nothing but a header", `${ECI_HEADER}\n`, "no_rows"],
    ["an empty body", "", "unreadable"],
  ])("refuses %s as a whole", (_, body, expected) => {
    expect(code(parseEciScores(bytes(body), NOW))).toBe(expected);
  });

  it("refuses bytes that are no UTF-8", () => {
    expect(code(parseEciScores(new Uint8Array([0xff, 0xfe, 0x00, 0x41]), NOW))).toBe("unreadable");
  });

  it("leaves a model without a value out and says so", () => {
    const board = parsed(
      parseEciScores(
        bytes(
          eciCsv([
            { name: "A", eci: "120" },
            { name: "B", eci: "" },
          ]),
        ),
        NOW,
      ),
    );
    expect(board).toMatchObject({ rejected: 1 });
    expect(board.rows.map(({ name }) => name)).toEqual(["A"]);
  });

  it("reads difficulty and slope of each benchmark", () => {
    const board = parsed(parseEdiScores(bytes(ediCsv()), NOW));
    expect(board.rows[0]).toMatchObject({ name: "Winogrande", value: 110.0623, low: 0.050978 });
    expect(code(parseEdiScores(bytes("benchmark_name,edi,estimated_slope_scaled\nA,nan,0.1\n"), NOW))).toBe(
      "not_a_number",
    );
  });

  it("counts the best run of a model on a benchmark", () => {
    const body = "model,benchmark,performance\nA,X,0.2\nA,X,0.7\nA,X,0.5\nA,Y,\n";
    const board = parsed(parseEciBenchmarks(bytes(body), NOW));
    expect(board.rows).toHaveLength(1);
    expect(board).toMatchObject({ rejected: 1 });
    expect(valueOf(board, "A")).toBe(0.7);
    expect(parsed(parseEciBenchmarks(bytes(benchmarksCsv()), NOW)).rows).toHaveLength(1_202);
  });
});

describe("LiveBench's table", () => {
  it("takes the mean of the seven categories' means", () => {
    const board = parsed(parseLiveBench(bytes(liveBenchCsv()), NOW));
    expect(board.rows).toHaveLength(42 * 8);
    expect(board.rows[8]).toMatchObject({ name: "gpt-5.4-xhigh", benchmark: "livebench_overall", value: 77.97 });
  });

  it("weighs categories, not tasks", () => {
    const tasks = liveBenchCsv([]).trim().split(",").slice(1);
    const cells = tasks.map((task) => (["code_generation", "code_completion"].includes(task) ? "100" : "30"));
    const board = parsed(parseLiveBench(bytes(`model,${tasks.join(",")}\nA,${cells.join(",")}\n`), NOW));
    expect(valueOf(board, "A")).toBe(40);
  });

  it("gives a model that has not run every task no overall", () => {
    const body = liveBenchCsv().replace(/^author-3-high,33/m, "author-3-high,");
    const board = parsed(parseLiveBench(bytes(body), NOW));
    expect(board.rejected).toBe(1);
    expect(valueOf(board, "author-3-high")).toBeUndefined();
  });

  it("refuses the questions of another release", () => {
    const tasks = liveBenchCsv([]).trim().split(",").slice(1);
    expect(code(parseLiveBench(bytes(liveBenchCsv(liveBenchRows(), [...tasks, "new_task"])), NOW))).toBe(
      "unknown_scale",
    );
    expect(code(parseLiveBench(bytes(liveBenchCsv(liveBenchRows(), tasks.slice(1))), NOW))).toBe("columns_missing");
    expect(code(parseLiveBench(bytes(liveBenchCsv([{ name: "A", value: "NaN" }])), NOW))).toBe("not_a_number");
  });
});

describe("Arena's parquet", () => {
  it("reads the overall category with its bounds and publication date", async () => {
    const board = parsed(await parseArena(base64(arena.ARENA_GOOD), NOW));
    expect(board).toMatchObject({ board: "arena_text", as_of: "2026-11-20", rejected: 0 });
    expect(board.rows).toHaveLength(170);
    expect(board.rows[0]).toMatchObject({ name: "gpt-5-high", value: 1435.25, low: 1431.25, high: 1439.25 });
  });

  it.each([
    ["a publication of the future", arena.ARENA_FUTURE, "future_date"],
    ["a NaN", arena.ARENA_NAN, "not_a_number"],
    ["a renamed column", arena.ARENA_RENAMED, "unreadable"],
    ["a file without the category", arena.ARENA_NO_OVERALL, "no_rows"],
  ])("refuses %s", async (_, body, expected) => {
    expect(code(await parseArena(base64(body), NOW))).toBe(expected);
  });

  it("refuses a truncated file and a web page", async () => {
    const whole = base64(arena.ARENA_GOOD);
    for (const length of [0, 3, 200, whole.length - 1]) {
      expect(code(await parseArena(whole.subarray(0, length), NOW)), String(length)).toBe("unreadable");
    }
    expect(code(await parseArena(bytes("<html></html>"), NOW))).toBe("unreadable");
  });
});

describe("models.dev's claims", () => {
  it("reads each with its source, its date and the conditions it was made under", () => {
    const board = parsed(parseModelsDev(bytes(modelsDevJson()), NOW));
    expect(board.rows).toHaveLength(25);
    expect(board.rows[0]).toMatchObject({
      name: "maker/model-0",
      benchmark: "SWE-Bench Verified",
      version: "max effort",
      as_of: "2026-07-24",
      source_url: "https://maker.example/card",
    });
  });

  it.each([
    "https://artificialanalysis.ai/models/x",
    "https://www.openrouter.ai/x",
    "https://arcprize.org/leaderboard",
    "http://maker.example/card",
    "not a url",
  ])("drops a claim that quotes %s", (source) => {
    const claims = [
      { name: "B", score: 1, source },
      { name: "B", score: 2, source: "https://maker.example" },
    ];
    const board = parsed(parseModelsDev(bytes(JSON.stringify([{ id: "m", benchmarks: claims }])), NOW));
    expect(board).toMatchObject({ rejected: 1 });
    expect(board.rows.map(({ value }) => value)).toEqual([2]);
  });

  it("refuses a body with NaN, which is no JSON", () => {
    const body = modelsDevJson().replace('"score":41', '"score":NaN');
    expect(code(parseModelsDev(bytes(body), NOW))).toBe("unreadable");
  });
});

describe("Artificial Analysis", () => {
  it("reads the index of each model and counts those without", () => {
    const data = [
      { slug: "a", evaluations: { artificial_analysis_intelligence_index: 41.5 } },
      { slug: "b", evaluations: { artificial_analysis_intelligence_index: null } },
      { slug: "c" },
    ];
    const board = parsed(parseArtificialAnalysis(bytes(JSON.stringify({ data })), NOW));
    expect(board.rows.map(({ name, value }) => [name, value])).toEqual([["a", 41.5]]);
    expect(board.rejected).toBe(2);
  });
});
