import { html, type Markup } from "../html.ts";

/** A price over time: it holds from its instant until the next one's. */
interface StepPoint {
  /** Epoch ms. */
  readonly at: number;
  /** Null where the offer had no such price. */
  readonly value: number | null;
}

export interface StepSeries {
  readonly name: string;
  readonly points: readonly StepPoint[];
}

const WIDTH = 760;
const HEIGHT = 240;
const LEFT = 64;
const RIGHT = 16;
const TOP = 16;
const BOTTOM = 28;
/** Below it the minutes of the ticks between would be the same, ms. */
const SHORT_MS = 14_400_000;

/** Step lines as SVG without script or inline style; the table beside it says the same in words. */
export function stepChart(series: readonly StepSeries[], until: number, label: string): Markup {
  const points = series.flatMap(({ points }) => points);
  const from = Math.min(...points.map(({ at }) => at), until - 1);
  const top = niceCeiling(Math.max(...points.map(({ value }) => value ?? 0), 0));
  const x = (at: number): number => LEFT + ((at - from) / (until - from)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
  const ticks = [0, 1, 2, 3, 4].map((step) => (top * step) / 4);
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
    ${ticks.map(
      (tick) =>
        html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(tick))}" y2="${round(y(tick))}" />
          <text class="tick" x="${LEFT - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${tickText(tick)}</text>`,
    )}
    ${timeTicks(from, until).map(
      (at, index, all) =>
        html`<text
          class="tick"
          x="${round(x(at))}"
          y="${HEIGHT - 8}"
          text-anchor="${index === 0 ? "start" : index === all.length - 1 ? "end" : "middle"}"
        >
          ${timeText(at, until - from)}
        </text>`,
    )}
    ${series.map(({ points }, index) => html`<path class="series s${index}" d="${path(points, until, x, y)}" />`)}
  </svg>`;
}

function path(
  points: readonly StepPoint[],
  until: number,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let text = "";
  let drawing = false;
  points.forEach(({ at, value }, index) => {
    const end = points[index + 1]?.at ?? until;
    if (value === null) {
      drawing = false;
      return;
    }
    text += drawing ? `V${round(y(value))}` : `M${round(x(at))} ${round(y(value))}`;
    text += `H${round(x(end))}`;
    drawing = true;
  });
  return text;
}

function timeTicks(from: number, until: number): number[] {
  const steps = until - from < SHORT_MS ? 1 : 3;
  return Array.from({ length: steps + 1 }, (_, step) => from + ((until - from) * step) / steps);
}

/** Within two days the hour matters, else the date. */
function timeText(at: number, span: number): string {
  const text = new Date(at).toISOString();
  return span < 2 * 86_400_000 ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(0, 10);
}

/** The next of 1, 2, 2.5, 5 times a power of ten: quarters of it are readable numbers. */
function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 8, 10].find((factor) => factor * power >= value * 1.02) ?? 20;
  return step * power;
}

export function tickText(value: number): string {
  return value === 0 ? "0" : String(Number(value.toPrecision(3)));
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
