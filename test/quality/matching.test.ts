import { describe, expect, it } from "vitest";
import { aliasTable, pinnedNames } from "../../shared/quality/aliases.ts";
import { type Match, matchOffer, matchQuality } from "../../shared/quality/matching.ts";
import { nameKey } from "../../shared/quality/name-key.ts";
import { registryOf } from "../../shared/quality/registry.ts";
import { BOARD_NAMES, CATALOG_IDS } from "./fixtures/board-names.ts";

const names = BOARD_NAMES.trim()
  .split("\n")
  .map((line) => {
    const [board = "", name = "", model = "", effort = ""] = line.split("|");
    return { board, name, model, effort };
  });
const registry = registryOf(
  CATALOG_IDS.trim().split("\n"),
  names.map(({ name }) => name),
);
const modelOf = (match: Match) => (match.kind === "matched" ? match.model : "");
const effortOf = (match: Match) => (match.kind === "matched" ? (match.effort ?? "") : "");

describe("matching of boards' names", () => {
  it("attributes at most 0.5% wrongly and recalls at least 95% of the names whose model is sold", () => {
    let matched = 0;
    const wrong: string[] = [];
    const missed: string[] = [];
    const efforts: string[] = [];
    const sold = names.filter(({ model }) => model !== "").length;
    for (const { board, name, model, effort } of names) {
      const match = matchQuality(name, registry);
      const found = modelOf(match);
      if (found !== "") matched += 1;
      if (found !== "" && found !== model) wrong.push(`${board} ${name} -> ${found}, not ${model || "any"}`);
      if (found === "" && model !== "") missed.push(`${board} ${name}`);
      if (found !== "" && found === model && effortOf(match) !== effort) efforts.push(`${name}: ${effortOf(match)}`);
    }
    const wrongShare = wrong.length / matched;
    const recall = (sold - missed.length) / sold;
    console.log(
      `match report: ${names.length} names, ${sold} sold, ${matched} matched, wrong ${wrong.length} (${(wrongShare * 100).toFixed(2)}%), ` +
        `recall ${(recall * 100).toFixed(1)}%, missed: ${missed.join(", ") || "none"}`,
    );
    expect(wrong).toEqual([]);
    expect(wrongShare).toBeLessThanOrEqual(0.005);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(efforts).toEqual([]);
  });

  it("never joins a pinned name with another model, whatever else is sold", () => {
    const relatives =
      "gpt-5.5 gpt-5.2 kimi-k2.5 kimi-k2 qwq-32b glm-4.7 grok-4.1 grok-4.20 command-a qwen3-next-80b-a3b qwen3-vl-235b-a22b deepseek-v4-pro mpt-30b";
    const everything = registryOf([...CATALOG_IDS.trim().split("\n"), ...relatives.split(" ")]);
    for (const name of pinnedNames()) {
      const found = modelOf(matchQuality(name, everything));
      expect(found === "" || nameKey(found) === nameKey(name), `${name} -> ${found}`).toBe(true);
    }
  });

  it.each(["mini", "nano", "lite", "flash", "air", "small"])("never gives a -%s the model it is made from", (size) => {
    const parents = registryOf(["gpt-5", "gemini-2.5-flash", "glm-4.5", "claude-opus-5", "o1"]);
    for (const parent of parents.ids.values()) {
      expect(modelOf(matchQuality(`${parent}-${size}`, parents))).toBe("");
      expect(modelOf(matchQuality(`${parent}-${size}-high`, parents))).toBe("");
      expect(modelOf(matchOffer(`${parent}-${size}`, parents))).toBe("");
    }
  });

  it("stops at the first name that exists when it strips run words", () => {
    const sold = registryOf(["qwen3.8-max", "qwen3.8", "gpt-5.1-codex-max", "gpt-5.1-codex", "glm-5.3"]);
    expect(matchQuality("qwen3.8-max", sold)).toMatchObject({ model: "qwen3.8-max", effort: null });
    expect(matchQuality("gpt-5.1-codex-max-high", sold)).toMatchObject({ model: "gpt-5.1-codex-max", effort: "high" });
    expect(matchQuality("glm-5.3-max", sold)).toMatchObject({ model: "glm-5.3", effort: "max", rule: "effort" });
  });

  it("reads the effort out of budgets, parentheses and negations", () => {
    const sold = registryOf(["claude-opus-4-5", "mimo-v2-flash", "muse-spark-1.2", "gpt-5"]);
    const asked = [
      ["claude-opus-4-5-20251101-thinking-64k-high-effort", "high"],
      ["claude-opus-4-5-20251101-high-32k", "high"],
      ["mimo-v2-flash (non-thinking)", "none"],
      ["mimo-v2-flash (thinking)", "thinking"],
      ["muse-spark-1.2 (xHigh)", "xhigh"],
      ["gpt-5 (high)", "high"],
    ] as const;
    for (const [name, effort] of asked) expect(effortOf(matchQuality(name, sold)), name).toBe(effort);
  });

  it("takes a budget for a run word behind an effort only: elsewhere it is a context length of the name", () => {
    const sold = registryOf(["moonshot-v1", "hunyuan-standard", "claude-opus-4"]);
    expect(modelOf(matchQuality("moonshot-v1-32k", sold))).toBe("");
    expect(modelOf(matchQuality("hunyuan-standard-256k", sold))).toBe("");
    expect(modelOf(matchQuality("claude-opus-4-20250514-thinking-16k", sold))).toBe("claude-opus-4");
  });

  it("keeps four-digit stamps and strips full dates only while the family has one snapshot", () => {
    const sold = registryOf(
      ["deepseek-r1", "deepseek-v3-0324", "gpt-4.1", "gpt-4o"],
      ["gpt-4o-2024-05-13", "gpt-4o-2024-11-20"],
    );
    expect(modelOf(matchQuality("deepseek-r1-0528", sold))).toBe("");
    expect(modelOf(matchQuality("deepseek-v3", sold))).toBe("");
    expect(modelOf(matchQuality("gpt-4.1-2025-04-14", sold))).toBe("gpt-4.1");
    expect(modelOf(matchOffer("gpt-4o-2024-05-13", sold))).toBe("");
  });

  it("reads month and year as the one snapshot of that month", () => {
    const sold = registryOf(["gpt-4o-2024-08-06", "gpt-4o-2024-11-20"]);
    expect(modelOf(matchQuality("GPT-4o (Aug 2024)", sold))).toBe("gpt-4o-2024-08-06");
    expect(modelOf(matchQuality("GPT-4o (Sep 2024)", sold))).toBe("");
  });

  it.each(["o1 + claude-3-5-sonnet", "gpt-5 with fallback", "mistral-small-latest", "mistral-medium", "gemini-pro"])(
    "refuses %s: several models, or another one next month",
    (name) => {
      const sold = registryOf([
        "o1",
        "claude-3-5-sonnet",
        "gpt-5",
        "mistral-small-latest",
        "mistral-medium",
        "gemini-pro",
      ]);
      expect(matchQuality(name, sold).kind).toBe("refused");
    },
  );

  it("knows one model under every provider's spelling", () => {
    const sold = registryOf([
      "claude-opus-4-5",
      "deepseek-v3.1",
      "qwen3-32b",
      "llama-3.3-70b-instruct",
      "gpt-oss-120b",
    ]);
    const asked = [
      ["bedrock/us.anthropic.claude-opus-4-5-20251101-v1:0", "claude-opus-4-5"],
      ["vertex_ai/claude-opus-4-5@20251101", "claude-opus-4-5"],
      ["openrouter/anthropic/claude-opus-4.5", "claude-opus-4-5"],
      ["fireworks_ai/accounts/fireworks/models/deepseek-v3p1", "deepseek-v3.1"],
      ["qwen.qwen3-32b-v1:0", "qwen3-32b"],
      ["groq/llama-3.3-70b-instruct:free", "llama-3.3-70b-instruct"],
      ["groq/openai/gpt-oss-120b", "gpt-oss-120b"],
    ] as const;
    for (const [key, model] of asked) expect(modelOf(matchOffer(key, sold)), key).toBe(model);
  });

  it("strips no run word off an offer: its -thinking and -max are its name", () => {
    const sold = registryOf(["kimi-k2", "gpt-5.1-codex", "gpt-4o-2024-08-06"]);
    for (const key of ["kimi-k2-thinking", "gpt-5.1-codex-max", "ft:gpt-4o-2024-08-06", "gpt-4o-audio-preview"]) {
      expect(modelOf(matchOffer(key, sold)), key).toBe("");
    }
  });

  it("has no alias to a name that is an alias of something else", () => {
    const aliases = new Map(aliasTable().map((alias) => [nameKey(alias.name), alias.model]));
    for (const { name, model } of aliasTable()) expect(aliases.get(nameKey(model)) ?? model, name).toBe(model);
    expect(aliases.size).toBe(aliasTable().length);
  });

  it("survives names that no board would print", () => {
    for (const name of ["__proto__", "constructor", "", "x".repeat(10_000), "模型", "|,|", "-".repeat(300)]) {
      expect(matchQuality(name, registry).kind).not.toBe("matched");
    }
  });
});
