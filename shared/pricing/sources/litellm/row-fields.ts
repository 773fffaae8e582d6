import type { JsonRecord } from "../json.ts";
import type { Recall } from "./recall.ts";
import type { RowFields, StatedFacts } from "./stated-facts.ts";

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
