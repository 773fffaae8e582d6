import { sha256Hex } from "../sha256.ts";
import { decodeCatalog, encodeBody, sealCatalog, type CatalogBody } from "../../shared/pricing/catalog-codec.ts";
import type { CatalogHeader, SourceState } from "../../shared/pricing/catalog.ts";
import type { PriceChange } from "../../shared/pricing/changes.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { isSameOffer } from "../../shared/pricing/same-offer.ts";
import { catalogVersion, HOT_CATALOG, VERSION_TTL_SECONDS } from "../storage/catalog.ts";
import type { ChangeLog } from "./changes.ts";
import type { PriceHistory } from "./history.ts";
import type { Texts } from "./texts.ts";

/** What is published now; kept in the object so that an unchanged hour rewrites one header and parses nothing. */
interface Published {
  readonly version: string;
  readonly sequence: number;
  readonly published_at: string;
  readonly pinned: string | null;
  /** Hash of the newest prices, also while an older version is pinned. */
  readonly newest: string;
}

export interface Confirmation {
  readonly now: number;
  readonly confirmed_at: string | null;
  readonly sources: readonly SourceState[];
}

const STATE = "published";
const SERVED = "served-body";
const NEWEST = "newest-body";

/** Writes the hot value, its immutable copies and the ledger: the only code that does. */
export class Publication {
  readonly #storage: DurableObjectStorage;
  readonly #texts: Texts;
  readonly #history: PriceHistory;
  readonly #changes: ChangeLog;
  readonly #kv: KVNamespace;

  constructor(storage: DurableObjectStorage, texts: Texts, history: PriceHistory, changes: ChangeLog, kv: KVNamespace) {
    this.#storage = storage;
    this.#texts = texts;
    this.#history = history;
    this.#changes = changes;
    this.#kv = kv;
  }

  current(): Published | null {
    return this.#storage.kv.get<Published>(STATE) ?? null;
  }

  /**
   * Publishes new prices (or the same ones anew confirmed); what KV refuses is not recorded as published.
   * `changesFrom` is asked only where something is new: nothing of an unchanged catalog is read back.
   */
  async publish(
    offers: readonly Offer[],
    changesFrom: (before: readonly Offer[]) => readonly PriceChange[],
    confirmation: Confirmation,
  ): Promise<PublicationReport> {
    const body = encodeBody(offers);
    const version = await sha256Hex(body.timeless, 16);
    const before = this.current();
    if (before !== null && before.newest === version) {
      this.#keepBody(NEWEST, body);
      if (before.pinned === null) this.#keepBody(SERVED, body);
      return { published: false, version: before.version, changes: 0, text: await this.confirm(confirmation) };
    }
    const last = before === null ? [] : offersIn(this.#body(NEWEST));
    const changes = changesFrom(last);
    const sequence = this.#history.lastSequence() + 1;
    const published_at = new Date(confirmation.now).toISOString();
    const served = before?.pinned ?? null;
    const next: Published =
      before !== null && served !== null
        ? { ...before, newest: version }
        : { version, sequence, published_at, pinned: null, newest: version };
    await this.#kv.put(catalogVersion(version), `${body.times}\n${body.timeless}`, {
      expirationTtl: VERSION_TTL_SECONDS,
    });
    const text = sealCatalog(
      headerOf(next, confirmation, this.#nextWrite()),
      served === null ? body : this.#body(SERVED),
    );
    await this.#kv.put(HOT_CATALOG, text);
    this.#storage.transactionSync(() => {
      this.#history.recordVersion({ sequence, version, published_at: confirmation.now });
      this.#recordOffers(offers, last, sequence);
      this.#changes.append(sequence, confirmation.now, version, changes);
      this.#keepBody(NEWEST, body);
      if (served === null) this.#keepBody(SERVED, body);
      this.#storage.kv.put(STATE, next);
    });
    const isServed = served === null;
    return { published: isServed, version: next.version, changes: isServed ? changes.length : 0, text };
  }

  /** Rewrites the header alone: ages, outcomes and success rates of the sources. */
  async confirm(confirmation: Confirmation): Promise<string> {
    const current = this.current();
    if (current === null) throw new Error("nothing is published yet");
    const text = sealCatalog(headerOf(current, confirmation, this.#nextWrite()), this.#body(SERVED));
    await this.#kv.put(HOT_CATALOG, text);
    return text;
  }

  /** Nothing of any source is there to publish: readers keep the bundled prices and are told what became of the attempts. */
  async announce(
    { sources }: Confirmation,
    bundled: string,
  ): Promise<{ readonly version: string; readonly text: string }> {
    const { header, body } = openCatalog(bundled);
    const told = { ...header, sequence: this.#nextWrite(), sources: [...sources, ...header.sources] };
    const text = sealCatalog(told, body);
    await this.#kv.put(HOT_CATALOG, text);
    return { version: header.version, text };
  }

  /** Moves readers to an earlier version, or back to the newest (null); null when that version is not kept. */
  async pin(
    version: string | null,
    confirmation: Confirmation,
  ): Promise<{ readonly version: string; readonly text: string } | null> {
    const current = this.current();
    if (current === null) return null;
    const target = version ?? current.newest;
    const entry = this.#history.versionNamed(target);
    const body = target === current.newest ? this.#body(NEWEST) : await this.#copyOf(target);
    if (entry === null || body === null) return null;
    const next: Published = {
      version: target,
      sequence: entry.sequence,
      published_at: new Date(entry.published_at).toISOString(),
      pinned: version,
      newest: current.newest,
    };
    const text = sealCatalog(headerOf(next, confirmation, this.#nextWrite()), body);
    await this.#kv.put(HOT_CATALOG, text);
    this.#keepBody(SERVED, body);
    this.#storage.kv.put(STATE, next);
    return { version: target, text };
  }

  async #copyOf(version: string): Promise<CatalogBody | null> {
    const text = await this.#kv.get(catalogVersion(version)).catch(() => null);
    const line = text === null ? -1 : text.indexOf("\n");
    return text === null || line === -1 ? null : { times: text.slice(0, line), timeless: text.slice(line + 1) };
  }

  /**
   * Each offer whose own text changed gets an entry; one that is gone gets an empty one.
   * The text decides; it is made only of offers that are not plainly the same as in the last publication, whose texts are the recorded ones.
   */
  #recordOffers(offers: readonly Offer[], last: readonly Offer[], sequence: number): void {
    const digests = this.#history.digests();
    const before = new Map(last.map((offer) => [offer.id, offer]));
    for (const offer of offers) {
      const known = before.get(offer.id);
      const digest = digests.get(offer.id);
      digests.delete(offer.id);
      if (digest !== undefined && known !== undefined && isSameOffer(known, offer)) continue;
      const body = encodeBody([offer]);
      if (digest === body.timeless) continue;
      this.#history.recordOffer(offer.id, sequence, body.timeless, sealCatalog(EMPTY_HEADER, body));
    }
    for (const gone of digests.keys()) this.#history.recordOffer(gone, sequence, "", null);
  }

  #keepBody(name: string, body: CatalogBody): void {
    this.#texts.write(name, `${body.times}\n${body.timeless}`);
  }

  #body(name: string): CatalogBody {
    const text = this.#texts.read(name) ?? "";
    const line = text.indexOf("\n");
    return { times: text.slice(0, line), timeless: text.slice(line + 1) };
  }

  /** Every write of the hot value has a number, so that no reader goes back to an older write. */
  #nextWrite(): number {
    const write = (this.#storage.kv.get<number>("writes") ?? 0) + 1;
    this.#storage.kv.put("writes", write);
    return write;
  }
}

export interface PublicationReport {
  /** Whether readers now get other prices than before: not while an older version is pinned. */
  readonly published: boolean;
  readonly version: string;
  /** Prices that readers see changed. */
  readonly changes: number;
  readonly text: string;
}

/** All offers of a body; none of one that cannot be read. */
function offersIn(body: CatalogBody): readonly Offer[] {
  const catalog = decodeCatalog(sealCatalog(EMPTY_HEADER, body));
  return catalog === null ? [] : catalog.ids.map((_id, index) => catalog.at(index));
}

/** A sealed catalog that this code wrote, taken apart. */
function openCatalog(text: string): { readonly header: CatalogHeader; readonly body: CatalogBody } {
  const header = decodeCatalog(text)?.header;
  if (header === undefined) throw new Error("the bundled catalog cannot be read");
  const times = text.indexOf("\n") + 1;
  const timeless = text.indexOf("\n", times) + 1;
  return { header, body: { times: text.slice(times, timeless - 1), timeless: text.slice(timeless) } };
}

/** For bodies that are read by themselves. */
const EMPTY_HEADER: CatalogHeader = {
  schema: 1,
  version: "",
  sequence: 0,
  published_at: "",
  confirmed_at: null,
  pinned: null,
  sources: [],
};

function headerOf(published: Published, { confirmed_at, sources }: Confirmation, write: number): CatalogHeader {
  const { version, published_at, pinned } = published;
  return { schema: 1, version, sequence: write, published_at, confirmed_at, pinned, sources };
}
