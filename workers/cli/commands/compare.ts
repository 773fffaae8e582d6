import { usageOf, WITH_USAGE } from "../arguments.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../io.ts";
import { plain, tableText, UNKNOWN } from "../table.ts";
import { BILLING_OPTIONS, billingOf, COMMON_HELP, USAGE_HELP } from "./options.ts";

export const compare: Command = {
  summary: "The same usage on several models, cheapest first",
  help: `ratecard compare MODEL MODEL … [options]\n\n${USAGE_HELP}${COMMON_HELP}`,
  options: { ...WITH_USAGE, ...BILLING_OPTIONS },
  run: async (given, client) => {
    const models = given.words.flatMap((word) => word.split(","));
    if (models.length === 0)
      throw new UsageError("name the models: ratecard compare openai/gpt-4o anthropic/claude-sonnet-4-5");
    const answer = await client.compare({ models, ...usageOf(given), ...billingOf(given) });
    const rows = answer.data.rows.map((row) =>
      "problem" in row
        ? [plain(row.requested), UNKNOWN, "", "", `${row.problem.code}: ${plain(row.problem.detail)}`]
        : [
            plain(row.model.id),
            row.total_usd,
            row.ratio_to_cheapest === null ? UNKNOWN : row.ratio_to_cheapest.toFixed(2),
            row.quality === null ? UNKNOWN : row.quality.score.toFixed(1),
            `${row.price_status}${row.partial === true ? ", at least: a part has no price" : ""}`,
          ],
    );
    const table = tableText(
      [
        { title: "MODEL", kind: "text" },
        { title: "$ FOR THIS USAGE", kind: "figure" },
        { title: "RATIO", kind: "figure" },
        { title: "QUALITY", kind: "figure" },
        { title: "PRICE", kind: "text" },
      ],
      rows,
    );
    const turning = answer.data.break_even
      .filter(({ cache_hit_rate }) => cache_hit_rate !== null)
      .map(({ model, against, cache_hit_rate }) => {
        const percent = ((cache_hit_rate ?? 0) * 100).toFixed(1);
        return `${plain(model)} costs the same as ${plain(against)} at ${percent} % cache hits\n`;
      });
    return { answer, text: `${table}${turning.length === 0 ? "" : `\n${turning.join("")}`}` };
  },
};
