import type { JsonObject } from "../../../text/json.ts";
import type { Recall } from "./recall.ts";
import type { RowFields, StatedFacts } from "./stated-facts.ts";

/**
 * Each field of a row is looked at once. Rows have thousands of different shapes: asking each for a dozen fields,
 * most of which it lacks, takes longer than parsing the file does.
 */
export function sortFields(row: JsonObject, recall: Recall): RowFields {
  const facts: StatedFacts = {};
  const prices: (readonly [string, unknown])[] = [];
  let capabilities = 0;
  // A parsed object has own fields only.
  for (const field in row) {
    const role = recall.role(field);
    if (typeof role === "number") capabilities |= row[field] === true ? role : 0;
    else if (role === "price") prices.push([field, row[field]]);
    else if (role !== "ignored") facts[role] = row[field];
  }
  return { facts, capabilities, prices };
}
