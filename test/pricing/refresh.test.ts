import { describe, expect, it } from "vitest";
import { versionInput } from "../../shared/pricing/catalog-codec.ts";
import type { HeldRow } from "../../shared/pricing/held.ts";
import type { Intake } from "../../shared/pricing/intake.ts";
import type { SourceOffer } from "../../shared/pricing/offer.ts";
import type { RejectedRow } from "../../shared/pricing/source.ts";
import { readSourceOffers, encodeSourceOffers } from "../../shared/pricing/source-offer-codec.ts";
import {
  DAY,
  FAILED,
  find,
  heldOf,
  price,
  rate,
  row,
  snapshot,
  Timeline,
  UNCHANGED,
  zeroRow,
} from "./source-offers.ts";

const decide = (accepted: readonly HeldRow[], rejected: readonly HeldRow[] = []) => ({
  accepted: new Set(accepted.map(({ id }) => id)),
  rejected: new Set(rejected.map(({ id }) => id)),
});

const TEN = Array.from({ length: 10 }, (_, at) => row(`openai/m-${at}`, "0.000001", "0.000002"));

describe("what a source may do to the catalog", () => {
  it("keeps the last good rows of a source that fails, and takes the other's new ones", () => {
    const time = new Timeline();
    time.step({ litellm: TEN, openrouter: [row("openrouter/a/b-1", "0.000001", "0.000002")] });
    const next = time.step({
      litellm: { kind: "rejected", detail: "not JSON" },
      openrouter: [row("openrouter/a/b-1", "0.0000015", "0.000002")],
    });
    expect(next.offers).toHaveLength(11);
    expect(next.offers.every((offer) => offer.flags.length === 0)).toBe(true);
    expect(price(next, "openrouter/a/b-1")).toBe(0.000_001_5);
    expect(next.outcomes).toMatchObject([
      { name: "litellm", outcome: "rejected", detail: "not JSON", rows: 10, changed: 0 },
      { name: "openrouter", outcome: "ok", detail: null, rows: 1, changed: 1 },
    ]);
  });

  it("refuses a body with fewer than 80% of the offers that parsed last time, and takes one with 80%", () => {
    const time = new Timeline();
    time.step({ litellm: TEN });
    const shrunk = time.step({ litellm: TEN.slice(3) });
    expect(shrunk.outcomes).toMatchObject([{ outcome: "rejected", detail: expect.stringContaining("7 offers") }]);
    expect(shrunk.offers.every((offer) => offer.flags.length === 0)).toBe(true);
    expect(time.step({ litellm: TEN.slice(2) }).outcomes).toMatchObject([{ outcome: "ok" }]);
  });

  it("refuses a body without any offer, also the first one", () => {
    const first = new Timeline(TEN).step({ litellm: [] });
    expect(first.outcomes).toMatchObject([{ outcome: "rejected", rows: 0 }]);
    expect(first.offers).toHaveLength(10);
  });

  it("counts a 304 as a success that confirms its rows, and as a failure where nothing is kept", () => {
    const time = new Timeline();
    expect(time.step({ litellm: UNCHANGED }).outcomes).toMatchObject([{ outcome: "failed" }]);
    time.step({ litellm: TEN });
    const next = time.step({ litellm: UNCHANGED });
    expect(next.outcomes).toMatchObject([{ outcome: "not_modified", rows: 10, changed: 0 }]);
    const confirmed = new Date(time.now).toISOString();
    expect(next.state.sources).toMatchObject([{ confirmed_at: confirmed }]);
    expect(time.step({ litellm: FAILED }).state.sources).toMatchObject([{ confirmed_at: confirmed }]);
  });

  it("says nothing of a source that was not asked, and keeps its rows", () => {
    const time = new Timeline();
    time.step({ litellm: TEN });
    const next = time.step({ openrouter: FAILED });
    expect(next.outcomes).toMatchObject([{ name: "openrouter", outcome: "failed" }]);
    expect(next.offers).toHaveLength(10);
  });

  it("leaves everything as it was when all sources fail", () => {
    const time = new Timeline();
    const before = time.step({ litellm: TEN, openrouter: [row("openrouter/a/b-1", "0.000001", "0.000002")] });
    const after = time.step({ litellm: FAILED, openrouter: FAILED });
    expect(versionInput(after.offers)).toBe(versionInput(before.offers));
    expect(after.changes).toStrictEqual([]);
  });

  it("dates every price by the fetch that brought it", () => {
    const time = new Timeline();
    time.step({ litellm: [...TEN, row("openai/x", "0.000001", "0.000002")] });
    const first = new Date(time.now).toISOString();
    const next = time.step({ litellm: [...TEN, row("openai/x", "0.1", "0.000002")] });
    const second = new Date(time.now).toISOString();
    expect(find(next, "openai/x")?.rates[0]?.as_of).toBe(first);
    expect(find(next, "openai/m-1")?.rates[0]?.as_of).toBe(second);
    const gone = time.step({ litellm: TEN });
    expect(find(gone, "openai/x")?.rates[0]?.as_of).toBe(first);
  });
});

describe("holding one price", () => {
  const cached = (read: string, write = "0.00000375") =>
    row("anthropic/m-1", "0.000003", "0.000015", {
      rates: [rate("cache_read_tokens", read), rate("cache_write_tokens", write)],
    });

  it("keeps that price's last good value while the rest of the row moves on", () => {
    const time = new Timeline();
    time.step({ litellm: [cached("0.0000003")] });
    const first = new Date(time.now).toISOString();
    const next = time.step({ litellm: [cached("0.000004", "0.000006")] });
    expect(price(next, "anthropic/m-1", "cache_read_tokens")).toBe(3e-7);
    expect(price(next, "anthropic/m-1", "cache_write_tokens")).toBe(0.000_006);
    expect(find(next, "anthropic/m-1")?.rates.map((each) => each.as_of === first)).toStrictEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(next.held).toMatchObject([
      {
        scope: "rate",
        meter: "cache_read_tokens",
        old: "0.0000003",
        new: "0.000004",
        reason: "cache_read_above_input",
      },
    ]);
    expect(find(next, "anthropic/m-1")).not.toHaveProperty("withheld");
  });

  it("withholds a price that was never good, by its place", () => {
    const condition = { above_tokens: 200_000 };
    const refreshed = new Timeline().step({
      litellm: [
        row("anthropic/m-1", "0.000003", "0.000015", {
          rates: [
            rate("input_tokens", "0.000006", { condition, precedence: 200_000 }),
            rate("cache_read_tokens", "0.0000003"),
            rate("cache_read_tokens", "0.000007", { condition, precedence: 200_000 }),
          ],
        }),
      ],
    });
    const offer = find(refreshed, "anthropic/m-1");
    expect(offer?.withheld).toStrictEqual([
      { meter: "cache_read_tokens", tier: "standard", condition, precedence: 200_000 },
    ]);
    expect(offer?.rates).toHaveLength(4);
  });

  it("does not keep a last good price that breaks a bound beside the new input price", () => {
    const time = new Timeline();
    time.step({ litellm: [cached("0.0000025")] });
    const next = time.step({
      litellm: [row("anthropic/m-1", "0.000002", "0.00001", { rates: [rate("cache_read_tokens", "0.000004")] })],
    });
    expect(price(next, "anthropic/m-1", "cache_read_tokens")).toBeNull();
    expect(find(next, "anthropic/m-1")?.withheld).toHaveLength(1);
  });

  it("lets the parts follow a base price that moved far and was confirmed", () => {
    const time = new Timeline();
    const wrong = row("gemini/m-1", "0.0001", "0.0004", { rates: [rate("cache_read_tokens", "0.000025")] });
    const right = row("gemini/m-1", "0.0000001", "0.0000004", { rates: [rate("cache_read_tokens", "0.000000025")] });
    time.step({ litellm: [wrong] });
    expect(price(time.step({ litellm: [right] }), "gemini/m-1")).toBe(0.0001);
    const confirmed = time.step({ litellm: [right], models_dev: [row("gemini/m-1", "0.0000001", "0.0000004")] });
    expect(price(confirmed, "gemini/m-1", "cache_read_tokens")).toBe(2.5e-8);
    expect(confirmed.held).toStrictEqual([]);
    expect(confirmed.changes.every((change) => change.held_and_released)).toBe(false);
    expect(confirmed.changes.find((change) => change.meter === "input_tokens")?.held_and_released).toBe(true);
  });

  it.each([
    ["a write of 0", "cache_write_tokens", "0", true],
    ["a write at the input price", "cache_write_tokens", "0.000003", true],
    ["a write at twice the input price", "cache_write_tokens", "0.000006", true],
    ["a write below the input price", "cache_write_tokens", "0.0000029", false],
    ["a write above twice the input price", "cache_write_tokens", "0.0000061", false],
    ["a 1-hour write at 1.2 times", "cache_write_1h_tokens", "0.0000036", true],
    ["a 1-hour write at 2.1 times", "cache_write_1h_tokens", "0.0000063", true],
    ["a 1-hour write of 0", "cache_write_1h_tokens", "0", false],
    ["a 1-hour write at 2.2 times", "cache_write_1h_tokens", "0.0000066", false],
    ["a read at the input price", "cache_read_tokens", "0.000003", true],
    ["a read above the input price", "cache_read_tokens", "0.0000031", false],
    ["a token price at the bound", "output_audio_tokens", "0.001", true],
    ["a token price above the bound", "output_audio_tokens", "0.0010001", false],
    ["an image at 2 USD", "output_images", "2", true],
    ["a negative price", "output_images", "-1", false],
  ] as const)("judges %s", (_, meter, usd, passes) => {
    const refreshed = new Timeline().step({
      litellm: [row("anthropic/m-1", "0.000003", "0.000015", { rates: [rate(meter, usd)] })],
    });
    expect(refreshed.held).toHaveLength(passes ? 0 : 1);
    expect(price(refreshed, "anthropic/m-1", meter) !== null).toBe(passes);
  });

  it("takes Google's cache-write prices as they are", () => {
    const ids = ["gemini/gemini-2.5-pro", "vertex_ai/gemini-2.5-pro", "openrouter/google/gemini-2.5-pro"];
    const refreshed = new Timeline().step({
      litellm: ids.map((id) =>
        row(id, "0.00000125", "0.00001", { rates: [rate("cache_write_tokens", "0.000000375")] }),
      ),
    });
    expect(refreshed.held).toStrictEqual([]);
  });

  it.each([
    ["tenfold exactly", "0.00003", 0],
    ["more than tenfold up", "0.0000301", 1],
    ["tenfold down", "0.0000003", 0],
    ["more than tenfold down", "0.00000029", 1],
  ])("judges a move of %s", (_, usd, count) => {
    const time = new Timeline();
    time.step({ litellm: [row("openai/m-1", "0.000003", "0.00001")] });
    const next = time.step({ litellm: [row("openai/m-1", usd, "0.00001")] });
    expect(next.held).toHaveLength(count);
  });

  it("takes a price for an offer that had none, and a one-sided zero that becomes a price", () => {
    const time = new Timeline();
    time.step({ litellm: [zeroRow("openai/m-1"), row("openai/m-2", "0.000001", "0")] });
    const next = time.step({
      litellm: [row("openai/m-1", "0.000001", "0.000002"), row("openai/m-2", "0.000001", "0.000002")],
    });
    expect(next.held).toStrictEqual([]);
    expect(price(next, "openai/m-2", "output_tokens")).toBe(0.000_002);
  });

  it("holds a base price that is left out although a long-context price of the meter stays", () => {
    const time = new Timeline();
    const long = rate("input_tokens", "0.000003", { condition: { above_tokens: 200_000 }, precedence: 200_000 });
    const { rates, ...rest } = row("openai/m-1", "0.000001", "0.000002", { rates: [long] });
    time.step({ litellm: [{ ...rest, rates }] });
    const cut = time.step({
      litellm: [{ ...rest, rates: rates.filter((each) => each.meter !== "input_tokens" || each.condition !== null) }],
    });
    expect(heldOf(cut)).toStrictEqual([["openai/m-1", "input_tokens", "price_withdrawn"]]);
    expect(price(cut, "openai/m-1")).toBe(0.000_001);
  });

  it("holds a base price that is simply left out, until a threshold takes its place", () => {
    const time = new Timeline();
    const { rates, ...rest } = row("openai/m-1", "0.000001", "0.000002");
    time.step({ litellm: [{ ...rest, rates }] });
    const cut = time.step({ litellm: [{ ...rest, rates: rates.slice(0, 1) }] });
    expect(heldOf(cut)).toStrictEqual([["openai/m-1", "output_tokens", "price_withdrawn"]]);
    const tiered = rates.map((each) => ({ ...each, condition: { above_tokens: 0 } }));
    expect(time.step({ litellm: [{ ...rest, rates: tiered }] }).held).toStrictEqual([]);
  });
});

describe("what an operator decides", () => {
  const before = row("openai/m-1", "0.000003", "0.00001");
  const after = row("openai/m-1", "0.0003", "0.00001");

  it("accepts a held value, which is then the last good one, without another fetch", () => {
    const time = new Timeline();
    time.step({ litellm: [before] });
    const { held } = time.step({ litellm: [after] });
    const taken = time.step({ litellm: UNCHANGED }, { decisions: decide(held) });
    expect(price(taken, "openai/m-1")).toBe(0.0003);
    expect(taken.held).toStrictEqual([]);
    expect(taken.changes).toMatchObject([{ factor: 100, held_and_released: true }]);
    expect(time.step({ litellm: [after] }).held).toStrictEqual([]);
  });

  it("accepts a value beyond the bound for as long as the decision stands", () => {
    const time = new Timeline();
    const { held } = time.step({ litellm: [row("openai/m-1", "0.002", "0.002")] });
    const decisions = decide(held);
    expect(price(time.step({ litellm: UNCHANGED }, { decisions }), "openai/m-1")).toBe(0.002);
    expect(price(time.step({ litellm: [row("openai/m-1", "0.002", "0.002")] }, { decisions }), "openai/m-1")).toBe(
      0.002,
    );
  });

  it("does not extend an acceptance to another value", () => {
    const time = new Timeline();
    time.step({ litellm: [before] });
    const { held } = time.step({ litellm: [after] });
    const next = time.step({ litellm: [row("openai/m-1", "0.0004", "0.00001")] }, { decisions: decide(held) });
    expect(price(next, "openai/m-1")).toBe(0.000_003);
  });

  it("rejects a held value, which is then not released when another source agrees", () => {
    const time = new Timeline();
    time.step({ litellm: [before] });
    const { held } = time.step({ litellm: [after] });
    const rejected = time.step({ litellm: UNCHANGED, models_dev: [after] }, { decisions: decide([], held) });
    expect(price(rejected, "openai/m-1")).toBe(0.000_003);
    expect(rejected.held).toMatchObject([{ decision: "reject", since: held[0]?.since }]);
    const released = time.step({ litellm: UNCHANGED });
    expect(price(released, "openai/m-1")).toBe(0.0003);
  });
});

describe("changes", () => {
  it("are told per price with old, new and factor, also for a threshold that comes and goes", () => {
    const time = new Timeline();
    const long = (usd: string) =>
      rate("input_tokens", usd, { condition: { above_tokens: 200_000 }, precedence: 200_000 });
    time.step({ litellm: [row("openai/m-1", "0.000001", "0.00001")] });
    const next = time.step({ litellm: [row("openai/m-1", "0.0000008", "0.00001", { rates: [long("0.000002")] })] });
    expect(next.changes).toStrictEqual([
      {
        offer: "openai/m-1",
        meter: "input_tokens",
        tier: "standard",
        condition: null,
        old: "0.000001",
        new: "0.0000008",
        factor: 0.8,
        source: "litellm",
        held_and_released: false,
      },
      expect.objectContaining({ condition: { above_tokens: 200_000 }, old: null, new: "0.000002", factor: null }),
    ]);
    const back = time.step({ litellm: [row("openai/m-1", "0.0000008", "0.00001")] });
    expect(back.changes).toMatchObject([{ old: "0.000002", new: null }]);
  });

  it("are none for a new offer, and none where a live price takes the place of a bundled one", () => {
    const time = new Timeline([row("openai/m-1", "0.000001", "0.00001")]);
    time.step({});
    const next = time.step({
      litellm: [row("openai/m-1", "0.000002", "0.00001"), row("openai/m-2", "0.000002", "0.00001")],
    });
    expect(next.changes).toStrictEqual([]);
  });

  it("are none when only the order of rates or the precedence of a source is another", () => {
    const time = new Timeline();
    const one = row("openai/m-1", "0.000001", "0.00001");
    time.step({ litellm: [one] });
    expect(time.step({ litellm: [{ ...one, rates: one.rates.toReversed() }] }).changes).toStrictEqual([]);
  });
});

describe("a refresh after a restart", () => {
  it("goes on from stored texts as from memory", () => {
    const time = new Timeline();
    time.step({ litellm: [...TEN, row("openai/x", "0.000001", "0.000002")] });
    time.step({ litellm: [...TEN, row("openai/x", "0.1", "0.000002")] }, { after: DAY });
    const state = time.last?.state;
    if (state === undefined) throw new Error("no state");
    const stored = {
      held: state.held,
      sources: state.sources.map((source) => ({
        ...source,
        offers: readSourceOffers(encodeSourceOffers(source.offers)) ?? [],
        pending: readSourceOffers(encodeSourceOffers(source.pending)) ?? [],
      })),
    };
    expect(stored).toStrictEqual(state);
    const next = { litellm: [...TEN.slice(1), row("openai/x", "0.0000011", "0.000002")] };
    const fromMemory = time.step(next);
    time.now -= 3_600_000;
    expect(time.step(next, { previous: stored }).state).toStrictEqual(fromMemory.state);
  });

  it("takes rows of a snapshot whatever was rejected of it, and says how much", () => {
    const body = {
      ...snapshot(TEN),
      rows: 12,
      rejected: [{ key: "bad", reason: "not_an_object", detail: "a number" }],
    };
    const next = new Timeline().step({ litellm: { kind: "new", snapshot: body, fetched_at: 0 } });
    expect(next.outcomes).toMatchObject([{ rows: 12, rejected: 1, changed: 10 }]);
  });
});

describe("what a body names and does not say readably", () => {
  const body = (offers: readonly SourceOffer[], rejected: readonly RejectedRow[]): Intake => ({
    kind: "new",
    fetched_at: Date.parse("2026-03-10T00:00:00Z"),
    snapshot: { ...snapshot(offers), rejected, rows: offers.length + rejected.length },
  });
  const broken = { key: "openai/m-0", reason: "negative", detail: "input_cost_per_token: -1" };

  it("keeps its last good price for as long as it is so, and says why", () => {
    const time = new Timeline();
    time.step({ litellm: TEN });
    for (let day = 0; day < 9; day += 1) {
      const next = time.step({ litellm: body(TEN.slice(1), [broken]) }, { after: DAY });
      expect(price(next, "openai/m-0")).toBe(0.000_001);
      expect(find(next, "openai/m-0")?.last_seen).toBeUndefined();
      expect(next.held).toMatchObject([
        { key: "openai/m-0", old: "0.000001", new: null, reason: "negative_price", scope: "row" },
      ]);
    }
    const quiet = time.step({ litellm: UNCHANGED });
    expect(quiet.held).toHaveLength(1);
    expect(price(quiet, "openai/m-0")).toBe(0.000_001);
    expect(time.step({ litellm: TEN }).held).toStrictEqual([]);
  });

  it("is listed also where it never had a price", () => {
    const next = new Timeline().step({ litellm: body(TEN, [{ key: "x", reason: "not_an_object", detail: "5" }]) });
    expect(next.held).toMatchObject([{ key: "x", offer: "x", old: null, reason: "unreadable_price" }]);
    expect(find(next, "x")).toBeUndefined();
  });

  it("loses one price alone: its last good one stays, else that meter has no price", () => {
    const time = new Timeline();
    const cached = row("openai/m-0", "0.000001", "0.000002", { rates: [rate("cache_read_tokens", "0.0000001")] });
    time.step({ litellm: [cached, ...TEN.slice(1)] });
    const refusal = (key: string) => ({ key, meter: "cache_read_tokens", reason: "not_a_number", detail: '"abc"' });
    const next = time.step({ litellm: body(TEN, [refusal("openai/m-0"), refusal("openai/m-1")]) });
    expect(price(next, "openai/m-0", "cache_read_tokens")).toBe(1e-7);
    expect(find(next, "openai/m-1")?.withheld).toMatchObject([{ meter: "cache_read_tokens" }]);
    expect(next.held).toMatchObject([
      { key: "openai/m-0", old: "0.0000001", new: null, scope: "rate" },
      { key: "openai/m-1", old: null, scope: "rate" },
    ]);
  });

  it("goes the way of what vanished when an operator accepts that", () => {
    const time = new Timeline();
    time.step({ litellm: TEN });
    const { held } = time.step({ litellm: body(TEN.slice(1), [broken]) });
    const next = time.step({ litellm: body(TEN.slice(1), [broken]) }, { decisions: decide(held) });
    expect(next.held).toStrictEqual([]);
    expect(find(next, "openai/m-0")?.last_seen).toBeDefined();
  });
});
