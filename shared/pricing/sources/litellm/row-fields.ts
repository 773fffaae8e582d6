import type { JsonRecord } from "../json.ts";
import { FLAG_BITS, isDescriptive } from "./facts.ts";
import type { Recall } from "./recall.ts";

/** Fields that a row's facts are read from. */
const FACTS = [
  "litellm_provider",
  "mode",
  "aliases",
  "max_input_tokens",
  "max_output_tokens",
  "prompt_cache_min_tokens",
  "deprecation_date",
  "supported_output_modalities",
] as const;

/** What a row states of its model, unread. */
export type StatedFacts = { -readonly [Fact in (typeof FACTS)[number]]?: unknown };

/** What a field of a row is for: a fact, the bit of a capability, part of the price, or nothing that is read. */
export type FieldRole = (typeof FACTS)[number] | number | "price" | "ignored";

export interface RowFields {
  readonly facts: StatedFacts;
  /** Bits in the order of CAPABILITIES. */
  readonly capabilities: number;
  readonly prices: readonly (readonly [string, unknown])[];
}

export function fieldRole(field: string): FieldRole {
  const fact = FACTS.find((name) => name === field);
  if (fact !== undefined) return fact;
  const bit = FLAG_BITS.get(field);
  if (bit !== undefined) return bit;
  return isDescriptive(field) ? "ignored" : "price";
}

/**
 * Each field of a row is looked at once. Rows have thousands of different shapes: asking each for a dozen fields,
 * most of which it lacks, takes longer than parsing the file does.
 */
export function sortFields(row: JsonRecord, recall: Recall): RowFields {
  const facts: StatedFacts = {};
  const prices: (readonly [string, unknown])[] = [];
  let capabilities = 0;
  for (const entry of Object.entries(row)) {
    const role = recall.role(entry[0]);
    if (typeof role === "number") capabilities |= entry[1] === true ? role : 0;
    else if (role === "price") prices.push(entry);
    else if (role !== "ignored") facts[role] = entry[1];
  }
  return { facts, capabilities, prices };
}
