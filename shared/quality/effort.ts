/** How hard a model was asked to think. Part of a score's key: variants of one model differ by 14 LiveBench points in the median. */
export const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max", "thinking"] as const;

export type Effort = (typeof EFFORTS)[number];

const LEVELS: ReadonlyMap<string, Effort> = new Map<string, Effort>([
  ...EFFORTS.map((effort): [string, Effort] => [effort, effort]),
  ["reasoning", "thinking"],
  ["reasoner", "thinking"],
  ["no-thinking", "none"],
  ["non-thinking", "none"],
  ["no-reasoning", "none"],
  ["non-reasoning", "none"],
]);

/** Words that boards put behind a name and that say nothing about the model: budgets (`32k`), harness and function-calling marks. */
const SILENT: ReadonlySet<string> = new Set(["default", "adaptive", "auto", "effort", "fc", "prompt", "unknown"]);
const BUDGET = /^\d{1,4}k$/;

export function effortOf(word: string): Effort | null {
  return LEVELS.get(word) ?? null;
}

/** Whether a trailing token of a board's name may be the way the model was run rather than part of its name. */
export function isRunWord(token: string): boolean {
  return LEVELS.has(token) || SILENT.has(token) || isBudget(token);
}

export function isBudget(token: string): boolean {
  return BUDGET.test(token);
}

/** The effort that stripped words state: a level wins over the bare word "thinking"; null when none says anything. */
export function effortOfWords(words: readonly string[]): Effort | null {
  let found: Effort | null = null;
  for (const word of words) {
    const effort = effortOf(word);
    if (effort !== null && (found === null || found === "thinking")) found = effort;
  }
  return found;
}

/** Distance from the middle of the scale; decides which effort stands for a model whose default nobody measured. */
const ORDER: readonly (Effort | null)[] = [
  null,
  "medium",
  "high",
  "low",
  "thinking",
  "xhigh",
  "minimal",
  "max",
  "none",
];

export function effortRank(effort: Effort | null): number {
  const at = ORDER.indexOf(effort);
  return at < 0 ? ORDER.length : at;
}
