import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import embeddedText from "../../workers/generated/quality.txt";
import { addDays, dayOf } from "../../shared/quality/calendar.ts";
import { CATEGORIES } from "../../shared/quality/category.ts";
import type { CuratedScore } from "../../shared/quality/curated.ts";
import { deriveScores } from "../../shared/quality/derive.ts";
import type { Benchmark, Fact } from "../../shared/quality/fact.ts";
import { gradeOf } from "../../shared/quality/grade.ts";
import { reviewList } from "../../shared/quality/review.ts";
import type { Score } from "../../shared/quality/score.ts";
import { listScores, qualityOf, scoresOfModel } from "../../shared/quality/select.ts";
import { openTable, type ScoreTable } from "../../shared/quality/table.ts";
import { encodeTable, type ModelFacts, tableDocument } from "../../shared/quality/table-document.ts";
import { reviewWire, scoreToWire, scoreWire } from "../../shared/quality/wire.ts";
import { DAY, NOW } from "./made-boards.ts";

const ECI: Benchmark = {
  name: "epoch_eci",
  board: "epoch_eci",
  version: "2026-11-20",
  unit: "index",
  category: "general",
  use: "eci",
  license: "CC-BY-4.0",
  attribution: "Epoch",
  self_reported: false,
  redistributable: true,
};
const FIT: Benchmark = { ...ECI, name: "epoch_eci_fit", use: "eci_fit" };
const LIVEBENCH: Benchmark = {
  ...ECI,
  name: "livebench_overall",
  board: "livebench",
  unit: "score_0_100",
  use: "livebench",
};
const ARENA: Benchmark = {
  ...ECI,
  name: "arena_text_overall",
  board: "arena_text",
  unit: "elo",
  category: "chat",
  use: "arena",
};
const CLAIM: Benchmark = {
  ...ECI,
  name: "swe_bench_vendor",
  board: "models_dev",
  category: "coding",
  use: "none",
  self_reported: true,
};

function fact(benchmark: Benchmark, value: number, more: Partial<Fact> = {}): Fact {
  const base = {
    model: "m",
    effort: null,
    low: value - 2,
    high: value + 2,
    as_of: "2026-11-20",
    source_url: "https://board.example",
  };
  return { ...base, benchmark, value, rule: "exact", embedded: false, ...more };
}

const derive = (facts: readonly Fact[], stale = false) => deriveScores("m", facts, () => stale);
const only = (scores: readonly Score[]) => {
  expect(scores).toHaveLength(1);
  const [score] = scores;
  if (score === undefined) throw new Error("no score");
  return score;
};

function tableOf(models: readonly ModelFacts[], curated: readonly CuratedScore[] = [], now = NOW): ScoreTable {
  const document = encodeTable(models, { version: "t", built_at: "2026-11-25T00:00:00Z", boards: [], unmatched: [] });
  return openTable(tableDocument.parse(JSON.parse(JSON.stringify(document))), curated, now);
}
const model = (id: string, ...facts: Fact[]): ModelFacts => ({
  id,
  snapshots: [],
  facts: facts.map((f) => ({ ...f, model: id })),
});
const offer = (key: string) => ({ id: `maker/${key}`, provider: "maker", key });

const embedded = openTable(tableDocument.parse(JSON.parse(embeddedText)), [], NOW);

describe("a score", () => {
  it("is read off the board's own curve with the board's own interval", () => {
    expect(only(derive([fact(ECI, 150)]))).toMatchObject({
      score: 70,
      interval: [67.5, 72.4],
      grade: "A",
      origin: "computed",
      as_of: "2026-11-20",
    });
    expect(only(derive([fact(ARENA, 1_435, { low: 1_430, high: 1_440 })]))).toMatchObject({
      score: 70,
      interval: [68.7, 71.3],
    });
  });

  it("is made of ECI before the fit, of the fit before the link, of boards before the embedded default", () => {
    const all = [
      fact(LIVEBENCH, 80, { low: null, high: null }),
      fact(FIT, 140),
      fact(ECI, 150),
      fact(ECI, 100, { embedded: true }),
    ];
    const uses = [];
    for (let left = [...all]; left.length > 0;) {
      const { origin, decisive } = only(derive(left));
      uses.push(`${origin} ${decisive[0]?.benchmark.use}`);
      left = left.filter((f) => f !== decisive[0]);
    }
    expect(uses).toEqual(["computed eci", "computed eci_fit", "linked livebench", "embedded eci"]);
  });

  it("is graded D and as wide as the link's residual where it is linked", () => {
    const score = only(derive([fact(LIVEBENCH, 50, { low: null, high: null })]));
    expect(score).toMatchObject({ score: 52.7, grade: "D", origin: "linked" });
    expect(score.interval).toEqual([48.7, 56.7]);
  });

  it("is null for a category without a formula and for vendors' own claims, which stay as evidence of weight 0", () => {
    const score = only(derive([fact(CLAIM, 96)]));
    expect(score).toMatchObject({
      category: "coding",
      score: null,
      interval: null,
      grade: null,
      origin: null,
      as_of: null,
    });
    expect(scoreToWire(score).evidence).toMatchObject([
      { benchmark: "swe_bench_vendor", self_reported: true, weight: 0 },
    ]);
    expect(only(derive([fact({ ...ECI, self_reported: true }, 160)])).score).toBeNull();
  });

  it("keeps chat out of general", () => {
    const scores = derive([fact(ECI, 150), fact(ARENA, 1_500)]);
    expect(scores.map(({ category, score }) => [category, score])).toEqual([
      ["general", 70],
      ["chat", 84.2],
    ]);
  });

  it("keeps efforts apart", () => {
    const scores = derive([fact(ARENA, 1_435, { effort: "high" }), fact(ARENA, 1_336, { effort: "none" })]);
    expect(scores.map(({ effort, score }) => [effort, score])).toEqual([
      ["high", 70],
      ["none", 40],
    ]);
  });

  it("has an interval half as wide again when stale, and the same value", () => {
    const [fresh, stale] = [only(derive([fact(ECI, 150)])), only(derive([fact(ECI, 150)], true))];
    expect(stale).toMatchObject({ score: fresh.score, stale: true, interval: [66.1, 73.6] });
  });

  it("grades by the width of the interval, one ruler for both boards", () => {
    const half = (points: number) => points * 0.05895;
    expect([2.5, 2.6, 5, 5.1].map((points) => gradeOf("eci", half(points)))).toEqual(["A", "B", "B", "C"]);
    expect(gradeOf("arena", null)).toBe("C");
    expect(gradeOf("livebench", half(0.1))).toBe("D");
  });

  it("is unknown rather than guessed whatever is missing: no fact, no score", () => {
    const anyFact = fc.record({
      benchmark: fc.constantFrom(ECI, FIT, LIVEBENCH, ARENA, CLAIM),
      value: fc.oneof(fc.double(), fc.constant(Number.NaN)),
      effort: fc.constantFrom(null, "high" as const, "none" as const),
    });
    fc.assert(
      fc.property(fc.array(anyFact), (drawn) => {
        const facts = drawn.map(({ benchmark, value, effort }) =>
          fact(benchmark, value, { effort, low: null, high: null }),
        );
        for (const score of derive(facts)) {
          const decided = facts.filter((f) => f.effort === score.effort && f.benchmark.category === score.category);
          if (score.score !== null) {
            expect(score.decisive).toHaveLength(1);
            expect(decided).toContain(score.decisive[0]);
            expect(Number.isFinite(score.score)).toBe(true);
          }
          if (decided.every((f) => f.benchmark === CLAIM || Number.isNaN(f.value))) expect(score.score).toBeNull();
        }
      }),
    );
  });
});

describe("curated scores", () => {
  const entry: CuratedScore = {
    model: "m",
    effort: null,
    category: "general",
    score: 80,
    interval: [75, 85],
    reason: "the board ran an early checkpoint",
    evidence_url: "https://maker.example/notice",
    reviewed_at: "2026-11-01",
    expires_at: "2026-12-01",
  };
  const at = (now: number, curated: readonly CuratedScore[] = [entry]) =>
    tableOf([model("m", fact(ECI, 150))], curated, now).scores("m")?.[0];

  it("stand over what is computed, show it, and say when they disagree beyond its interval", () => {
    expect(at(NOW)).toMatchObject({
      score: 80,
      origin: "curated",
      override: { computed_score: 70, computed_interval: [67.5, 72.4], disagrees: true, review_due: "2027-02-01" },
    });
    expect(at(NOW, [{ ...entry, score: 71, interval: null }])).toMatchObject({ override: { disagrees: false } });
  });

  it("give way on the day they expire", () => {
    expect(at(Date.parse("2026-11-30T23:59:59Z"))?.origin).toBe("curated");
    expect(at(Date.parse("2026-12-01T00:00:00Z"))?.origin).toBe("computed");
  });

  it("score a model that no board knows", () => {
    expect(qualityOf(tableOf([], [entry]), offer("m"))).toMatchObject({ score: 80, origin: "curated" });
  });

  it.each([
    ["a score off the scale", { score: 101, interval: null }],
    ["an interval that misses the score", { interval: [81, 90] as const }],
    ["no reason", { reason: " " }],
    ["a day that does not exist", { reviewed_at: "2026-02-30" }],
    ["an expiry that does not exist", { expires_at: "2026-13-01" }],
  ])("count for nothing with %s", (_, wrong) => {
    expect(at(NOW, [{ ...entry, ...wrong }])?.origin).toBe("computed");
  });

  it("are due for review 92 days after the last one", () => {
    const table = tableOf([model("m", fact(ECI, 150))], [{ ...entry, expires_at: null }]);
    const due = (now: number) => reviewList(table, [], now).due.filter(({ kind }) => kind === "score");
    expect(due(Date.parse("2027-01-31T00:00:00Z"))).toEqual([]);
    expect(due(Date.parse("2027-02-01T00:00:00Z"))).toMatchObject([{ model: "m", review_due: "2027-02-01" }]);
  });
});

describe("the table", () => {
  it("answers by every spelling of an offer and by nothing like it", () => {
    const table = tableOf([model("gpt-5", fact(ECI, 150)), model("claude-opus-4-5", fact(ECI, 152))]);
    for (const key of ["gpt-5", "azure/gpt-5", "gpt-5-2025-08-07", "GPT-5"])
      expect(qualityOf(table, offer(key))?.score, key).toBe(70);
    expect(qualityOf(table, offer("us.anthropic.claude-opus-4-5-20251101-v1:0"))).not.toBeNull();
    for (const key of [
      "gpt-5-mini",
      "gpt-5-nano",
      "gpt-5-pro",
      "gpt-5.1",
      "gpt-5-codex",
      "gpt",
      "claude-opus-4",
      "__proto__",
    ]) {
      expect(qualityOf(table, offer(key)), key).toBeNull();
    }
  });

  it("stands in with the effort nearest to the middle and says so; an effort asked for is never stood in for", () => {
    const facts = [
      fact(ARENA, 1_400, { effort: "max" }),
      fact(ARENA, 1_300, { effort: "low" }),
      fact(ARENA, 1_350, { effort: "high" }),
    ];
    const table = tableOf([model("m", ...facts)]);
    expect(qualityOf(table, offer("m"), "chat")).toMatchObject({ effort: "high", proxy_effort: true });
    expect(qualityOf(table, offer("m"), "chat", "low")).toMatchObject({ effort: "low", proxy_effort: false });
    expect(qualityOf(table, offer("m"), "chat", "none")).toBeNull();
  });

  it("tells a stale board by its age, per board", () => {
    const facts = [fact(ARENA, 1_400), fact(ECI, 150)];
    const stale = (days: number) =>
      tableOf([model("m", ...facts)], [], Date.parse("2026-11-20") + days * DAY)
        .scores("m")
        ?.map((s) => s.stale);
    expect([stale(21), stale(22), stale(31)]).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
  });

  it("survives its own form: what is encoded is decoded", () => {
    const facts = [
      fact(ECI, 150.25, { effort: "xhigh", low: null, high: null }),
      fact(CLAIM, 0.5, { embedded: true, rule: "alias" }),
    ];
    const scores = tableOf([model("m", ...facts)]).scores("m") ?? [];
    expect(scores.flatMap((s) => [...s.decisive, ...s.supporting])).toEqual(facts);
  });

  it("never carries a number that may not be passed on", () => {
    const text = JSON.stringify(
      encodeTable([model("m", fact({ ...ECI, redistributable: false }, 77.7))], {
        version: "",
        built_at: "",
        boards: [],
        unmatched: [],
      }),
    );
    expect(text).not.toContain("77.7");
  });
});

describe("the embedded default", () => {
  it("has gpt-4o-2024-08-06 at 40 and gpt-5 (high) at 70 on the general scale, gpt-5 too", () => {
    expect(qualityOf(embedded, offer("gpt-4o-2024-08-06"))).toMatchObject({ score: 40 });
    expect(qualityOf(embedded, offer("gpt-5"))).toMatchObject({ score: 70, proxy_effort: false });
    expect(qualityOf(embedded, offer("gpt-5"), "general", "high")).toMatchObject({ score: 70, proxy_effort: false });
    const named = scoresOfModel(embedded, "gpt-5 (high)") ?? [];
    expect(named.find(({ category }) => category === "general")).toMatchObject({ model: "gpt-5", score: 70 });
  });

  it("shows the anchor's score in every general row of gpt-5 and of gpt-5 (high)", () => {
    const asked = [...(scoresOfModel(embedded, "gpt-5") ?? []), ...listScores(embedded, "general")];
    const anchor = asked.filter(({ model, category, effort }) => {
      return model === "gpt-5" && category === "general" && (effort === null || effort === "high");
    });
    expect(new Set(anchor.map(({ effort }) => effort))).toEqual(new Set([null, "high"]));
    expect(new Set(anchor.map(({ score }) => score))).toEqual(new Set([70]));
  });

  it("lists every model in every category, the unknown ones with null, and each row fits its wire shape", () => {
    for (const category of CATEGORIES) {
      const rows = listScores(embedded, category);
      expect(new Set(rows.map((row) => row.model)).size).toBe(embedded.models.length);
      for (const row of rows)
        expect(scoreWire.safeParse(scoreToWire(row)).success, `${row.model} ${category}`).toBe(true);
    }
    console.log(`embedded default: ${embeddedText.length} bytes, ${embedded.models.length} models`);
    expect(embedded.models.length).toBeGreaterThanOrEqual(272);
    expect(embeddedText.length).toBeLessThan(64 * 1_024);
  });

  it("scores only general and chat, and every score has evidence with address, licence and date", () => {
    let scored = 0;
    for (const row of listScores(embedded)) {
      if (row.score === null) continue;
      scored += 1;
      expect(["general", "chat"]).toContain(row.category);
      expect(row.origin).toBe("embedded");
      const first = scoreToWire(row).evidence.find(({ weight }) => weight === 1);
      expect(first?.source_url).toMatch(/^https:\/\//);
      expect(first?.license).toMatch(/^CC-BY/);
      expect(first?.as_of).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
    expect(scored).toBeGreaterThan(500);
  });

  it("is sorted best first, unknown last", () => {
    const rows = listScores(embedded, "general").map(({ score }) => score);
    const known = rows.filter((score) => score !== null);
    expect(known).toEqual([...known].sort((a, b) => b - a));
    expect(rows.slice(known.length).every((score) => score === null)).toBe(true);
  });

  it("gives no small model its parent's score", () => {
    for (const key of ["gpt-5-nano", "gpt-5-mini", "gpt-4o-mini", "gpt-4.1-nano"]) {
      const score = qualityOf(embedded, offer(key));
      expect(score?.model, key).toBe(key);
    }
    expect(qualityOf(embedded, offer("gemini-2.5-flash-lite"))).toBeNull();
    expect(qualityOf(embedded, offer("claude-opus-5-mini"))).toBeNull();
  });

  it("knows no model of an unknown name", () => {
    for (const name of ["nobody-1", "", "gpt-5-codex", "o1 + o3"])
      expect(scoresOfModel(embedded, name), name).toBeNull();
  });

  it("lists priced models without any score for review", () => {
    const offers = [offer("gpt-5"), offer("nobody-1"), offer("gpt-4o-transcribe")];
    expect(reviewList(embedded, offers, NOW).unscored.map(({ id }) => id)).toEqual([
      "maker/nobody-1",
      "maker/gpt-4o-transcribe",
    ]);
  });

  it("lists scored models that nobody sells, best first, and none that somebody does", () => {
    const { unmatched } = reviewList(embedded, [offer("gpt-5"), offer("azure/claude-opus-5-5")], NOW);
    const names = unmatched.map(({ name }) => name);
    expect(names[0]).toBe("gemini-4-argon");
    expect(names).not.toContain("gpt-5");
    expect(names).not.toContain("claude-opus-5-5");
    expect(reviewWire.safeParse(reviewList(embedded, [], NOW)).success).toBe(true);
  });

  it("has its hand-made name rulings due a quarter after they were made", () => {
    expect(reviewList(embedded, [], NOW).due).toEqual([]);
    const later = Date.parse(addDays(dayOf(NOW), 100));
    expect(reviewList(embedded, [], later).due).toContainEqual(
      expect.objectContaining({ kind: "alias", name: "gpt-4o", model: "gpt-4o-2024-08-06" }),
    );
  });
});
