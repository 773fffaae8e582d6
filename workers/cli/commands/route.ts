import { CATEGORIES } from "../../../shared/quality/category.ts";
import { CAPABILITIES } from "../../../shared/pricing/offer.ts";
import { SERVICE_TIERS } from "../../../shared/pricing/rate.ts";
import { POLICIES } from "../../../shared/routing/policy.ts";
import { listOf, numberOf, usageOf, WITH_USAGE, wordOf, wordsOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { plain, tableText, UNKNOWN } from "../table.ts";
import { BILLING_OPTIONS, COMMON_HELP, USAGE_HELP } from "./options.ts";

export const route: Command = {
  summary: "Where a call should go, and why not elsewhere",
  help: `ratecard route [MODEL …] [options]

  MODEL …                     candidates; all offers unless named
  --policy POLICY             ${POLICIES.join(", ")}
  --capability LIST           ${CAPABILITIES.join(", ")}
  --min-context N, --min-quality N, --category NAME
  --provider LIST, --exclude-provider LIST
  --prefix N                  tokens at the beginning that repeat from call to call
  --hit-rate N                how often they are found in the cache, 0 to 1
  --max-cost USD              most that the call may cost
  --limit N                   rows (10)
${USAGE_HELP}${COMMON_HELP}`,
  options: {
    ...WITH_USAGE,
    ...BILLING_OPTIONS,
    policy: { type: "string" },
    capability: { type: "string" },
    "min-context": { type: "string" },
    "min-quality": { type: "string" },
    category: { type: "string" },
    provider: { type: "string" },
    "exclude-provider": { type: "string" },
    prefix: { type: "string" },
    "hit-rate": { type: "string" },
    "max-cost": { type: "string" },
    limit: { type: "string" },
  },
  run: async (given, client) => {
    const prefix = numberOf(given, "prefix");
    const usage = usageOf(given);
    const answer = await client.route({
      ...(Object.keys(usage).length === 0 ? {} : { usage }),
      ...(given.words.length === 0 ? {} : { candidates: given.words }),
      policy: wordOf(given, "policy", POLICIES),
      require: {
        capabilities: wordsOf(given, "capability", CAPABILITIES),
        min_context_tokens: numberOf(given, "min-context"),
        min_quality: numberOf(given, "min-quality"),
        category: wordOf(given, "category", CATEGORIES),
        providers: listOf(given, "provider"),
        exclude_providers: listOf(given, "exclude-provider"),
        region: given.text("region"),
      },
      ...(prefix === undefined ? {} : { cache: { prefix_tokens: prefix, hit_rate: numberOf(given, "hit-rate") } }),
      max_cost_usd: given.text("max-cost"),
      service_tier: wordOf(given, "service-tier", SERVICE_TIERS),
      at: given.text("at"),
      limit: numberOf(given, "limit"),
    });
    const { choice, ranked, rejected } = answer.data;
    const rows = ranked.map((row, index) => [
      String(index + 1),
      plain(row.model.id),
      row.expected_cost_usd,
      row.quality === null ? UNKNOWN : row.quality.toFixed(1),
      row.health_score === null ? UNKNOWN : row.health_score.toFixed(0),
      row.score.toPrecision(4),
    ]);
    const table = tableText(
      [
        { title: "#", kind: "figure" },
        { title: "MODEL", kind: "text" },
        { title: "EXPECTED $", kind: "figure" },
        { title: "QUALITY", kind: "figure" },
        { title: "HEALTH", kind: "figure" },
        { title: "SCORE", kind: "figure" },
      ],
      rows,
    );
    const head = choice === null ? "no candidate is left" : `choice: ${plain(choice.model.id)}`;
    const refused = rejected
      .slice(0, 10)
      .map(({ model, reason, detail }) => `- ${plain(model)}: ${reason}, ${plain(detail)}\n`);
    return { answer, text: `${head}\n\n${table}${refused.length === 0 ? "" : `\nrejected:\n${refused.join("")}`}` };
  },
};
