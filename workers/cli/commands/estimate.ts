import { usageOf, WITH_USAGE } from "../arguments.ts";
import type { Command } from "../command.ts";
import { countText, unitOf, unitPrice } from "../figures.ts";
import { UsageError } from "../io.ts";
import { plain, tableText, UNKNOWN } from "../table.ts";
import { BILLING_OPTIONS, billingOf, COMMON_HELP, USAGE_HELP } from "./options.ts";

export const estimate: Command = {
  summary: "What one call costs, line by line",
  help: `ratecard estimate MODEL [options]\n\n${USAGE_HELP}${COMMON_HELP}`,
  options: { ...WITH_USAGE, ...BILLING_OPTIONS },
  run: async (given, client) => {
    const [model, ...rest] = given.words;
    if (model === undefined || rest.length > 0) throw new UsageError("name one model: ratecard estimate openai/gpt-4o");
    const answer = await client.estimate({ model, ...usageOf(given), ...billingOf(given) });
    const { data } = answer;
    const rows = data.lines.map((line) => [
      line.meter,
      countText(line.quantity),
      unitPrice(line.meter, line.usd_per_unit),
      unitOf(line.meter),
      line.usd ?? UNKNOWN,
      line.rule,
      line.source ?? "",
    ]);
    const table = tableText(
      [
        { title: "METER", kind: "text" },
        { title: "QUANTITY", kind: "figure" },
        { title: "$ PER", kind: "figure" },
        { title: "UNIT", kind: "text" },
        { title: "$", kind: "figure" },
        { title: "RULE", kind: "text" },
        { title: "SOURCE", kind: "text" },
      ],
      rows,
    );
    const total = `${plain(data.model.id)}  total $${data.total_usd}${data.partial === true ? " at least: a part has no price" : ""}\n`;
    const warnings = data.warnings.map(({ code, detail }) => `! ${code}: ${plain(detail)}\n`).join("");
    return { answer, text: `${total}\n${table}${warnings}` };
  },
};
