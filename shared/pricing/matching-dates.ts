/** A model id with a snapshot date in it: `base`, the date, and what follows it (Bedrock's `-v1:0`). */
export interface DatedId {
  readonly base: string;
  /** Epoch ms of the date's midnight UTC. */
  readonly time: number;
  /** `YYYYMMDD` */
  readonly digits: string;
  readonly suffix: string;
}

const DATED = /^(.+)[-@](20\d{2})(-?)(0[1-9]|1[0-2])\3(0[1-9]|[12]\d|3[01])(-v\d{1,2}(?::\d{1,2})?)?$/;

/** The date a model id ends with, in any spelling sellers use; null when there is none that exists in the calendar. */
export function splitDatedId(id: string): DatedId | null {
  const match = DATED.exec(id);
  if (match === null) return null;
  const [, base = "", year = "", , month = "", day = "", suffix = ""] = match;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return new Date(time).getUTCDate() === Number(day) ? { base, time, digits: year + month + day, suffix } : null;
}

/** The same snapshot as other sellers and sources write it: `-20250929`, `@20250929`, `-2025-09-29`. */
export function dateSpellings({ base, digits, suffix }: DatedId): readonly string[] {
  const dashed = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const dated = [`${base}-${digits}`, `${base}@${digits}`, `${base}-${dashed}`];
  return suffix === "" ? dated : dated.map((id) => id + suffix);
}

/** The undated id of the same version; none for experiments, whose snapshots share nothing but a name. */
export function undatedSpellings({ base, suffix }: DatedId): readonly string[] {
  if (/-exp(?:$|-)/.test(base)) return [];
  return suffix === "" ? [base] : [base + suffix, base];
}
