/** Ratios of one run: each round measures both sides, one after the other, so that what else the machine does falls on both. */
export interface Ratio {
  readonly name: string;
  readonly ratios: readonly number[];
  /** Medians of each side, and what they count. */
  readonly ours: number;
  readonly theirs: number;
  readonly unit: string;
  /** At most this; null where the ratio is only told. `least` turns it round: at least this. */
  readonly target: number | null;
  readonly least?: boolean;
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly target: number | null;
  readonly least?: boolean;
  readonly note?: string;
  readonly rounds: number;
  /** Turns that the two sides take in one round; what the machine does meanwhile then falls on both of them. */
  readonly turns?: number;
}

type Side = () => number | Promise<number>;

/** A B A B …: medians of the rounds' ratios, and all of them for the spread. */
export async function compare({ rounds, turns = 1, ...row }: Comparison, ours: Side, theirs: Side): Promise<Ratio> {
  const a: number[] = [];
  const b: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let mine = 0;
    let other = 0;
    for (let turn = 0; turn < turns; turn += 1) {
      mine += await ours();
      other += await theirs();
    }
    a.push(mine / turns);
    b.push(other / turns);
  }
  const ratios = a.map((value, index) => value / (b[index] ?? Number.NaN));
  return { ...row, ratios, ours: median(a), theirs: median(b) };
}

export function isMet({ ratios, target, least }: Ratio): boolean | null {
  if (target === null) return null;
  return least === true ? median(ratios) >= target : median(ratios) <= target;
}

/** CPU of this process in microseconds, the collector's threads included. */
export function ownCpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Nanoseconds of one call, best of a few batches: for what takes microseconds. */
export function nanoseconds(work: () => void, calls: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < 3; batch += 1) {
    const begun = process.hrtime.bigint();
    for (let call = 0; call < calls; call += 1) work();
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / calls);
  }
  return best;
}

const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3);

/** One line of Markdown. */
export function line(row: Ratio): string {
  const { name, ratios, ours, theirs, unit, target, least, note } = row;
  const met = isMet(row);
  const bound = target === null ? "–" : `${least === true ? "≥" : "≤"} ${target}`;
  const verdict = met === null ? "" : met ? "met" : "**missed**";
  const spread = `${figure(Math.min(...ratios))} – ${figure(Math.max(...ratios))}`;
  return `| ${name} | ${figure(median(ratios))} | ${spread} | ${bound} | ${verdict} | ${figure(ours)} / ${figure(theirs)} ${unit}${note === undefined ? "" : `; ${note}`} |`;
}

export const TABLE_HEAD = "| figure | ratio (median) | spread | target | | ours / other |\n|---|---|---|---|---|---|";
