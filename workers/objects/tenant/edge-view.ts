import { tenantCopy, type TenantView } from "../../storage/tenants.ts";
import type { Copies } from "./copies.ts";
import type { Documents } from "./documents.ts";
import type { PriceRules } from "./price-rules.ts";
import { profileSchema, sequenceSchema } from "./profile.ts";

/** What the edge needs to answer under a key of this tenant, and its copy in KV. */
export class EdgeView {
  readonly #documents: Documents;
  readonly #prices: PriceRules;
  readonly #copies: Copies;

  constructor(documents: Documents, prices: PriceRules, copies: Copies) {
    this.#documents = documents;
    this.#prices = prices;
    this.#copies = copies;
  }

  read(): TenantView | null {
    const profile = this.#documents.read("profile", profileSchema);
    if (profile === null) return null;
    const { rules } = this.#prices.overrides();
    const held = this.#prices.holds.triples();
    return { schema: 1, id: profile.id, plan: profile.plan, sequence: this.#sequence(), rules, held };
  }

  /** It has changed: the copy is noted under the next number, in the caller's transaction. */
  note(): void {
    this.#prices.forget();
    this.#documents.write("sequence", { sequence: this.#sequence() + 1 });
    const view = this.read();
    if (view !== null) this.#copies.note(tenantCopy(view.id), view, null);
  }

  #sequence(): number {
    return this.#documents.read("sequence", sequenceSchema)?.sequence ?? 0;
  }
}
