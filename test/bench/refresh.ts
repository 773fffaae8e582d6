import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { encodeSourceOffers, readSourceOffers } from "../../shared/pricing/source-offer-codec.ts";
import type { PricingState } from "../../shared/pricing/pricing-state.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { Bodies } from "./bodies.ts";
import { hotText, NOW, opened, type Past, refreshed } from "./catalogs.ts";
import { compare, ownCpu, type Ratio } from "./measure.ts";

const HOUR = 3_600_000;

/** What the ledger keeps between two refreshes, as texts. */
export interface Kept {
  readonly sources: readonly {
    readonly meta: Omit<PricingState["sources"][number], "offers" | "pending">;
    readonly good: string;
    readonly pending: string;
  }[];
  readonly held: string;
  readonly hot: string;
}

/** All that a refresh computes: read both bodies and what was kept, judge, merge, find the changes, encode what is served and what is kept. */
export function refreshOnce(bodies: Bodies, kept: Kept | null, now: number): Kept {
  const { state, offers } = refreshed(bodies, kept === null ? null : pastOf(kept), now);
  return keep(state, offers, now);
}

function pastOf(kept: Kept): Past {
  const sources = kept.sources.map(({ meta, good, pending }) => ({
    ...meta,
    offers: readSourceOffers(good) ?? [],
    pending: readSourceOffers(pending) ?? [],
  }));
  const catalog = opened(kept.hot);
  return { state: { sources, held: JSON.parse(kept.held) }, offers: catalog.ids.map((_, index) => catalog.at(index)) };
}

function keep({ sources, held }: PricingState, offers: readonly Offer[], now: number): Kept {
  return {
    sources: sources.map(({ offers: good, pending, ...meta }) => ({
      meta,
      good: encodeSourceOffers(good),
      pending: encodeSourceOffers(pending),
    })),
    held: JSON.stringify(held),
    hot: hotText(offers, now),
  };
}

/** The same bodies an hour later: twenty prices have moved by a tenth. */
export function hourLater({ litellm, openrouter }: Bodies): Bodies {
  let moved = 0;
  const next = litellm.replaceAll(/"input_cost_per_token": ([\d.e-]+)/g, (text, price: string) => {
    moved += 1;
    return moved % 150 === 0 ? `"input_cost_per_token": ${Number((Number(price) * 1.1).toPrecision(8))}` : text;
  });
  return { litellm: next, openrouter };
}

export async function refreshRatios(bodies: Bodies, rounds: number): Promise<Ratio[]> {
  const later = hourLater(bodies);
  const kept = refreshOnce(bodies, null, NOW);
  const parse = (): number =>
    ownCpu(() => {
      JSON.parse(bodies.litellm);
      JSON.parse(bodies.openrouter);
    });
  for (let warm = 0; warm < 2; warm += 1) {
    refreshOnce(later, kept, NOW + HOUR);
    parse();
  }
  const row = { unit: "µs CPU", target: 8, rounds };
  return [
    await compare(
      { name: "first full refresh / `JSON.parse` of its inputs", ...row },
      () => ownCpu(() => void refreshOnce(bodies, null, NOW)),
      parse,
    ),
    await compare(
      { name: "hourly full refresh over what was kept / `JSON.parse` of its inputs", ...row },
      () => ownCpu(() => void refreshOnce(later, kept, NOW + HOUR)),
      parse,
    ),
  ];
}

/** The smallest heap of a process, in MiB, in which an hourly refresh of these bodies gets through. */
export function smallestHeap(files: readonly string[], sizes = [24, 32, 40, 48, 56, 64, 80, 96]): number | null {
  return sizes.find((size) => survives(size, files)) ?? null;
}

function survives(mebibytes: number, files: readonly string[]): boolean {
  const script = fileURLToPath(new URL("refresh-heap.ts", import.meta.url));
  try {
    execFileSync(process.execPath, [`--max-heap-size=${mebibytes}`, script, ...files], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
