import { problem } from "../../../shared/contract/problem.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { priceLedger } from "../../ledger/stub.ts";
import { refreshPrices } from "../../refresh/prices.ts";
import { pollStatusPages } from "../../refresh/status-pages.ts";
import type { Call, Handler, Outcome } from "../call.ts";
import { installCatalog } from "../catalog-read.ts";

const JOBS = { prices, quality, status_pages: statusPages } as const;

export const refresh: Handler<typeof OPERATIONS.refresh> = ({ body }, call) =>
  orUnavailable(
    "refresh",
    "the refresh could not be finished: what was published stands",
    JOBS[body.job](call, body.force),
  );

/** KV or an object is out of reach: nothing of ours is broken, and asking again later may do. */
async function orUnavailable(what: "refresh" | "rollback", detail: string, work: Promise<Outcome>): Promise<Outcome> {
  try {
    return await work;
  } catch (error) {
    console.error(JSON.stringify({ level: "error", event: `${what}_failed`, error: String(error) }));
    return problem("unavailable", detail);
  }
}

async function prices(call: Call, force: boolean): Promise<Outcome> {
  const { published, version, sources } = await refreshPrices(call.env, call.now, force);
  return { data: { published, version, sources } };
}

const QUALITY_OUTCOMES = { changed: "ok", unchanged: "not_modified", rejected: "rejected", failed: "failed" } as const;

async function quality(call: Call, force: boolean): Promise<Outcome> {
  const { refreshQuality } = await import("../../refresh/quality.ts");
  const report = await refreshQuality(call.env, call.now, force, call.catalog.ids);
  const sources = report.sources.flatMap(({ name, outcome, rows, rejected, changed, reason }) =>
    // A board that is off by configuration was not asked.
    outcome === "skipped"
      ? []
      : [{ name, outcome: QUALITY_OUTCOMES[outcome], rows, rejected, changed: Number(changed), detail: reason }],
  );
  return { data: { published: report.published, version: report.version, sources } };
}

async function statusPages(call: Call, force: boolean): Promise<Outcome> {
  const report = await pollStatusPages(call.env, call.now, force);
  const version = new Date(call.now).toISOString();
  return { data: { published: report.handed_over > 0, version, sources: report.results } };
}

export const listQuarantine: Handler<typeof OPERATIONS.listQuarantine> = async (_, call) => ({
  data: await priceLedger(call.env).quarantine(),
});

export const decideQuarantine: Handler<typeof OPERATIONS.decideQuarantine> = async ({ params, body }, call) => {
  const known = await priceLedger(call.env).decide(params.id, body.decision);
  if (!known) return problem("not_found", "no such row is held");
  return { data: { id: params.id, decision: body.decision } };
};

export const rollback: Handler<typeof OPERATIONS.rollback> = ({ body }, call) =>
  orUnavailable("rollback", "the version could not be moved: the catalog stands as it was", pin(body.version, call));

async function pin(version: string | null, call: Call): Promise<Outcome> {
  const pinned = await priceLedger(call.env).pin(version, call.now);
  if (pinned === null) return problem("not_found", "no such version is kept");
  installCatalog(pinned.text, call.now);
  return { data: { version: pinned.version, pinned: version !== null } };
}

export const listVersions: Handler<typeof OPERATIONS.listVersions> = async (_, call) => {
  const versions = await priceLedger(call.env).versions(100);
  return {
    data: versions.map(({ version, published_at }) => ({
      version,
      published_at: new Date(published_at).toISOString(),
      served: version === call.catalog.header.version,
    })),
  };
};
