import { env } from "cloudflare:workers";
import { createExecutionContext, reset, waitOnExecutionContext } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BoardId } from "../../shared/quality/board-id.ts";
import { boardStatus } from "../../shared/quality/board-status.ts";
import { qualityOf, scoresOfModel } from "../../shared/quality/select.ts";
import { readCatalog } from "../../workers/query/catalog-read.ts";
import { forgetQuality, readQuality } from "../../workers/query/quality-read.ts";
import { refreshQuality } from "../../workers/refresh/quality.ts";
import { QUALITY_BOARDS, QUALITY_CURATED, QUALITY_TABLE } from "../../workers/storage/quality.ts";
import { answering } from "../upstream/answering.ts";
import { ARENA_FUTURE, ARENA_NEXT } from "./fixtures/arena-parquet.ts";
import { base64, bytes, DAY, eciCsv, eciRows, goodBodies, liveBenchCsv, NOW } from "./made-boards.ts";

type Answer = Uint8Array | (() => Response);
type Answers = Map<string, Answer>;

const checksum = (body: Uint8Array) => body.reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);

/** Serves the boards by the end of their address, with an ETag, and 304 to whoever has it. */
function serve(answers: Answers = goodBodies()) {
  return answering((url, _, init) => {
    for (const [end, body] of answers) {
      if (!url.endsWith(end)) continue;
      if (typeof body === "function") return body();
      const etag = `"${checksum(body)}"`;
      if (new Headers(init.headers).get("if-none-match") === etag) return new Response(null, { status: 304 });
      return new Response(body, { headers: { etag } });
    }
    return new Response("not here", { status: 404 });
  });
}

const with_ = (end: string, body: Answer): Answers => new Map<string, Answer>(goodBodies()).set(end, body);
const outcomes = (report: Awaited<ReturnType<typeof refreshQuality>>) =>
  Object.fromEntries(report.sources.map((s) => [s.name, s.outcome]));
const sourceOf = (report: Awaited<ReturnType<typeof refreshQuality>>, name: BoardId) =>
  report.sources.find((s) => s.name === name);
const offer = (key: string) => ({ id: `maker/${key}`, provider: "maker", key });

/** A run over the models on sale. */
async function run(on: Env, now: number, force: boolean) {
  const { ids } = await readCatalog(on, createExecutionContext(), now);
  return await refreshQuality(on, now, force, ids);
}

async function view(now = NOW) {
  const ctx = createExecutionContext();
  const read = await readQuality(env, ctx, now);
  await waitOnExecutionContext(ctx);
  return read;
}
const boardIn = async (id: BoardId, now = NOW) => (await view(now)).sources.find((board) => board.id === id);

beforeEach(forgetQuality);
afterEach(async () => {
  vi.restoreAllMocks();
  forgetQuality();
  await reset();
});

describe("the daily refresh of quality", () => {
  it("reads every keyless board and publishes what it read", async () => {
    const asked = serve();
    const report = await run(env, NOW, false);
    expect(outcomes(report)).toEqual({
      epoch_eci: "changed",
      epoch_edi: "changed",
      epoch_benchmarks: "changed",
      arena_text: "changed",
      livebench: "changed",
      models_dev: "changed",
      artificial_analysis: "skipped",
    });
    expect(report.published).toBe(true);
    expect(asked.map(({ url }) => new URL(url).host)).not.toContain("artificialanalysis.ai");
    const { table, state, sources } = await view();
    expect(state).toBe("fresh");
    expect(table.version).toBe(report.version);
    expect(sources.map((board) => boardStatus.safeParse(board).success)).toEqual(Array.from({ length: 7 }, () => true));
    expect(qualityOf(table, offer("gpt-5"))).toMatchObject({
      score: 70,
      origin: "computed",
      as_of: "2026-11-25",
      stale: false,
    });
    expect(qualityOf(table, offer("gpt-5"), "chat", "high")).toMatchObject({ origin: "computed", as_of: "2026-11-20" });
  });

  it("fits the models that Epoch has not rated, and links what only LiveBench knows", async () => {
    serve();
    await run(env, NOW, false);
    const { table } = await view();
    const fitted = scoresOfModel(table, "unrated-2")?.[0];
    expect(fitted).toMatchObject({
      origin: "computed",
      decisive: [{ benchmark: { name: "epoch_eci_fit" }, value: 102 }],
    });
    expect(qualityOf(table, offer("author-3"), "general")).toBeNull();
    expect(scoresOfModel(table, "author-3-high")?.find((s) => s.category === "general")).toMatchObject({
      origin: "linked",
      grade: "D",
    });
  });

  it("matches a board's name to a model on sale first", async () => {
    serve();
    await refreshQuality(env, NOW, false, ["author/author-3"]);
    expect(qualityOf((await view()).table, offer("author-3"))).toMatchObject({
      model: "author-3",
      effort: "high",
      origin: "linked",
    });
  });

  it("keeps the embedded default wherever no board says anything", async () => {
    serve();
    await run(env, NOW, false);
    expect(qualityOf((await view()).table, offer("claude-opus-5"))).toMatchObject({ origin: "embedded", stale: true });
  });

  it("asks with ETags, writes nothing but the state on a day without news, and asks without them when forced", async () => {
    serve();
    const first = await run(env, NOW, false);
    const put = vi.spyOn(env.KV, "put");
    const asked = serve();
    const second = await run(env, NOW + DAY, false);
    expect(second).toMatchObject({ published: false, version: first.version });
    expect(new Set(second.sources.map(({ outcome }) => outcome))).toEqual(new Set(["unchanged", "skipped"]));
    expect(asked.every(({ headers }) => headers.has("if-none-match"))).toBe(true);
    expect(put.mock.calls.map(([key]) => key)).toEqual([QUALITY_TABLE]);
    expect(await boardIn("epoch_eci", NOW + DAY)).toMatchObject({
      state: "fresh",
      last_success_at: new Date(NOW + DAY).toISOString(),
    });
    const forced = serve();
    const third = await run(env, NOW + 2 * DAY, true);
    expect(forced.some(({ headers }) => headers.has("if-none-match"))).toBe(false);
    expect(third).toMatchObject({ published: false, version: first.version });
  });

  it("publishes the next board when it comes", async () => {
    serve();
    const first = await run(env, NOW, false);
    serve(with_("latest-00000-of-00001.parquet", base64(ARENA_NEXT)));
    const next = await run(env, NOW + 4 * DAY, true);
    expect(sourceOf(next, "arena_text")).toMatchObject({ outcome: "changed", rows: 170, changed: true });
    expect(next.version).not.toBe(first.version);
    expect(await boardIn("arena_text", NOW + 4 * DAY)).toMatchObject({ as_of: "2026-11-27" });
  });

  it.each([
    ["truncated", "eci_scores.csv", bytes(eciCsv().slice(0, -35)), "epoch_eci", "unreadable"],
    ["short", "eci_scores.csv", bytes(eciCsv(eciRows(95))), "epoch_eci", "rows"],
    ["reordered", "eci_scores.csv", bytes(eciCsv(reordered())), "epoch_eci", "rank_correlation"],
    ["renamed", "eci_scores.csv", bytes(eciCsv().replace("eci_ci_low", "lower")), "epoch_eci", "columns_missing"],
    ["anchor-less", "eci_scores.csv", bytes(eciCsv(eciRows().slice(1))), "epoch_eci", "anchor_missing"],
    ["drifted", "eci_scores.csv", bytes(eciCsv().replace("128.75", "131.75")), "epoch_eci", "anchor_drift"],
    ["NaN", "eci_scores.csv", bytes(eciCsv().replace("60.00", "NaN")), "epoch_eci", "not_a_number"],
    ["future", "latest-00000-of-00001.parquet", base64(ARENA_FUTURE), "arena_text", "future_date"],
    [
      "rescaled",
      "table_2026_06_25.csv",
      bytes(liveBenchCsv().replace("model,", "model,new_task,")),
      "livebench",
      "unreadable",
    ],
  ] as const)("keeps the last good of a %s board, marks it stale and says why", async (_, end, body, id, reason) => {
    serve();
    const first = await run(env, NOW, false);
    serve(with_(end, body));
    const report = await run(env, NOW + DAY, false);
    expect(sourceOf(report, id)).toMatchObject({ outcome: "rejected", changed: false });
    expect(sourceOf(report, id)?.reason).toContain(reason);
    expect(sourceOf(report, id)?.rows).toBe(sourceOf(first, id)?.rows);
    const status = await boardIn(id, NOW + DAY);
    expect(status).toMatchObject({ state: "stale", outcome: "rejected", last_success_at: new Date(NOW).toISOString() });
    expect((await view(NOW + DAY)).state).toBe("stale");
    serve();
    const recovered = await run(env, NOW + 2 * DAY, true);
    expect(sourceOf(recovered, id)).toMatchObject({ outcome: "unchanged" });
    expect(await boardIn(id, NOW + 2 * DAY)).toMatchObject({ state: "fresh", reason: null });
  });

  it("shows the scores of a refused board as stale, with their value unchanged", async () => {
    serve();
    await run(env, NOW, false);
    const before = qualityOf((await view()).table, offer("gpt-4o-2024-08-06"));
    serve(with_("eci_scores.csv", bytes("<html>")));
    await run(env, NOW + DAY, false);
    const after = qualityOf((await view(NOW + DAY)).table, offer("gpt-4o-2024-08-06"));
    expect([before?.stale, after?.stale]).toEqual([false, true]);
    expect(after?.score).toBe(before?.score);
  });

  it("gives a board that cannot be reached two days before it is stale", async () => {
    serve();
    await run(env, NOW, false);
    serve(with_("eci_scores.csv", () => new Response("gone", { status: 404 })));
    const report = await run(env, NOW + DAY, false);
    expect(sourceOf(report, "epoch_eci")).toMatchObject({ outcome: "failed", reason: "status: status 404" });
    expect(await boardIn("epoch_eci", NOW + DAY)).toMatchObject({ state: "fresh", outcome: "failed" });
    await run(env, NOW + 3 * DAY, false);
    expect(await boardIn("epoch_eci", NOW + 3 * DAY)).toMatchObject({ state: "stale", outcome: "failed" });
  });

  it("publishes the embedded default's facts when no board at all can be read", async () => {
    serve(new Map());
    const report = await run(env, NOW, false);
    expect(new Set(report.sources.map(({ outcome }) => outcome))).toEqual(new Set(["failed", "skipped"]));
    expect(await boardIn("epoch_eci")).toMatchObject({ state: "never", rows: 0, last_success_at: null });
    expect(qualityOf((await view()).table, offer("gpt-5"))).toMatchObject({ score: 70, origin: "embedded" });
  });

  it("does not take a 304 for rows that it never had", async () => {
    serve(with_("eci_scores.csv", () => new Response(null, { status: 304 })));
    expect(sourceOf(await run(env, NOW, false), "epoch_eci")).toMatchObject({ outcome: "failed", rows: 0 });
  });

  it("follows the Hub to its own storage and nowhere else", async () => {
    const to = (location: string) =>
      with_("latest-00000-of-00001.parquet", () => new Response(null, { status: 302, headers: { location } }));
    serve(
      to("https://us.aws.cdn.hf.co/repo/blob").set(
        "/repo/blob",
        goodBodies().get("latest-00000-of-00001.parquet") ?? bytes(""),
      ),
    );
    expect(sourceOf(await run(env, NOW, false), "arena_text")).toMatchObject({
      outcome: "changed",
      rows: 170,
    });
    serve(to("https://storage.example/repo/blob"));
    expect(sourceOf(await run(env, NOW + DAY, true), "arena_text")).toMatchObject({ outcome: "failed" });
  });

  it("asks Artificial Analysis only with the operator's key and passes none of it on", async () => {
    const data = Array.from({ length: 30 }, (_, at) => {
      return { slug: `secretive-${at}`, evaluations: { artificial_analysis_intelligence_index: 33.3 + at } };
    });
    const answers = with_("data/llms/models", bytes(JSON.stringify({ data })));
    const asked = serve(answers);
    const withKey = { ...env, ARTIFICIAL_ANALYSIS_API_KEY: "operator-key" };
    const report = await run(withKey, NOW, false);
    expect(sourceOf(report, "artificial_analysis")).toMatchObject({ outcome: "changed", rows: 30 });
    const keyed = asked.filter(({ headers }) => headers.get("x-api-key") === "operator-key");
    expect(keyed.map(({ url }) => new URL(url).host)).toEqual(["artificialanalysis.ai"]);
    expect(await env.KV.get(QUALITY_TABLE)).not.toContain("secretive");
    serve();
    await run(env, NOW + DAY, false);
    expect(await boardIn("artificial_analysis", NOW + DAY)).toMatchObject({ state: "off", rows: 0 });
  });

  it("starts anew when what it stored cannot be read", async () => {
    await env.KV.put(QUALITY_BOARDS, "{not json");
    await env.KV.put(QUALITY_TABLE, '{"format":"other"}');
    serve();
    expect(outcomes(await run(env, NOW, false))).toMatchObject({ epoch_eci: "changed" });
  });
});

/** The same names with their values dealt out the other way round. */
function reordered() {
  const rows = eciRows();
  const made = rows.slice(2);
  return [...rows.slice(0, 2), ...made.map((row, at) => ({ ...row, eci: made[made.length - 1 - at]?.eci ?? "" }))];
}

describe("reading quality", () => {
  it("answers from the embedded default where nothing was published", async () => {
    const { state, table, sources } = await view();
    expect([state, sources]).toEqual(["bundled", []]);
    expect(qualityOf(table, offer("gpt-5"))?.score).toBe(70);
  });

  it("answers from the embedded default while KV is unreadable or never answers", async () => {
    for (const get of [() => Promise.reject(new Error("down")), () => new Promise<never>(() => undefined)]) {
      forgetQuality();
      const broken = { ...env, KV: Object.assign(Object.create(env.KV), { get }) };
      const ctx = { waitUntil: () => undefined };
      expect((await readQuality(broken, ctx, NOW)).state).toBe("bundled");
    }
  });

  it("finds in KV what another isolate published, and keeps it while KV fails later", async () => {
    serve();
    const { version } = await run(env, NOW, false);
    forgetQuality();
    expect((await view()).table.version).toBe(version);
    vi.spyOn(env.KV, "get").mockRejectedValue(new Error("down"));
    await view(NOW + 400_000);
    expect((await view(NOW + 400_001)).table.version).toBe(version);
  });

  it("serves what is in memory at once and renews it behind the answer", async () => {
    const bundledVersion = (await view()).table.version;
    serve();
    const { version } = await run(env, NOW, false);
    forgetQuality();
    const get = vi.spyOn(env.KV, "get");
    await view();
    const reads = get.mock.calls.length;
    await view(NOW + 1_000);
    expect(get.mock.calls.length).toBe(reads);
    await view(NOW + 300_001);
    expect(get.mock.calls.length).toBeGreaterThan(reads);
    expect(version).not.toBe(bundledVersion);
  });

  it("puts the operator's curated scores in force", async () => {
    const entry = {
      model: "gpt-5",
      effort: null,
      category: "general",
      score: 66,
      interval: [60, 72],
      reason: "own evaluation",
      evidence_url: "https://operator.example/evals",
      reviewed_at: "2026-11-01",
      expires_at: null,
    };
    await env.KV.put(QUALITY_CURATED, JSON.stringify([{ ...entry, score: "no number" }, entry, 7]));
    const score = scoresOfModel((await view()).table, "gpt-5")?.find(({ category }) => category === "general");
    expect(score).toMatchObject({ score: 66, origin: "curated", override: { computed_score: 70, disagrees: true } });
  });

  it("judges staleness anew on a new day", async () => {
    serve();
    await run(env, NOW, false);
    const stale = async (days: number) => qualityOf((await view(NOW + days * DAY)).table, offer("gpt-5"))?.stale;
    expect([await stale(0), await stale(29), await stale(40)]).toEqual([false, false, true]);
  });
});
