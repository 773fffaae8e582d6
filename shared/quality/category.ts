/**
 * What a score is about. Only `general` (capability) and `chat` (people's preference) have a formula on the frozen scale; they are never blended.
 * The others carry their evidence and the score `null`, because no board with a clean licence has been anchored for them yet.
 * `long_context` is a proxy wherever it appears: no current, licensed, machine-readable board measures it.
 */
export const CATEGORIES = [
  "general",
  "chat",
  "coding",
  "reasoning",
  "multilingual",
  "tool_use",
  "long_context",
  "embeddings",
] as const;

export type Category = (typeof CATEGORIES)[number];

export const SCORED_CATEGORIES: ReadonlySet<Category> = new Set<Category>(["general", "chat"]);

const BY_NAME: ReadonlyMap<string, Category> = new Map(CATEGORIES.map((name) => [name, name]));

export function categoryOf(name: string): Category | null {
  return BY_NAME.get(name) ?? null;
}
