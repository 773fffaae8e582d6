import type { SourceState } from "../pricing/catalog.ts";
import type { Freshness } from "../pricing/freshness.ts";
import type { BoardStatus } from "../quality/board-status.ts";

/** What the service promises about itself, in figures that an alert can be set on. */
export interface Objective {
  readonly name: string;
  readonly met: boolean;
  /** Null: there is nothing to measure yet. */
  readonly value: number | string | null;
  /** What the value must be; a number is a limit. */
  readonly target: number | string;
}

/** Served prices were confirmed by a live source within a day, a source answers nine times in ten, and health is half a minute old at most. */
const PRICE_AGE_SECONDS = 86_400;
const SUCCESS_RATE = 0.9;
const HEALTH_AGE_SECONDS = 30;

export interface Facts {
  readonly catalog: Freshness;
  readonly sources: readonly SourceState[];
  readonly boards: readonly BoardStatus[];
  /** Since this isolate last had word of the health board; null: never. */
  readonly health_age_seconds: number | null;
}

/** Every objective with its value; `met` false is worth waking somebody for. A board that is off by configuration has none. */
export function objectives({ catalog, sources, boards, health_age_seconds }: Facts): Objective[] {
  const live = sources.filter(({ state }) => state !== "bundled");
  return [
    {
      name: "prices_age_seconds",
      met: catalog.state === "fresh" && catalog.age_seconds <= PRICE_AGE_SECONDS,
      value: catalog.age_seconds,
      target: PRICE_AGE_SECONDS,
    },
    ...live.map(sourceObjective),
    ...boards.filter(({ state }) => state !== "off").map(boardObjective),
    {
      name: "health_board_age_seconds",
      met: health_age_seconds !== null && health_age_seconds <= HEALTH_AGE_SECONDS,
      value: health_age_seconds,
      target: HEALTH_AGE_SECONDS,
    },
  ];
}

function sourceObjective({ name, success_rate_24h }: SourceState): Objective {
  const met = success_rate_24h === null || success_rate_24h >= SUCCESS_RATE;
  return { name: `price_source_success_rate_24h:${name}`, met, value: success_rate_24h, target: SUCCESS_RATE };
}

function boardObjective({ id, state }: BoardStatus): Objective {
  return { name: `quality_board:${id}`, met: state === "fresh", value: state, target: "fresh" };
}
