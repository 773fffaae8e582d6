import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, compare, formatDecimal, times } from "../../shared/money/decimal.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { StayOrMove } from "../../shared/routing/stay-or-move.ts";
import { cache, NOW, routeAll, seller } from "./world.ts";

const usage = { input_tokens: 10_000, output_tokens: 100 };
const WARM = seller("acme/here", { input: "3", output: "15", read: "0.3", write: "3.75" });
const OTHER = seller("globex/there", { input: "1", output: "5", read: "0.1", write: "1.25" });

function asked(
  offers: readonly Offer[],
  last: Offer,
  minutes: number,
  over: Parameters<typeof routeAll>[1] = {},
): StayOrMove {
  const state = cache(9000, 0.5, { last: { offer: last, at: NOW - minutes * 60_000 } });
  const { stay_or_move } = routeAll(offers, { usage, cache: state, ...over });
  if (stay_or_move === null) throw new Error("no last call");
  return stay_or_move;
}

describe("stay or move", () => {
  it("compares a warm turn here with a cold one there, and counts the turns until moving pays", () => {
    // Here warm: 1000 x 3 + 9000 x 0.3 + 100 x 15 = 7200 millionths. There cold: 1000 + 11250 + 500 = 12750, then warm 2400.
    // 12750 + 2400 (n-1) <= 7200 n from n = 3 (17550 <= 21600); at 2 it is 15150 > 14400.
    const { stay, move, break_even_turns } = asked([WARM, OTHER], WARM, 4);
    expect(stay).toMatchObject({ offer: { id: "acme/here" }, warm: true });
    expect(formatDecimal(stay?.cost ?? { coefficient: 0, scale: 0 })).toBe("0.0072");
    expect(move?.offer.id).toBe("globex/there");
    expect(formatDecimal(move?.cost ?? { coefficient: 0, scale: 0 })).toBe("0.01275");
    expect(break_even_turns).toBe(3);
  });

  it("after five minutes staying is cold too; where an hour is paid for, after an hour", () => {
    expect(asked([WARM, OTHER], WARM, 5).stay?.warm).toBe(true);
    expect(asked([WARM, OTHER], WARM, 5.01)).toMatchObject({ stay: { warm: false }, break_even_turns: 1 });
    const long = { usage: { ...usage, input_tokens: 12_000, cache_write_1h_tokens: 1000 } };
    expect(asked([WARM, OTHER], WARM, 60, long).stay?.warm).toBe(true);
    expect(asked([WARM, OTHER], WARM, 60.01, long).stay?.warm).toBe(false);
  });

  it("moving to where a warm turn is dearer never pays", () => {
    expect(asked([WARM, OTHER], OTHER, 1)).toMatchObject({
      move: { offer: { id: "acme/here" } },
      break_even_turns: null,
    });
  });

  it("what is not cached is never warm", () => {
    const plain = seller("acme/plain", { input: "3", output: "15" });
    expect(asked([plain, OTHER], plain, 0)).toMatchObject({ stay: { warm: false }, break_even_turns: 1 });
  });

  it("without another candidate there is nowhere to move; a last model that is none still has its price", () => {
    expect(asked([WARM], WARM, 1)).toMatchObject({ move: null, break_even_turns: null, stay: { warm: true } });
    expect(asked([OTHER], WARM, 1)).toMatchObject({ stay: { warm: true }, move: { offer: { id: "globex/there" } } });
  });

  it("agrees with adding up turn by turn, exactly", () => {
    const price = fc.integer({ min: 1, max: 5000 }).map((n) => n / 1000);
    const offer = (id: string) =>
      fc
        .tuple(price, price, price)
        .map(([input, read, write]) =>
          seller(id, { input: `${input}`, output: "1", read: `${read}`, write: `${write}` }),
        );
    fc.assert(
      fc.property(offer("a/a"), offer("b/b"), fc.boolean(), (here, there, isWarm) => {
        const { stay, break_even_turns } = asked([here, there], here, isWarm ? 1 : 10);
        const { ranked } = routeAll([here, there], { usage, cache: cache(9000, 0.5) });
        const costs = (id: string) => ranked.find((entry) => entry.offer.id === id)?.cost;
        const [staying, moving] = [costs("a/a"), costs("b/b")];
        if (stay === null || staying === undefined || moving === undefined) throw new Error("both are candidates");
        const pays = (n: number) =>
          compare(add(moving.cold, times(moving.warm, n - 1)), add(stay.cost, times(staying.warm, n - 1))) <= 0;
        if (break_even_turns === null) expect(pays(1) || pays(1_000_000)).toBe(false);
        else {
          expect(pays(break_even_turns)).toBe(true);
          if (break_even_turns > 1) expect(pays(break_even_turns - 1)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("moves to the candidate whose cold turn is cheapest among many", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3000), fc.nat(300), fc.nat(4000)), { minLength: 2, maxLength: 30 }),
        (prices) => {
          const offers = prices.map(([input, read, write], index) =>
            seller(`p${String(index).padStart(2, "0")}/m`, {
              input: `${input + 1}`,
              output: "1",
              read: `${read + 1}`,
              write: `${write + 1}`,
            }),
          );
          const [last = WARM] = offers;
          const { move } = asked(offers, last, 1);
          const { ranked } = routeAll(offers, { usage, cache: cache(9000, 0.5) });
          const others = ranked
            .filter(({ offer }) => offer.id !== last.id)
            .sort((a, b) => compare(a.cost.cold, b.cost.cold) || (a.offer.id < b.offer.id ? -1 : 1));
          expect(move?.offer.id).toBe(others[0]?.offer.id);
        },
      ),
      { numRuns: 200 },
    );
  });
});
