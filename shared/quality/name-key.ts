/**
 * One spelling for the many ways a model is written: `us.anthropic.claude-opus-4-5-20251101-v1:0`, `claude-opus-4.5@20251101` and
 * `Claude Opus 4.5 (Nov 2025)` all begin with `claude-opus-4-5`. Only spelling is changed: no word that tells models apart is dropped.
 */
const REGION = /^(?:us|eu|apac|global|us-gov|au|jp|ca|sa)\./;
const VENDOR_DOT =
  /^(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|qwen|openai|google|nvidia|zai|moonshotai|moonshot|minimax|writer|xai)\./;
const VENDOR_WORD =
  /^(?:amazon|nvidia|meta|moonshotai|zai-org|zai|anthropic|ibm|databricks|c4ai|xiaomi|mistralai)-(?=[a-z])/;
/** How a host serves a model, not which model it is. */
const SERVICE_SUFFIX = /:(?:free|batch|nitro|floor|online|extended|exacto|priority|flex)$/;
const FAMILY_DIGIT = /(^|-)(qwen|llama|gemma|glm|phi|granite|olmo|ernie)(\d)/g;
const CLAUDE_NUMBER_FIRST = /^claude-(\d(?:-\d)?)-(opus|sonnet|haiku)(?=-|$)/;
const MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const MONTH_YEAR = new RegExp(`(^|-)(${MONTHS})[a-z]{0,6}-(20\\d\\d)(?=-|$)`);
const EIGHT_DIGITS = /(^|-)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=-|$)/;
const MM_YYYY = /(^|-)(0[1-9]|1[0-2])-(20\d\d)(?=-|$)/;

/** Longest name that is looked at; longer ones are nobody's model. */
const MAX_NAME = 256;

export function nameKey(raw: string): string {
  let name = lastSegment(
    raw
      .slice(0, MAX_NAME)
      .toLowerCase()
      .replace(/[^\x20-\x7e]/g, "")
      .trim(),
  );
  name = name.replace(REGION, "");
  const onBedrock = VENDOR_DOT.test(name);
  name = name.replace(VENDOR_DOT, "").replace(/-v\d+:\d+(?::\w+)?$/, "");
  if (onBedrock) name = name.replace(/-v\d$/, "");
  name = name.replace(SERVICE_SUFFIX, "").replace(/(\d)p(\d)/g, "$1.$2");
  const dashed = dashes(name);
  return datesUnified(
    withoutVendor(dashed).replace(FAMILY_DIGIT, "$1$2-$3").replace(CLAUDE_NUMBER_FIRST, "claude-$2-$1"),
  );
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function dashes(name: string): string {
  return name
    .replace(/[._ ()[\],@:'"]+/g, "-")
    .replace(/-{2,}/g, "-")
    .replace(/^-|-$/g, "");
}

function withoutVendor(name: string): string {
  return name.replace(VENDOR_WORD, "").replace(VENDOR_WORD, "");
}

/** `20250514`, `may-2025` and `05-2025` become `2025-05-14`, `2025-05` and `2025-05`. Four-digit stamps (`0528`, `2411`) are versions, not dates: they stay. */
function datesUnified(name: string): string {
  return name
    .replace(EIGHT_DIGITS, "$1$2-$3-$4")
    .replace(MONTH_YEAR, (_, lead: string, month: string, year: string) => `${lead}${year}-${monthNumber(month)}`)
    .replace(MM_YYYY, "$1$3-$2");
}

function monthNumber(month: string): string {
  return String(MONTHS.split("|").indexOf(month) + 1).padStart(2, "0");
}

const TRAILING_DATE = /^(.+)-(20\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)$/;

/** The name without its trailing date, and the date (`YYYY-MM-DD` or `YYYY-MM`); null when it ends in none. */
export function splitDate(key: string): { readonly base: string; readonly date: string } | null {
  const match = TRAILING_DATE.exec(key);
  const [, base = "", date = ""] = match ?? [];
  return match === null ? null : { base, date };
}

/** Whether two dates can be the same day: a month contains its days. */
export function sameDate(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`);
}

/** A readable id for a model that only a board knows: its own name in lower case, punctuation that ids do not have as dashes. */
export function modelSlug(raw: string): string {
  const name = lastSegment(
    raw
      .slice(0, MAX_NAME)
      .toLowerCase()
      .replace(/[^\x20-\x7e]/g, ""),
  );
  return name
    .replace(/[^a-z0-9.:_-]+/g, "-")
    .replace(/-{2,}/g, "-")
    .replace(/^-|-$/g, "");
}
