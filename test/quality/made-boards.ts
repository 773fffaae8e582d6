import { ARENA_GOOD } from "./fixtures/arena-parquet.ts";

/** Boards in their upstream formats with invented models around the real anchors: big enough to pass the gates, changed at will by a test. */
export const NOW = Date.parse("2026-11-25T06:00:00Z");
export const DAY = 86_400_000;

export const bytes = (text: string) => new TextEncoder().encode(text);
export const base64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

export interface EciRow {
  readonly name: string;
  readonly eci: string;
  readonly date?: string;
}

export const ECI_HEADER =
  "Model,Display name,eci,eci_ci_low,eci_ci_high,date,Organization,Country (of organization),Model accessibility,Accessibility group,model_versions";

export function eciRows(count = 120): EciRow[] {
  const made = Array.from({ length: count }, (_, at) => ({ name: `Maker ${at}`, eci: (60 + at * 0.8).toFixed(2) }));
  return [{ name: "GPT-5", eci: "150.0" }, { name: "GPT-4o (Aug 2024)", eci: "128.75" }, ...made];
}

export function eciCsv(rows: readonly EciRow[] = eciRows(), header = ECI_HEADER): string {
  const lines = rows.map(({ name, eci, date = "2025-08-07" }) => {
    const value = Number(eci);
    const interval = name === "GPT-5" || !Number.isFinite(value) ? "," : `${value - 2},${value + 2}`;
    return `${name},${name},${eci},${interval},${date},"Maker, Inc.",Nowhere,API access,Closed weights,`;
  });
  return `${[header, ...lines].join("\n")}\n`;
}

const EDI_ANCHORS = [
  "Winogrande,True,2019-07-24,110.0623,0.050978",
  "GPQA diamond,False,2023-11-20,135.87145,0.117858",
];

export function ediCsv(count = 40): string {
  const made = Array.from({ length: count }, (_, at) => `Bench ${at},False,2025-01-01,${80 + at * 1.7},0.08`);
  return [
    "benchmark_name,is_anchor,benchmark_release_date,edi,estimated_slope_scaled",
    ...EDI_ANCHORS,
    ...made,
    "",
  ].join("\n");
}

/** Results of forty models on the thirty first made benchmarks; models 0 to 2 are rated nowhere else. */
export function benchmarksCsv(models = 40): string {
  const lines = ["GPT-5,GPQA diamond,0.8157", "GPT-4o (Aug 2024),GPQA diamond,0.3228"];
  for (let model = 0; model < models; model += 1) {
    for (let at = 0; at < 30; at += 1) {
      const expected = 1 / (1 + Math.exp(-0.08 * (100 + model - (80 + at * 1.7))));
      lines.push(`${model < 3 ? `Unrated ${model}` : `Maker ${50 + model}`},Bench ${at},${expected.toFixed(4)}`);
    }
  }
  return ["model,benchmark,performance", ...lines, ""].join("\n");
}

const TASKS = `
AMPS_Hard code_completion code_generation connections consecutive_events integrals_with_game javascript logic_with_navigation
math_comp olympiad paraphrase plot_unscrambling python simplify spatial story_generation
summarize tablejoin tablereformat theory_of_mind typescript typos zebra_puzzle
`
  .trim()
  .split(/\s+/);

export interface LiveBenchRow {
  readonly name: string;
  readonly value: string;
}

export function liveBenchRows(): LiveBenchRow[] {
  const made = Array.from({ length: 40 }, (_, at) => ({ name: `author-${at}-high`, value: String(30 + at) }));
  return [
    { name: "claude-opus-4-5-20251101-thinking-64k-high-effort", value: "72.58" },
    { name: "gpt-5.4-xhigh", value: "77.97" },
    ...made,
  ];
}

export function liveBenchCsv(
  rows: readonly LiveBenchRow[] = liveBenchRows(),
  tasks: readonly string[] = TASKS,
): string {
  const lines = rows.map(({ name, value }) => [name, ...tasks.map(() => value)].join(","));
  return `${[["model", ...tasks].join(","), ...lines].join("\n")}\n`;
}

export function modelsDevJson(): string {
  const claim = { name: "SWE-Bench Verified", score: 71.5, metric: "resolved", source: "https://maker.example/card" };
  const made = Array.from({ length: 25 }, (_, at) => [
    `maker/model-${at}`,
    { id: `maker/model-${at}`, benchmarks: [{ ...claim, score: 40 + at, date: "2026-07-24", variant: "max effort" }] },
  ]);
  return JSON.stringify(Object.fromEntries(made));
}

/** Answers of all keyless boards by the end of their address. */
export function goodBodies(): Map<string, Uint8Array> {
  return new Map([
    ["eci_scores.csv", bytes(eciCsv())],
    ["edi_scores.csv", bytes(ediCsv())],
    ["eci_benchmarks.csv", bytes(benchmarksCsv())],
    ["latest-00000-of-00001.parquet", base64(ARENA_GOOD)],
    ["table_2026_06_25.csv", bytes(liveBenchCsv())],
    ["models.json", bytes(modelsDevJson())],
  ]);
}
