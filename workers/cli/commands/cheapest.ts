import { CATEGORIES } from "../../../shared/quality/category.ts";
import { CAPABILITIES, MODES } from "../../../shared/pricing/offer.ts";
import { listOf, numberOf, usageOf, WITH_USAGE, wordOf, wordsOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { countText } from "../figures.ts";
import { UsageError } from "../io.ts";
import { plain, tableText, UNKNOWN } from "../table.ts";
import { BILLING_OPTIONS, billingOf, COMMON_HELP, USAGE_HELP } from "./options.ts";

export const cheapest: Command = {
  summary: "The cheapest offers for your usage",
  help: `ratecard cheapest [options]

Which offers:
  --capability LIST           ${CAPABILITIES.join(", ")}
  --min-context N             tokens, e.g. 200k
  --mode MODE                 chat (default), embedding, image_generation, …
  --provider LIST, --exclude-provider LIST
  --min-quality N             0 to 100, in --category (general)
  --healthy                   leaves unhealthy providers out
  --include-free              free offers too
  --limit N                   rows (10)
${USAGE_HELP}${COMMON_HELP}`,
  options: {
    ...WITH_USAGE,
    ...BILLING_OPTIONS,
    capability: { type: "string" },
    "min-context": { type: "string" },
    mode: { type: "string" },
    provider: { type: "string" },
    "exclude-provider": { type: "string" },
    "min-quality": { type: "string" },
    category: { type: "string" },
    healthy: { type: "boolean" },
    "include-free": { type: "boolean" },
    limit: { type: "string" },
  },
  run: async (given, client) => {
    if (given.words.length > 0) throw new UsageError(`cheapest takes options only, not ${given.words.join(" ")}`);
    const answer = await client.cheapest({
      ...usageOf(given),
      ...billingOf(given),
      capability: wordsOf(given, "capability", CAPABILITIES),
      min_context_tokens: numberOf(given, "min-context"),
      mode: wordOf(given, "mode", MODES),
      provider: listOf(given, "provider"),
      exclude_provider: listOf(given, "exclude-provider"),
      min_quality: numberOf(given, "min-quality"),
      category: wordOf(given, "category", CATEGORIES),
      healthy: given.flag("healthy") ? true : undefined,
      include_free: given.flag("include-free") ? true : undefined,
      limit: numberOf(given, "limit"),
    });
    const rows = answer.data.map((row) => [
      String(row.rank),
      plain(row.model.id),
      row.total_usd,
      row.quality === null ? UNKNOWN : row.quality.score.toFixed(1),
      row.health.state,
      countText(row.context_tokens),
      row.price_status,
    ]);
    const table = tableText(
      [
        { title: "#", kind: "figure" },
        { title: "MODEL", kind: "text" },
        { title: "$ FOR THIS USAGE", kind: "figure" },
        { title: "QUALITY", kind: "figure" },
        { title: "HEALTH", kind: "text" },
        { title: "CONTEXT", kind: "figure" },
        { title: "PRICE", kind: "text" },
      ],
      rows,
    );
    const { considered, excluded } = answer.meta;
    const left = Object.entries(excluded).filter(([, count]) => count > 0);
    const out = left.map(([reason, count]) => `${count} ${reason.replaceAll("_", " ")}`).join(", ");
    return { answer, text: `${table}\n${considered} offers considered; left out: ${out === "" ? "none" : out}\n` };
  },
};
