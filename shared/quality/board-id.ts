/** The external boards, as data: where each is read, under which licence, how often it should move, and what must hold before it is believed. */
export const BOARD_IDS = [
  "epoch_eci",
  "epoch_edi",
  "epoch_benchmarks",
  "arena_text",
  "livebench",
  "models_dev",
  "artificial_analysis",
] as const;
export type BoardId = (typeof BOARD_IDS)[number];
