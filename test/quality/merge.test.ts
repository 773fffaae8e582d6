import { describe, expect, it } from "vitest";
import { mergeFacts } from "../../shared/quality/merge.ts";
import { type ParsedBoard, row } from "../../shared/quality/sources/parsed-board.ts";
import type { ModelFacts } from "../../shared/quality/table-document.ts";

const arena = (...names: string[]): ParsedBoard => ({
  board: "arena_text",
  as_of: "2026-11-20",
  rejected: 0,
  rows: names.map((name, at) => row(name, "arena_text_overall", 1_300 + at, null, null)),
});
const eci = (...names: string[]): ParsedBoard => ({
  board: "epoch_eci",
  as_of: "2026-11-20",
  rejected: 0,
  rows: names.map((name, at) => row(name, "epoch_eci", 120 + at, null, null)),
});
const known = (...ids: string[]): ModelFacts[] => ids.map((id) => ({ id, snapshots: [], facts: [] }));

/** Models with the efforts and benchmarks they were given. */
function placed(boards: ParsedBoard[], embedded: ModelFacts[] = [], catalog: string[] = []): string[] {
  const { models } = mergeFacts(boards, embedded, catalog);
  return models.flatMap(({ id, facts }) => facts.map((f) => `${id} ${f.effort ?? "-"} ${f.benchmark.name}`)).sort();
}

describe("boards put together", () => {
  it("make one model of the names of several boards", () => {
    expect(placed([eci("New Model 7"), arena("new-model-7-high", "new-model-7")])).toEqual([
      "new-model-7 - arena_text_overall",
      "new-model-7 - epoch_eci",
      "new-model-7 high arena_text_overall",
    ]);
  });

  it("keep a name that nobody knows whole, run words and all, until somebody sells its base", () => {
    expect(placed([arena("newer-8-max")])).toEqual(["newer-8-max - arena_text_overall"]);
    expect(placed([arena("newer-8-max")], [], ["maker/newer-8"])).toEqual(["newer-8 max arena_text_overall"]);
    expect(placed([arena("newer-8-max")], [], ["maker/newer-8", "maker/newer-8-max"])).toEqual([
      "newer-8-max - arena_text_overall",
    ]);
  });

  it("do not split a known model by the spellings of the catalog", () => {
    const catalog = [
      "bedrock/anthropic.claude-opus-4-5-20251101-v1:0",
      "openrouter/openai/o3-mini-high",
      "openai/o3-2025-04-16",
    ];
    const boards = [arena("claude-opus-4-5-20251101-high-32k", "o3-mini-high", "o3-2025-04-16")];
    expect(placed(boards, known("claude-opus-4-5", "o3-mini", "o3"), catalog)).toEqual([
      "claude-opus-4-5 high arena_text_overall",
      "o3 - arena_text_overall",
      "o3-mini high arena_text_overall",
    ]);
  });

  it("fold the only snapshot of a model into it, and remember its date", () => {
    const { models } = mergeFacts([eci("Some Model"), arena("some-model-20260102")], []);
    expect(models.map(({ id, snapshots, facts }) => [id, snapshots, facts.length])).toEqual([
      ["some-model", ["2026-01-02"], 2],
    ]);
  });

  it("keep snapshots apart where there are two, and where one board lists both names", () => {
    expect(placed([eci("Some Model"), arena("some-model-20260102", "some-model-20260601")])).toHaveLength(3);
    expect(mergeFacts([arena("tiny-4k-june-2024", "tiny-4k")], []).models).toHaveLength(2);
  });

  it("belong to nobody where the name is refused, which is said", () => {
    const { models, unmatched } = mergeFacts([arena("mistral-medium", "one + two", "fine-1")], []);
    expect(models.map(({ id }) => id)).toEqual(["fine-1"]);
    expect(unmatched).toEqual([
      { board: "arena_text", name: "mistral-medium", reason: "moving alias" },
      { board: "arena_text", name: "one + two", reason: "composite of several models" },
    ]);
  });

  it("replace the embedded fact of the same benchmark and effort, and no other", () => {
    const first = mergeFacts([arena("m-1", "m-1-high", "m-2")], []);
    const embedded = first.models.map((m) => ({
      ...m,
      facts: m.facts.map((f) => ({ ...f, embedded: true, value: 1 })),
    }));
    const { models } = mergeFacts([arena("m-1")], embedded);
    const facts = models.flatMap((m) => m.facts.map((f) => [m.id, f.effort, f.value, f.embedded]));
    expect(facts).toEqual([
      ["m-1", null, 1_300, false],
      ["m-1", "high", 1, true],
      ["m-2", null, 1, true],
    ]);
  });
});
