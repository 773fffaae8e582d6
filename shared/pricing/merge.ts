import type { AcceptedOffer } from "./accepted.ts";
import type { Voice } from "./consensus.ts";
import { consensus, dissentsOf, voiceOf } from "./consensus.ts";
import { OPENROUTER_SELLER } from "./evidence.ts";
import { firstPartyOpinions } from "./first-party.ts";
import { hasOddRatio } from "./gate-bounds.ts";
import type { Draft } from "./draft.ts";
import type { Entry, Listing } from "./listing.ts";
import { mergedFacts } from "./merge-facts.ts";
import { groupModels } from "./model-group.ts";
import type { Flag, Offer } from "./offer.ts";
import { FLAGS } from "./offer.ts";
import { Peers } from "./peers.ts";
import { sourcedRate, type SourcedRate, type SourceName } from "./rate.ts";

/**
 * One offer for every id, from listings in order of precedence. The first source that states a price wins the whole row
 * (rates of two sources in one row would not belong together); all others are listed beside it.
 * Sorted by id; flags and models are those of the whole catalog.
 */
export function mergeListings(listings: readonly Listing[]): readonly Offer[] {
  const byId = new Map<string, Entry[]>();
  for (const { source, fetched_at, offers } of listings) {
    for (const offer of offers) {
      const entry = { source, fetched_at, offer };
      const known = byId.get(offer.id);
      if (known === undefined) byId.set(offer.id, [entry]);
      else known.push(entry);
    }
  }
  const opinions = opinionEntries(listings);
  const hasLive = listings.some(({ source, offers }) => source !== "bundled" && offers.length > 0);
  const models = groupModels([...byId.values()].flatMap(([first]) => (first === undefined ? [] : [first.offer])));
  const offers: Offer[] = [];
  for (const [id, entries] of byId) {
    const offer = mergeOffer({ entries, opinion: opinions.get(id), hasLive, model: models.get(id) ?? id });
    if (offer !== null) offers.push(offer);
  }
  return withMarketFlags(offers, models).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** OpenRouter's rows that are a second reading of a closed author's own price, by the first-party offer's id. */
function opinionEntries(listings: readonly Listing[]): ReadonlyMap<string, Entry> {
  const openrouter = listings.find(({ source }) => source === "openrouter");
  const entries = new Map<string, Entry>();
  if (openrouter === undefined) return entries;
  const { source, fetched_at } = openrouter;
  const firstParty = listings.filter((each) => each.source !== source).flatMap(({ offers }) => offers);
  const rows = new Map(openrouter.offers.map((offer) => [offer.id, offer]));
  for (const [rowId, id] of firstPartyOpinions(firstParty, openrouter.offers)) {
    const offer = rows.get(rowId);
    if (offer !== undefined) entries.set(id, { source, fetched_at, offer: offer });
  }
  return entries;
}

interface Candidates {
  readonly entries: readonly Entry[];
  readonly opinion: Entry | undefined;
  readonly hasLive: boolean;
  readonly model: string;
}

function mergeOffer({ entries, opinion, hasLive, model }: Candidates): Offer | null {
  const ordered = inAuthority(entries);
  const entitled = entitledOf(ordered);
  const winner = entitled.find(({ offer }) => offer.price_type !== "unknown") ?? entitled[0];
  if (winner === undefined) return null;
  const { offer, source } = winner;
  const voices = voicesBeside(winner, ordered, opinion);
  const isPriced = offer.price_type === "paid" || offer.price_type === "free";
  const found = isPriced ? consensus(offer.rates, voices) : null;
  const isBundled = source === "bundled";
  const facts = mergedFacts(winner.offer, ordered);
  const merged: Draft<Offer> = {
    id: facts.id,
    provider: facts.provider,
    declared_provider: facts.declared_provider,
    aliases: facts.aliases,
    mode: facts.mode,
    multipliers: facts.multipliers,
    limits: facts.limits,
    capabilities: facts.capabilities,
    flags: flagsWith(offer.flags, [
      offer.provider === OPENROUTER_SELLER && source !== "openrouter" && !isBundled && "unlisted_copy",
      !isBundled && found?.is_cheap === true && "disputed_cheap",
      isBundled && hasLive && "bundled_only",
      offer.last_seen !== undefined && "vanished",
    ]),
    model,
    price_type: offer.price_type,
    price_status: isBundled ? "bundled" : (found?.status ?? "single_source"),
    estimated: isBundled,
    rates: sourced(winner, voices),
    sources: ordered.map((entry) => entry.source),
  };
  if (facts.cache_minimum !== undefined) merged.cache_minimum = facts.cache_minimum;
  if (facts.name !== undefined) merged.name = facts.name;
  if (facts.deprecation_date !== undefined) merged.deprecation_date = facts.deprecation_date;
  if (offer.withheld !== undefined) merged.withheld = offer.withheld;
  if (offer.last_seen !== undefined) merged.last_seen = offer.last_seen;
  return merged;
}

/** OpenRouter alone is the authority for what it sells. */
function inAuthority(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length === 1) return entries;
  const own = entries.find(({ source, offer }) => offer.provider === OPENROUTER_SELLER && source === "openrouter");
  return own === undefined ? entries : [own, ...entries.filter((entry) => entry !== own)];
}

/** Sources that decide a price, and those that say no more than an opinion of what these list. */
const DECIDING: ReadonlySet<SourceName> = new Set<SourceName>(["litellm", "openrouter"]);
const OPINIONS: ReadonlySet<SourceName> = new Set<SourceName>(["models_dev", "genai_prices", "bundled"]);

/**
 * An offer that a deciding source lists without a price stays unknown: it does not get an opinion for one.
 */
function entitledOf(ordered: readonly Entry[]): readonly Entry[] {
  if (ordered.length === 1) return ordered;
  if (!ordered.some(({ source }) => DECIDING.has(source))) return ordered;
  return ordered.filter(({ source }) => !OPINIONS.has(source));
}

function sourced({ source, fetched_at, offer }: Entry, voices: readonly Voice[]): readonly SourcedRate[] {
  const usual = offer.as_of ?? fetched_at;
  const source_key = offer.key;
  const dissents = dissentsOf(voices);
  return offer.rates.map((rate) => sourcedRate(rate, source, source_key, rate.as_of ?? usual, dissents(rate)));
}

/** Google's cache writes at OpenRouter are a storage surcharge: another quantity than the seller's write price. */
const SURCHARGED = "openrouter/google/";

function voicesBeside(winner: Entry, entries: readonly Entry[], opinion: Entry | undefined): readonly Voice[] {
  const isCopied = winner.offer.provider === OPENROUTER_SELLER;
  if (entries.length === 1 && opinion === undefined && winner.offer.twin === undefined) return NO_VOICES;
  const hasNewer = entries.some(({ source }) => source === "genai_prices");
  const voices = entries
    .filter((entry) => entry !== winner && entry.offer.rates.length > 0)
    .map(({ source, fetched_at, offer }) => {
      // The bundled snapshot is an older reading of genai-prices, no second opinion beside it.
      const bundled = hasNewer ? "copy" : "bundled";
      return voiceOf(offer, source, fetched_at, isCopied ? "copy" : source === "bundled" ? bundled : "live");
    });
  if (opinion !== undefined) voices.push(opinionVoice(opinion));
  const { twin } = winner.offer;
  if (twin !== undefined) voices.push(twinVoice(winner, twin));
  return voices;
}

const NO_VOICES: readonly Voice[] = [];

function opinionVoice({ source, fetched_at, offer }: Entry): Voice {
  const voice = voiceOf(offer, source, fetched_at, "live");
  if (!offer.id.startsWith(SURCHARGED)) return voice;
  return { ...voice, rates: voice.rates.filter(({ meter }) => !meter.startsWith("cache_write")) };
}

function twinVoice({ source, fetched_at, offer }: Entry, twin: NonNullable<AcceptedOffer["twin"]>): Voice {
  return { source, key: twin.key, as_of: offer.as_of ?? fetched_at, rates: twin.rates, weight: "copy" };
}

/** Flags that need the whole catalog. */
function withMarketFlags(offers: readonly Offer[], models: ReadonlyMap<string, string>): Offer[] {
  const peers = new Peers(offers, (id) => models.get(id) ?? id);
  return offers.map((offer) => {
    const outlier = peers.outlier(offer);
    const isOdd = offer.price_type === "paid" && hasOddRatio(offer);
    if (outlier === null && !isOdd) return offer;
    const more: readonly (Flag | false)[] = [isOdd && "odd_ratio", outlier !== null && `peer_outlier_${outlier}`];
    return { ...offer, flags: flagsWith(offer.flags, more) };
  });
}

/** In the order of the vocabulary, so that the same flags always read the same. */
function flagsWith(own: readonly Flag[], more: readonly (Flag | false)[]): readonly Flag[] {
  if (more.every((flag) => flag === false)) return own;
  const set = new Set<Flag | false>([...own, ...more]);
  return FLAGS.filter((flag) => set.has(flag));
}
