import type { Health } from "../../../shared/client/index.ts";
import type { Command } from "../command.ts";
import { ageText, countText } from "../figures.ts";
import { UsageError } from "../io.ts";
import { plain, tableText, UNKNOWN } from "../table.ts";
import { COMMON_HELP } from "./options.ts";

type Row = Health & { readonly age_seconds: number };

export const health: Command = {
  summary: "State, score and reasons of providers",
  help: `ratecard health [PROVIDER]\n\nWithout a provider: all that report or have a status page.\n${COMMON_HELP}`,
  options: {},
  run: async (given, client) => {
    const [provider, ...rest] = given.words;
    if (rest.length > 0) throw new UsageError("name one provider, or none for all");
    const answer = provider === undefined ? await client.listHealth() : await client.getHealth({ provider });
    const rows: readonly Row[] = "provider" in answer.data ? [answer.data] : answer.data;
    return { answer, text: healthTable(rows) };
  },
};

function healthTable(rows: readonly Row[]): string {
  return tableText(
    [
      { title: "PROVIDER", kind: "text" },
      { title: "STATE", kind: "text" },
      { title: "SCORE", kind: "figure" },
      { title: "CALLS 5 MIN", kind: "figure" },
      { title: "P50 MS", kind: "figure" },
      { title: "STATUS PAGE", kind: "text" },
      { title: "AGE", kind: "figure" },
      { title: "REASONS", kind: "text" },
    ],
    rows.map((row) => [
      plain(row.provider),
      row.state,
      row.score === null ? UNKNOWN : row.score.toFixed(2),
      countText(row.window.calls),
      countText(row.window.latency_ms.p50),
      row.status_page === null ? "none" : `${row.status_page.status}${row.status_page.stale ? " (stale)" : ""}`,
      ageText(row.age_seconds),
      plain(row.reasons.join("; ")),
    ]),
  );
}
