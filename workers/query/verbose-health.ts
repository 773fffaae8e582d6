import { objectives } from "../../shared/contract/objectives.ts";
import type { CatalogHeader } from "../../shared/pricing/catalog.ts";
import { freshness, sourceStateAt } from "../../shared/pricing/freshness.ts";
import type { Background } from "./background.ts";
import { readBoard } from "./health-read.ts";
import { readQuality } from "./quality-read.ts";

/** What an operator's monitor reads: every source and board with its state, and the objectives; `degraded` names those that are missed. */
export async function verboseHealth(env: Env, ctx: Background, header: CatalogHeader, now: number): Promise<object> {
  const [quality, board] = await Promise.all([readQuality(env, ctx, now), readBoard(env, ctx, now)]);
  const sources = header.sources.map((source) => ({ ...source, state: sourceStateAt(source, now) }));
  const measured = objectives({
    catalog: freshness(header, now),
    sources,
    boards: quality.sources,
    health_age_seconds: board.age_seconds,
  });
  return {
    sources,
    quality: { state: quality.state, boards: quality.sources },
    health: { age_seconds: board.age_seconds, providers: board.providers.length },
    objectives: measured,
    degraded: measured.filter(({ met }) => !met).map(({ name }) => name),
  };
}
