import type { SourceOffer } from "./offer.ts";
import { bareId } from "./bare-id.ts";

/**
 * Authors who sell their own weights at one price wherever: what OpenRouter lists for them is a second reading of their own list price
 * (90 of 95 pairs equal on 2026-08-01). All other authors' models have many sellers, and OpenRouter is one more of them.
 */
const CLOSED_AUTHORS: ReadonlyMap<string, string> = new Map([
  ["openai", "openai"],
  ["anthropic", "anthropic"],
  ["google", "gemini"],
  ["x-ai", "xai"],
  ["cohere", "cohere"],
  ["amazon", "bedrock"],
  ["perplexity", "perplexity"],
]);

/** Open weights of closed authors. */
const OPEN_WEIGHTS = /^(?:gpt-oss|gemma)/;

const SELLERS: ReadonlySet<string> = new Set(CLOSED_AUTHORS.values());

/**
 * Which first-party offer an OpenRouter row is an opinion on: the author's own seller and the same slug, or the same slug
 * but for case, dots and Bedrock's `:0`; nothing where that names two offers. By OpenRouter's offer id.
 */
export function firstPartyOpinions(
  firstParty: Iterable<Pick<SourceOffer, "id" | "provider">>,
  openrouter: Iterable<SourceOffer>,
): ReadonlyMap<string, string> {
  const { exact, folds } = firstPartyIndex(firstParty);
  const spelled = new Map<string, string>();
  const folded = new Map<string, string>();
  for (const row of openrouter) {
    if (row.price_type !== "paid" || row.flags.length > 0) continue;
    const name = firstPartyName(row);
    if (name === null) continue;
    if (exact.has(name)) spelled.set(name, row.id);
    else keepFirst(folded, folds.get(fold(name)), row.id);
  }
  const opinions = new Map<string, string>();
  for (const [offer, row] of [...folded, ...spelled]) if (row === (spelled.get(offer) ?? row)) opinions.set(row, offer);
  return opinions;
}

/** Of several rows that fold to one offer the first by id, in whatever order they come. */
function keepFirst(rows: Map<string, string>, offer: string | null | undefined, row: string): void {
  if (offer === undefined || offer === null) return;
  const known = rows.get(offer);
  if (known === undefined || row < known) rows.set(offer, row);
}

interface Index {
  readonly exact: ReadonlySet<string>;
  /** Null where two offers fold to one spelling. */
  readonly folds: ReadonlyMap<string, string | null>;
}

function firstPartyIndex(offers: Iterable<Pick<SourceOffer, "id" | "provider">>): Index {
  const exact = new Set<string>();
  const folds = new Map<string, string | null>();
  for (const { id, provider } of offers) {
    if (!SELLERS.has(provider) || exact.has(id)) continue;
    exact.add(id);
    const folded = fold(id);
    folds.set(folded, folds.has(folded) ? null : id);
  }
  return { exact, folds };
}

/** `openrouter/openai/gpt-4o` as `openai/gpt-4o`; null for open authors and for variants. */
function firstPartyName(row: SourceOffer): string | null {
  const name = bareId(row.id);
  const slash = name.indexOf("/");
  const seller = CLOSED_AUTHORS.get(name.slice(0, slash));
  const slug = name.slice(slash + 1);
  if (slash === -1 || seller === undefined || slug.includes(":") || OPEN_WEIGHTS.test(slug)) return null;
  return seller === "bedrock" ? `bedrock/amazon.${slug}` : `${seller}/${slug}`;
}

function fold(id: string): string {
  return id.toLowerCase().replace(/[._]/g, "-").replace(/:0$/, "");
}
