import type { BoardId } from "../board-id.ts";
import { parseArena } from "./arena.ts";
import { parseArtificialAnalysis } from "./artificial-analysis.ts";
import { parseEciBenchmarks, parseEciScores, parseEdiScores } from "./epoch.ts";
import { parseLiveBench } from "./livebench.ts";
import { parseModelsDev } from "./models-dev.ts";
import type { ParseResult } from "./parsed-board.ts";

type Parser = (body: Uint8Array, now: number) => ParseResult | Promise<ParseResult>;

const PARSERS: Readonly<Record<BoardId, Parser>> = {
  epoch_eci: parseEciScores,
  epoch_edi: parseEdiScores,
  epoch_benchmarks: parseEciBenchmarks,
  arena_text: parseArena,
  livebench: parseLiveBench,
  models_dev: parseModelsDev,
  artificial_analysis: parseArtificialAnalysis,
};

/** Reads a board's body; `now` dates the boards that state no date of their own. */
export async function parseBoard(board: BoardId, body: Uint8Array, now: number): Promise<ParseResult> {
  return await PARSERS[board](body, now);
}
