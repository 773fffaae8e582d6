import { html, type Markup } from "../html.ts";
import { round, tickText } from "./step-chart.ts";

export interface ChartPoint {
  readonly id: string;
  readonly href: string;
  /** USD, above zero: the axis is logarithmic. */
  readonly cost: number;
  readonly score: number;
  readonly interval: readonly [number, number] | null;
}

const WIDTH = 760;
const HEIGHT = 380;
const LEFT = 48;
const RIGHT = 20;
const TOP = 16;
const BOTTOM = 44;

/** Cost (log) by score: the frontier as numbered marks with intervals and a line, all others as dots. Numbers are the rows of the table below. */
export function frontierChart(
  frontier: readonly ChartPoint[],
  others: readonly ChartPoint[],
  costLabel: string,
): Markup {
  const all = [...frontier, ...others];
  const costs = all.map(({ cost }) => Math.log10(cost));
  const from = Math.floor(Math.min(...costs) * 2) / 2;
  const until = Math.max(from + 0.5, Math.ceil(Math.max(...costs) * 2) / 2);
  const scores = all.flatMap(({ score, interval }) => [score, ...(interval ?? [])]);
  const low = Math.max(0, Math.floor(Math.min(...scores) / 10) * 10);
  const high = Math.min(100, Math.max(low + 10, Math.ceil(Math.max(...scores) / 10) * 10));
  const x = (cost: number): number => LEFT + ((Math.log10(cost) - from) / (until - from)) * (WIDTH - LEFT - RIGHT);
  const y = (score: number): number =>
    TOP + (1 - (Math.min(high, Math.max(low, score)) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  return html`<svg
    class="chart"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="group"
    aria-label="Cost and quality; the tables below have the same numbers"
  >
    ${scoreTicks(low, high).map(
      (score) =>
        html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(score))}" y2="${round(y(score))}" />
          <text class="tick" x="${LEFT - 8}" y="${round(y(score) + (score === low ? -2 : 4))}" text-anchor="end"
            >${score}</text
          >`,
    )}
    ${costTicks(from, until).map(
      (cost) =>
        html`<line class="grid" x1="${round(x(cost))}" x2="${round(x(cost))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" />
          <text class="tick" x="${round(x(cost))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle"
            >$${tickText(cost)}</text
          >`,
    )}
    <text class="tick" x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end">${costLabel} →</text>
    <text class="tick" x="${LEFT}" y="${HEIGHT - 6}">↑ quality, 0 to 100</text>
    <g aria-hidden="true">
      ${others.map(({ cost, score, id }) => html`<circle class="other" cx="${round(x(cost))}" cy="${round(y(score))}" r="2.5"><title>${id}</title></circle>`)}
      <path class="series s0" d="${stairs(frontier, x, y)}" />
    </g>
    ${frontier.map(({ cost, score, interval, id, href }, index) => {
      const cx = round(x(cost));
      const cy = round(y(score));
      return html`<a href="${href}" aria-label="${index + 1}: ${id}, score ${score.toFixed(1)}">
        ${
          interval === null
            ? null
            : html`<line
                class="whisker"
                x1="${cx}"
                x2="${cx}"
                y1="${round(y(interval[0]))}"
                y2="${round(y(interval[1]))}"
              />`
        }
        <circle class="front" cx="${cx}" cy="${cy}" r="9" />
        <text class="front-label" x="${cx}" y="${round(cy + 3.5)}" text-anchor="middle">${index + 1}</text>
        <title>${id}: score ${score.toFixed(1)}</title>
      </a>`;
    })}
  </svg>`;
}

/** What a budget buys: the score stays until the next frontier model is affordable. */
function stairs(frontier: readonly ChartPoint[], x: (cost: number) => number, y: (score: number) => number): string {
  return frontier
    .map(({ cost, score }, index) =>
      index === 0 ? `M${round(x(cost))} ${round(y(score))}` : `H${round(x(cost))}V${round(y(score))}`,
    )
    .join("");
}

function scoreTicks(low: number, high: number): number[] {
  const step = high - low > 50 ? 20 : 10;
  const ticks: number[] = [];
  for (let score = low; score <= high; score += step) ticks.push(score);
  return ticks;
}

/** 1, (2, 5 where there is room,) 10 … */
function costTicks(from: number, until: number): number[] {
  const factors = until - from > 3.5 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(from); power <= until; power += 1) {
    for (const factor of factors) {
      const cost = factor * 10 ** power;
      if (Math.log10(cost) >= from - 1e-9 && Math.log10(cost) <= until + 1e-9) ticks.push(cost);
    }
  }
  return ticks;
}
