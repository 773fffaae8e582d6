import uPlot from "uplot";

/**
 * Replaces the drawn price history by one that can be read off and zoomed. It takes its numbers from the table on the page,
 * so that it needs no request and cannot say anything else than the table does.
 */
const HEIGHT = 260;

const figure = document.querySelector<HTMLElement>('[data-chart="history"]');
const table = document.querySelector<HTMLTableElement>("table[data-history]");
if (figure !== null && table !== null) draw(figure, table);

function draw(figure: HTMLElement, table: HTMLTableElement): void {
  const until = Number(figure.dataset["until"]) / 1000;
  const { times, names, prices } = readTable(table);
  const drawn = figure.querySelector("svg");
  // One price that never moved is a level line: the drawing is as good.
  if (times.length < 2 || drawn === null || !Number.isFinite(until)) return;
  const place = document.createElement("div");
  place.setAttribute("aria-hidden", "true");
  drawn.before(place);
  const data: uPlot.AlignedData = [[...times, until], ...prices.map((column) => [...column, column.at(-1) ?? null])];
  let chart = plot(place, names, data);
  drawn.remove();
  // The chart has its own, which follows the pointer.
  figure.querySelector(".legend")?.remove();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    chart.destroy();
    chart = plot(place, names, data);
  });
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
}

interface History {
  /** Epoch seconds, oldest first. */
  readonly times: number[];
  readonly names: string[];
  readonly prices: (number | null)[][];
}

function readTable(table: HTMLTableElement): History {
  const rows = [...table.querySelectorAll("tbody tr")].toReversed();
  const names = [...table.querySelectorAll<HTMLElement>("thead th[data-name]")].map((th) => th.dataset["name"] ?? "");
  const times = rows.map((row) => Date.parse(row.querySelector("time")?.dateTime ?? "") / 1000);
  const prices = names.map((_, column) =>
    rows.map((row) => {
      const cell = row.querySelectorAll("td.num")[column]?.querySelector("data");
      return cell === null || cell === undefined ? null : Number(cell.value);
    }),
  );
  return { times, names, prices };
}

function plot(place: HTMLElement, names: readonly string[], data: uPlot.AlignedData): uPlot {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--soft"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line") },
  };
  const span = (data[0].at(-1) ?? 0) - (data[0][0] ?? 0);
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      // As the table: in UTC.
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: { y: { range: (_, __, max) => [0, max === 0 ? 1 : max * 1.1] } },
      axes: [
        { ...axis, space: 90, values: (_, ticks) => ticks.map((tick) => timeText(tick, span)) },
        { ...axis, size: 60, values: (_, ticks) => ticks.map((tick) => `$${Number(tick.toPrecision(6))}`) },
      ],
      series: [
        { label: "from", value: (_: uPlot, at: number | null) => (at === null ? "" : `${timeText(at, 0)} UTC`) },
        ...names.map((label, index) => ({
          label,
          stroke: colour(`--series-${index}`),
          width: 2,
          dash: [[], [7, 3], [2, 3]][index] ?? [],
          value: (_: uPlot, value: number | null, __: number, at: number | null) =>
            at === null ? "" : value === null ? "unknown" : `$${value}`,
          ...(stepped === undefined ? {} : { paths: stepped }),
        })),
      ],
    },
    data,
    place,
  );
}

/** Days are told apart by date, hours by the minute, and minutes by the second; 0 wants all of it. */
function timeText(seconds: number, span: number): string {
  const text = new Date(seconds * 1000).toISOString();
  if (span === 0) return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
  if (span > 172_800) return text.slice(0, 10);
  return span > 1_200 ? text.slice(11, 16) : text.slice(11, 19);
}
