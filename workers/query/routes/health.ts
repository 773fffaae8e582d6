import { problem } from "../../../shared/contract/problem.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { MAX_REPORTS } from "../../../shared/health/report.ts";
import type { Handler } from "../call.ts";
import { readTenantList } from "../health-list.ts";
import { readBoard, readTenantView } from "../health-read.ts";
import { sendReports } from "../health-report.ts";
import { ADMIN_REPORTER, reporterOf } from "../reporter.ts";

/** A cache may not add much to the board's own age: ten seconds behind in all. */
const BRIEFLY = { "cache-control": "public, max-age=2" };

export const reportHealth: Handler<typeof OPERATIONS.reportHealth> = async ({ body }, call) => {
  if (body.reports.length > MAX_REPORTS)
    return problem("payload_too_large", `at most ${MAX_REPORTS} rows in one batch`);
  const tenant_id = reporterOf(call) ?? ADMIN_REPORTER;
  const outcome = await sendReports(call.env, { tenant_id, batch_id: body.batch_id, rows: body.reports }, call.now);
  if (!("shed" in outcome)) return { data: outcome };
  const shed = problem(
    "rate_limited",
    "reports come faster than they can be counted: send the batch again under its batch_id",
  );
  return { ...shed, headers: { "retry-after": String(outcome.retry_after_seconds) } };
};

export const listHealth: Handler<typeof OPERATIONS.listHealth> = async (_, call) => {
  const [board, { STATUS_PAGES }] = await Promise.all([
    readBoard(call.env, call.ctx, call.now),
    import("../../../shared/health/status-pages/table.ts"),
  ]);
  const reporter = reporterOf(call);
  const entries =
    reporter === null
      ? [...new Set([...board.providers, ...STATUS_PAGES.keys()])].sort().map((id) => board.entry(id))
      : await readTenantList(call.env, board, reporter, STATUS_PAGES.keys(), call.now);
  const rows = entries.map(({ data, age_seconds }) => ({ ...data, age_seconds }));
  return { data: rows, headers: BRIEFLY, meta: { health: { age_seconds: board.age_seconds } } };
};

export const getHealth: Handler<typeof OPERATIONS.getHealth> = async ({ params }, call) => {
  const reporter = reporterOf(call);
  const provider = params.provider.toLowerCase();
  const entry =
    reporter === null
      ? (await readBoard(call.env, call.ctx, call.now)).entry(provider)
      : await readTenantView(call.env, provider, reporter, call.now);
  return { data: { ...entry.data, age_seconds: entry.age_seconds }, headers: BRIEFLY };
};
