import { calcPrice } from "@pydantic/genai-prices";
import { estimate } from "../../shared/cost/estimate.ts";
import { isCostProblem, renderReceipt } from "../../shared/cost/receipt.ts";
import { cheapest } from "../../shared/cost/ranking.ts";
import { matchModel } from "../../shared/pricing/matching.ts";
import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { hotText, multiplied, NOW, opened } from "./catalogs.ts";
import { compare, nanoseconds, type Ratio } from "./measure.ts";
import { Random } from "../random.ts";

/** One row that both engines price: our offer id, the name and seller that the other one knows it by. */
export interface PricedRow {
  readonly id: string;
  readonly model: string;
  readonly provider: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
}

const MODELS: readonly (readonly [id: string, model: string, provider: string])[] = [
  ["openai/gpt-4o", "gpt-4o", "openai"],
  ["anthropic/claude-sonnet-4-5", "claude-sonnet-4-5", "anthropic"],
  ["openai/gpt-4o-mini", "gpt-4o-mini", "openai"],
  ["openai/o3", "o3", "openai"],
  ["gemini/gemini-2.5-pro", "gemini-2.5-pro", "google"],
  ["deepseek/deepseek-chat", "deepseek-chat", "deepseek"],
];

/** The same rows for every engine; a third of them read a cache. */
export function pricedRows(count: number, seed = 7): readonly PricedRow[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => {
    const [id, model, provider] = MODELS[index % MODELS.length] ?? ["", "", ""];
    const input_tokens = 1 + random.whole(20_000);
    const cache_read_tokens = index % 3 === 0 ? random.whole(input_tokens) : 0;
    return { id, model, provider, input_tokens, output_tokens: random.whole(4_000), cache_read_tokens };
  });
}

const AT = new Date(NOW);

/** What `calcPrice` says, USD; null where it knows no such model. */
export function calcPriceOf({
  model,
  provider,
  input_tokens,
  output_tokens,
  cache_read_tokens,
}: PricedRow): number | null {
  const usage = { input_tokens, output_tokens, ...(cache_read_tokens > 0 ? { cache_read_tokens } : {}) };
  return calcPrice(usage, model, { providerId: provider, timestamp: AT })?.total_price ?? null;
}

function usageOf({ input_tokens, output_tokens, cache_read_tokens }: PricedRow) {
  return { input_tokens, output_tokens, ...(cache_read_tokens > 0 ? { cache_read_tokens } : {}) };
}

/** Microseconds of `calcPrice` a row, for what is measured over HTTP. */
export function calcPriceMicros(rows: readonly PricedRow[]): number {
  const before = process.cpuUsage();
  for (const row of rows) calcPriceOf(row);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rows.length;
}

/** An exact estimate, from the offer to the receipt as it goes over the wire, against `calcPrice`. */
export async function engineRatio(catalog: Catalog, rounds: number): Promise<Ratio> {
  const rows = pricedRows(1_000);
  const priced = rows.flatMap((row) => {
    const offer = catalog.find(row.id);
    return offer === undefined ? [] : [{ offer, usage: usageOf(row) }];
  });
  if (priced.length !== rows.length) throw new Error("a model of the bench is not in the catalog");
  let sink = 0;
  const ours = (): number =>
    nanoseconds(() => {
      for (const { offer, usage } of priced) {
        const receipt = estimate(offer, { usage, service_tier: "standard", at: NOW });
        if (!isCostProblem(receipt)) sink += renderReceipt(receipt).total_usd.length;
      }
    }, 5) / rows.length;
  const theirs = (): number =>
    nanoseconds(() => {
      for (const row of rows) sink += calcPriceOf(row) ?? 0;
    }, 2) / rows.length;
  ours();
  theirs();
  const note = sink > 0 ? "receipt rendered as decimal strings" : "nothing was priced";
  return await compare(
    { name: "in-process exact estimate / `calcPrice`", unit: "ns", target: 0.1, rounds, note },
    ours,
    theirs,
  );
}

/** The same questions of 100,000 offers and of 3,000. */
export async function scaleRatios(offers: readonly Offer[], rounds: number, many = 100_000): Promise<Ratio[]> {
  const small = opened(hotText(offers.slice(0, 3_000)));
  const large = opened(hotText(multiplied(offers.slice(0, 3_000), many)));
  const estimated = (catalog: Catalog) => () => nanoseconds(() => oneEstimate(catalog), 4_000);
  const ranked = (catalog: Catalog) => {
    const random = new Random(3);
    return () => nanoseconds(() => oneRanking(catalog, random), 20);
  };
  for (const catalog of [small, large]) {
    estimated(catalog)();
    ranked(catalog)();
  }
  const label = `${many.toLocaleString("en")} offers / 3,000`;
  return [
    await compare({ name: `${label}: estimate`, unit: "ns", target: 1.1, rounds }, estimated(large), estimated(small)),
    await compare({ name: `${label}: cheapest`, unit: "ns", target: 8, rounds }, ranked(large), ranked(small)),
  ];
}

const ASKED = ["gpt-4o", "claude-sonnet-4-5", "gemini/gemini-2.5-pro", "o3"] as const;
let turn = 0;

function oneEstimate(catalog: Catalog): void {
  turn += 1;
  const match = matchModel(catalog, ASKED[turn % ASKED.length] ?? "gpt-4o", NOW);
  if (match.kind !== "offer") throw new Error("a model of the bench is not in the catalog");
  const usage = { input_tokens: 1_000 + (turn % 977), output_tokens: 500 };
  const receipt = estimate(match.offer, { usage, service_tier: "standard", at: NOW });
  if (!isCostProblem(receipt)) renderReceipt(receipt);
}

function oneRanking(catalog: Catalog, random: Random): void {
  const usage = { input_tokens: 1 + random.whole(50_000), output_tokens: random.whole(5_000) };
  cheapest(catalog, { usage, service_tier: "standard", at: NOW, mode: "chat", limit: 10 });
}
