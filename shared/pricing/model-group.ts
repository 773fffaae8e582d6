import { bareId } from "./bare-id.ts";

/** What grouping needs of an offer. */
export interface Sold {
  readonly id: string;
  readonly provider: string;
}

/**
 * Model of every offer, by offer id: offers of the same weights share one. Rules are rewritings of spelling that sellers are known to use,
 * never a likeness: another size, tuning, quantisation or `-exp` is another model. An offer that stands alone is its own model.
 */
export function groupModels(offers: Iterable<Sold>): ReadonlyMap<string, string> {
  const names = Array.from(offers, named);
  const dates = datesByBase(names);
  const keys = names.map(({ base, date }) => (date === null || dates.get(base)?.size === 1 ? base : `${base}-${date}`));
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const models = new Map<string, string>();
  for (const [at, { id }] of names.entries()) {
    const key = keys[at] ?? id;
    models.set(id, isGeneric(key) ? id : counts.get(key) === 1 ? bareId(id) : key);
  }
  return models;
}

interface Named extends Name {
  readonly id: string;
}

interface Name {
  readonly base: string;
  /** Digits of a snapshot date at the end. */
  readonly date: string | null;
}

/** A version with one dated snapshot is that snapshot (Claude); with several, each date is a model of its own (gpt-4o). */
function datesByBase(names: Iterable<Name>): ReadonlyMap<string, ReadonlySet<string>> {
  const dates = new Map<string, Set<string>>();
  for (const { base, date } of names) {
    if (date === null) continue;
    const known = dates.get(base);
    if (known === undefined) dates.set(base, new Set([date]));
    else known.add(date);
  }
  return dates;
}

/** One word without a number (`best`, `base`, `default`) names no weights across sellers: such an offer keeps its seller's name. */
function isGeneric(key: string): boolean {
  return !/[\d-]/.test(key);
}

const DATE = /[-@](20\d{2})-?(\d{2})-?(\d{2})$/;
const ENDS_IN_DIGIT = /\d$/;
const VARIANT = /:(free|batch|thinking|extended|exacto|nitro|floor|online)$/;
const ALIAS = /@(default|latest)$/;
const GEO = /^(?:us-gov|us|eu|apac|au|jp|ca|sa|global)\./;
const VENDOR =
  /^(?:ai21|amazon|anthropic|cohere|google|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|writer|zai)\./;
const BEDROCK_VERSION = /-v?\d+:\d+(?::\d+k)?$/;

function named({ id, provider }: Sold): Named {
  const segment = withoutMarks(id.slice(id.lastIndexOf("/") + 1).toLowerCase());
  const local = sellerSpelling(segment, provider);
  const date = ENDS_IN_DIGIT.test(local) ? DATE.exec(local) : null;
  const base = folded(date === null ? local : local.slice(0, date.index));
  return { id, base, date: date === null ? null : `${date[1]}${date[2]}${date[3]}` };
}

/** Without `:free` and its like, and without `@default`. */
function withoutMarks(segment: string): string {
  const plain = segment.includes(":") ? segment.replace(VARIANT, "") : segment;
  return plain.includes("@") ? plain.replace(ALIAS, "") : plain;
}

/** What one seller alone puts around the name. */
function sellerSpelling(segment: string, provider: string): string {
  if (provider === "bedrock") {
    const inner = segment.replace(GEO, "").replace(VENDOR, "").replace(BEDROCK_VERSION, "");
    return inner.replace(/^deepseek\.(?:deepseek-)?/, "deepseek-");
  }
  if (provider === "fireworks_ai") return segment.replace(/(\d)p(\d)/g, "$1.$2");
  return provider === "vertex_ai" ? segment.replace(/-maas$/, "") : segment;
}

/** Punctuation of versions, and the two ways in which Llama is written. */
function folded(name: string): string {
  const dashed = name.replace(/[._ ]/g, "-");
  return dashed.includes("llama")
    ? dashed.replace(/^meta-llama/, "llama").replace(/^llama-?v?(?=\d)/, "llama-")
    : dashed;
}
