import { firstPartyOpinions } from "./first-party.ts";
import type { SourceOffer } from "./offer.ts";
import type { SourceName } from "./rate.ts";

/** Offers of several sources, in order of precedence. */
export type Listings = ReadonlyMap<SourceName, readonly SourceOffer[]>;

/** The one source that says what OpenRouter sells; all others copy it (46% of LiteLLM's copies were off on one day). */
export const OPENROUTER_SELLER = "openrouter";

/** What other sources say of an offer, where that counts: copies of OpenRouter's list are no evidence. */
export class Evidence {
  readonly #byId = new Map<string, Map<SourceName, SourceOffer>>();
  readonly #opinions: ReadonlyMap<string, string>;
  readonly #opinionOn = new Map<string, SourceOffer>();

  constructor(listings: Listings) {
    for (const [source, offers] of listings) for (const offer of offers) this.#add(source, offer);
    const openrouter = listings.get("openrouter") ?? [];
    const others = [...listings].flatMap(([source, offers]) => (source === "openrouter" ? [] : offers));
    this.#opinions = firstPartyOpinions(others, openrouter);
    for (const row of openrouter) {
      const on = this.#opinions.get(row.id);
      if (on !== undefined) this.#opinionOn.set(on, row);
    }
  }

  /** Independent statements about the offer that are not `source`'s own. */
  others(offer: SourceOffer, source: SourceName): readonly SourceOffer[] {
    const found: SourceOffer[] = [];
    for (const [name, other] of this.#byId.get(offer.id) ?? []) {
      if (name !== source && (offer.provider !== OPENROUTER_SELLER || name === "openrouter")) found.push(other);
    }
    const linked = source === "openrouter" ? this.#firstParty(offer.id) : this.#opinionOn.get(offer.id);
    return linked === undefined ? found : [...found, linked];
  }

  #firstParty(id: string): SourceOffer | undefined {
    return this.#byId
      .get(this.#opinions.get(id) ?? "")
      ?.values()
      .next().value;
  }

  #add(source: SourceName, offer: SourceOffer): void {
    const known = this.#byId.get(offer.id);
    if (known === undefined) this.#byId.set(offer.id, new Map([[source, offer]]));
    else known.set(source, offer);
  }
}
