import { problem } from "../../../shared/contract/problem.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { MAX_REPORTS } from "../../../shared/health/report.ts";
import type { Handler } from "../call.ts";
import { readBoard, readTenantView } from "../health-read.ts";
import { sendReports } from "../health-report.ts";

/** A cache may not add much to the board's own age: ten seconds behind in all. */
const BRIEFLY = { "cache-control": "public, max-age=2" };
/** Reports of the administrator are a reporter like any tenant; no tenant can have this id. */
export const ADMIN_REPORTER = "_admin";

export const reportHealth: Handler<typeof OPERATIONS.reportHealth> = async ({ body }, call) => {
  if (body.reports.length > MAX_REPORTS)
    return problem("payload_too_large", `at most ${MAX_REPORTS} rows in one batch`);
  const { credentials } = call;
  const tenant_id = credentials.kind === "tenant" ? credentials.tenant_id : ADMIN_REPORTER;
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
  const ids = [...new Set([...board.providers, ...STATUS_PAGES.keys()])].sort();
  const rows = ids.map((id) => {
    const { data, age_seconds } = board.entry(id);
    return { ...data, age_seconds };
  });
  return { data: rows, headers: BRIEFLY, meta: { health: { age_seconds: board.age_seconds } } };
};

export const getHealth: Handler<typeof OPERATIONS.getHealth> = async ({ params }, call) => {
  const { credentials } = call;
  const provider = params.provider.toLowerCase();
  const entry =
    credentials.kind === "tenant"
      ? await readTenantView(call.env, provider, credentials.tenant_id, call.now)
      : credentials.kind === "admin"
        ? await readTenantView(call.env, provider, ADMIN_REPORTER, call.now)
        : (await readBoard(call.env, call.ctx, call.now)).entry(provider);
  return { data: { ...entry.data, age_seconds: entry.age_seconds }, headers: BRIEFLY };
};
