import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { PageStatus } from "../../../shared/health/status-page.ts";
import { isWorthProbing, probesOf } from "../../../shared/health/status-pages/detection.ts";
import type { PageVerdict } from "../../../shared/health/status-pages/evaluate.ts";
import {
  afterAnswer,
  afterFailure,
  changesBetween,
  readingOf,
} from "../../../shared/health/status-pages/page-progress.ts";
import { NEVER_POLLED, type PageState } from "../../../shared/health/status-pages/page-state.ts";
import { platformsDown } from "../../../shared/health/status-pages/quorum.ts";
import { dueAfterAnswer, dueAfterFailure } from "../../../shared/health/status-pages/schedule.ts";
import { bare, listed, NOW } from "./reading.ts";

// Not a promise about time: a machine that does other work as well may need it.
vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const page = bare("statuspage");
const heavy = { ...page, heavy: true };
const verdict = (status: PageStatus): PageVerdict => ({
  status,
  reason: status === "unknown" ? "unknown_token" : null,
  components: [{ id: "c", name: "API", surface: "chat", status }],
  incidents: [],
  missing: [],
});
const good = (status: PageStatus = "operational", at = NOW): PageState =>
  afterAnswer(NEVER_POLLED, page, verdict(status), at, 0);
const refused = { reason: "html_instead_of_json", unreachable: false };
const silent = { reason: "timeout", unreachable: true };

describe("the schedule", () => {
  it.each([
    [page, "operational", 120],
    [page, "maintenance", 120],
    [page, "degraded", 60],
    [page, "unknown", 60],
    [heavy, "operational", 300],
    [heavy, "major_outage", 120],
  ] as const)(
    "a page is due again after its interval, and chance only shortens it by a fifth",
    (entry, status, seconds) => {
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
          const wait = (dueAfterAnswer(entry, status, NOW, random) - NOW) / 1_000;
          expect(wait).toBeLessThanOrEqual(seconds);
          expect(wait).toBeGreaterThanOrEqual(seconds * 0.8 - 0.001);
        }),
      );
    },
  );

  it("failures wait twice as long each time, and never more than 30 minutes", () => {
    const waits = [1, 2, 3, 4, 5, 6, 60].map(
      (failures) => (dueAfterFailure(page, failures, {}, "operational", NOW, 0) - NOW) / MINUTE,
    );
    expect(waits).toEqual([2, 4, 8, 16, 30, 30, 30]);
  });

  it("a page last seen in trouble is tried again sooner", () => {
    expect(dueAfterFailure(page, 1, {}, "major_outage", NOW, 0) - NOW).toBe(MINUTE);
    expect(dueAfterFailure(heavy, 1, {}, "degraded", NOW, 0) - NOW).toBe(2 * MINUTE);
  });

  it("a bot wall is given 15 minutes at once, and a page that says how long is believed up to 30", () => {
    for (const status of [403, 405, 429])
      expect(dueAfterFailure(page, 1, { status }, "operational", NOW, 0) - NOW).toBe(15 * MINUTE);
    expect(dueAfterFailure(page, 1, { status: 503, retry_after_ms: 10 * MINUTE }, "operational", NOW, 0) - NOW).toBe(
      10 * MINUTE,
    );
    expect(dueAfterFailure(page, 1, { status: 503, retry_after_ms: 600 * MINUTE }, "operational", NOW, 0) - NOW).toBe(
      30 * MINUTE,
    );
  });
});

describe("what a provider is told", () => {
  it("is unknown and not stale before anything was read", () => {
    expect(readingOf(NEVER_POLLED, page, NOW)).toMatchObject({
      status: "unknown",
      stale: false,
      reason: "not_polled_yet",
      polled_at: null,
    });
    expect(readingOf(afterFailure(NEVER_POLLED, page, refused, NOW, 0), page, NOW)).toMatchObject({
      status: "unknown",
      reason: "html_instead_of_json",
      polled_at: null,
    });
  });

  it("is the last good reading, stale with the reason, while polls fail, and unknown at 30 minutes", () => {
    const failing = afterFailure(good(), page, refused, NOW + 2 * MINUTE, 0);
    expect(readingOf(failing, page, NOW + 2 * MINUTE)).toMatchObject({
      status: "operational",
      stale: true,
      reason: "html_instead_of_json",
      polled_at: new Date(NOW).toISOString(),
    });
    expect(readingOf(failing, page, NOW + 30 * MINUTE - 1).status).toBe("operational");
    const lost = readingOf(failing, page, NOW + 30 * MINUTE);
    expect(lost).toMatchObject({ status: "unknown", stale: true, reason: "html_instead_of_json" });
    expect(lost.components.map((one) => one.status)).toEqual(["unknown"]);
  });

  it("is unknown at once when the answer itself says nothing that can be known", () => {
    const reading = readingOf(afterAnswer(good(), page, verdict("unknown"), NOW, 0), page, NOW);
    expect(reading).toMatchObject({
      status: "unknown",
      stale: false,
      reason: "unknown_token",
      polled_at: new Date(NOW).toISOString(),
    });
  });

  it("is good again after one good answer", () => {
    const failing = afterFailure(afterFailure(good(), page, silent, NOW, 0), page, silent, NOW, 0);
    const again = afterAnswer(failing, page, verdict("degraded"), NOW + MINUTE, 0);
    expect(again).toMatchObject({ failures: 0, bad_parses: 0, failure: null });
    expect(readingOf(again, page, NOW + MINUTE)).toMatchObject({ status: "degraded", stale: false });
    expect("reason" in readingOf(again, page, NOW + MINUTE)).toBe(false);
  });

  it("is always unknown where nothing that is said is believed", () => {
    for (const provider of ["deepseek", "gemini"]) {
      const entry = listed(provider);
      expect(readingOf(good(), entry, NOW)).toMatchObject({
        status: "unknown",
        polled_at: null,
        reason: entry.untrusted,
      });
    }
  });

  it("blames the platform where most of it is unreachable", () => {
    const failing = afterFailure(good(), page, silent, NOW, 0);
    expect(readingOf(failing, page, NOW, true)).toMatchObject({
      status: "operational",
      stale: true,
      reason: `${silent.reason} (platform_unreachable)`,
    });
  });

  it("keeps the reason of a page that refused itself, whatever its platform does", () => {
    const refused = { reason: "http_403", unreachable: true, status: 403 };
    expect(readingOf(afterFailure(NEVER_POLLED, page, refused, NOW, 0), page, NOW, true).reason).toBe("http_403");
    expect(readingOf(good(), page, NOW, true).stale).toBe(false);
  });

  it("counts what has changed", () => {
    const before = readingOf(good("operational"), page, NOW);
    expect(changesBetween(null, before)).toBe(2);
    expect(changesBetween(before, before)).toBe(0);
    expect(changesBetween(before, readingOf(good("degraded"), page, NOW))).toBe(2);
  });
});

describe("the rule of the quorum", () => {
  const pages = (unreachable: number, reachable: number) => [
    ...Array.from({ length: unreachable }, () => ({ entry: page, unreachable: true })),
    ...Array.from({ length: reachable }, () => ({ entry: page, unreachable: false })),
  ];

  it.each([
    [2, 0, false],
    [3, 0, true],
    [2, 1, false],
    [3, 1, true],
    [7, 3, true],
    [6, 4, false],
  ])("%i unreachable and %i reachable pages of a platform: %s", (unreachable, reachable, down) => {
    expect(platformsDown(pages(unreachable, reachable)).has("statuspage")).toBe(down);
  });

  it("says nothing of another platform", () => {
    const others = [1, 2, 3].map(() => ({ entry: bare("datadog"), unreachable: false }));
    expect([...platformsDown([...pages(5, 0), ...others])]).toEqual(["statuspage"]);
  });
});

describe("the search for a page that has moved", () => {
  const failing = (times: number, failure: typeof refused) => {
    let state = good();
    for (let count = 0; count < times; count += 1) state = afterFailure(state, page, failure, NOW, 0);
    return state;
  };

  it("begins at the third answer in a row that cannot be read, once a day, and never for a silent page or a cloud's own", () => {
    expect(isWorthProbing(page, failing(2, refused), NOW)).toBe(false);
    expect(isWorthProbing(page, failing(3, refused), NOW)).toBe(true);
    expect(isWorthProbing(page, failing(9, silent), NOW)).toBe(false);
    expect(isWorthProbing(listed("azure"), failing(3, refused), NOW)).toBe(false);
    const searched = { ...failing(5, refused), probed_at: NOW };
    expect(isWorthProbing(page, searched, NOW + 23 * 60 * MINUTE)).toBe(false);
    expect(isWorthProbing(page, searched, NOW + 24 * 60 * MINUTE)).toBe(true);
  });

  it("stays on the page's own host and does not repeat what has just failed", () => {
    const tried = probesOf({ ...page, poll: ["https://status.test/index.json"] }).map((one) => one.poll[0]);
    expect(tried).toEqual([
      "https://status.test/api/v2/summary.json",
      "https://status.test/summary.json",
      "https://status.test/config.json",
      "https://status.test/history.atom",
    ]);
  });
});
