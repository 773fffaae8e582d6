import type { SourceOffer } from "../offer.ts";
import type { PriceSource, RejectedRow, SourceSnapshot, UnusableBody } from "../source.ts";
import { parseBody } from "./json.ts";
import { isObject } from "../../text/json.ts";
import type { JsonObject } from "../../text/json.ts";
import { Recall } from "./litellm/recall.ts";
import { readRow } from "./litellm/row.ts";
import { foldTwins } from "./litellm/twins.ts";
import { UnknownKeys } from "./unknown-keys.ts";

/** Keys of the file that upstream documents as no model. */
const NO_MODELS: ReadonlyMap<string, string> = new Map([
  ["sample_spec", "the file's own description of its fields"],
  ["fallback_generalizations", "patterns for unknown ids, without prices"],
]);

/** LiteLLM's price list: one JSON object, key = model id, all costs in USD per one unit. */
export const litellm: PriceSource = {
  name: "litellm",
  url: "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
  license: "MIT",
  attribution: "LiteLLM, model_prices_and_context_window.json, © Berri AI, MIT licence",
  read: ([body, ...more]) => {
    if (body === undefined || more.length > 0) return { unusable: `${more.length} further bodies where one is sent` };
    const parsed = parseBody(body);
    if ("unusable" in parsed) return parsed;
    return isObject(parsed.value) ? readFile(parsed.value) : { unusable: "not a JSON object" };
  },
};

function readFile(file: JsonObject): SourceSnapshot | UnusableBody {
  const rows: SourceOffer[] = [];
  const rejected: RejectedRow[] = [];
  const skipped: RejectedRow[] = [];
  const unknown = new UnknownKeys();
  const recall = new Recall();
  const entries = Object.entries(file);
  for (const [key, value] of entries) {
    const documented = NO_MODELS.get(key);
    if (documented !== undefined) {
      skipped.push({ key, reason: "not_a_model", detail: documented });
      continue;
    }
    const row = readRow(key, value, recall);
    if (row.offer !== null) rows.push(row.offer);
    rejected.push(...row.rejected);
    unknown.add(row.unknown);
  }
  if (rows.length === 0) return { unusable: `no model among ${entries.length} rows` };
  const folded = foldTwins(rows);
  skipped.push(...folded.skipped);
  return { offers: folded.offers, rejected, skipped, rows: entries.length, unknown_keys: unknown.list() };
}
