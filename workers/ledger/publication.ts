import { decodeCatalog, encodeBody, sealCatalog, type CatalogBody } from "../../shared/pricing/catalog-codec.ts";
import type { CatalogHeader, SourceState } from "../../shared/pricing/catalog.ts";
import type { PriceChange } from "../../shared/pricing/changes.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { isSameOffer } from "../../shared/pricing/same-offer.ts";
import { Turns } from "../objects/turns.ts";
import { sha256Hex } from "../sha256.ts";
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
  /** A roll-back in the middle of a publication would be overwritten by it. */
  readonly #turns = new Turns();

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
  publish(offers: readonly Offer[], changesFrom: ChangesFrom, confirmation: Confirmation): Promise<PublicationReport> {
    return this.#turns.take(async () => {
      const body = encodeBody(offers);
      const version = await sha256Hex(body.timeless, 16);
      const before = this.current();
      if (before === null || before.newest !== version) {
        return await this.#publishNew({ offers, body, version }, before, changesFrom, confirmation);
      }
      this.#keepBody(NEWEST, body);
      if (before.pinned === null) this.#keepBody(SERVED, body);
      return { published: false, version: before.version, changes: 0, text: await this.#confirm(confirmation) };
    });
  }

  /** Rewrites the header alone: ages, outcomes and success rates of the sources. */
  confirm(confirmation: Confirmation): Promise<string> {
    return this.#turns.take(() => this.#confirm(confirmation));
  }

  /** Nothing of any source is there to publish: readers keep the bundled prices and are told what became of the attempts. */
  announce({ sources }: Confirmation, bundled: string): Promise<Served> {
    return this.#turns.take(async () => {
      const { header, body } = openCatalog(bundled);
      const told = { ...header, sequence: this.#nextWrite(), sources: [...sources, ...header.sources] };
      return { version: header.version, text: await this.#serve(told, body) };
    });
  }

  /** Moves readers to an earlier version, or back to the newest (null); null when that version is not kept. */
  pin(version: string | null, confirmation: Confirmation): Promise<Served | null> {
    return this.#turns.take(() => this.#pin(version, confirmation));
  }

  async #publishNew(
    { offers, body, version }: NewPrices,
    before: Published | null,
    changesFrom: ChangesFrom,
    confirmation: Confirmation,
  ): Promise<PublicationReport> {
    const { now } = confirmation;
    const last = before === null ? [] : offersIn(this.#body(NEWEST));
    const changes = changesFrom(last);
    const sequence = this.#history.lastSequence() + 1;
    const pinned = before !== null && before.pinned !== null ? { ...before, newest: version } : null;
    const next = pinned ?? { version, sequence, published_at: isoOf(now), pinned: null, newest: version };
    await this.#kv.put(catalogVersion(version), textOf(body), { expirationTtl: VERSION_TTL_SECONDS });
    const header = headerOf(next, confirmation, this.#nextWrite());
    const text = await this.#serve(header, pinned === null ? body : this.#body(SERVED));
    this.#storage.transactionSync(() => {
      this.#history.recordVersion({ sequence, version, published_at: now });
      this.#recordOffers(offers, last, sequence);
      this.#changes.append(sequence, now, version, changes);
      this.#keepBody(NEWEST, body);
      if (pinned === null) this.#keepBody(SERVED, body);
      this.#storage.kv.put(STATE, next);
    });
    const isServed = pinned === null;
    return { published: isServed, version: next.version, changes: isServed ? changes.length : 0, text };
  }

  async #confirm(confirmation: Confirmation): Promise<string> {
    const current = this.current();
    if (current === null) throw new Error("nothing is published yet");
    return await this.#serve(headerOf(current, confirmation, this.#nextWrite()), this.#body(SERVED));
  }

  async #pin(version: string | null, confirmation: Confirmation): Promise<Served | null> {
    const current = this.current();
    if (current === null) return null;
    const target = version ?? current.newest;
    const entry = this.#history.versionNamed(target);
    const body = target === current.newest ? this.#body(NEWEST) : await this.#copyOf(target);
    if (entry === null || body === null) return null;
    const next: Published = {
      version: target,
      sequence: entry.sequence,
      published_at: isoOf(entry.published_at),
      pinned: version,
      newest: current.newest,
    };
    const text = await this.#serve(headerOf(next, confirmation, this.#nextWrite()), body);
    this.#keepBody(SERVED, body);
    this.#storage.kv.put(STATE, next);
    return { version: target, text };
  }

  async #serve(header: CatalogHeader, body: CatalogBody): Promise<string> {
    const text = sealCatalog(header, body);
    await this.#kv.put(HOT_CATALOG, text);
    return text;
  }

  async #copyOf(version: string): Promise<CatalogBody | null> {
    const text = await this.#kv.get(catalogVersion(version)).catch(() => null);
    return text === null || !text.includes("\n") ? null : bodyIn(text);
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
    this.#texts.write(name, textOf(body));
  }

  #body(name: string): CatalogBody {
    return bodyIn(this.#texts.read(name) ?? "\n");
  }

  /** Every write of the hot value has a number, so that no reader goes back to an older write. */
  #nextWrite(): number {
    const write = (this.#storage.kv.get<number>("writes") ?? 0) + 1;
    this.#storage.kv.put("writes", write);
    return write;
  }
}

interface PublicationReport {
  /** Whether readers now get other prices than before: not while an older version is pinned. */
  readonly published: boolean;
  readonly version: string;
  /** Prices that readers see changed. */
  readonly changes: number;
  readonly text: string;
}

/** What readers load now. */
interface Served {
  readonly version: string;
  readonly text: string;
}

interface NewPrices {
  readonly offers: readonly Offer[];
  readonly body: CatalogBody;
  readonly version: string;
}

type ChangesFrom = (before: readonly Offer[]) => readonly PriceChange[];

function textOf({ times, timeless }: CatalogBody): string {
  return `${times}\n${timeless}`;
}

function bodyIn(text: string): CatalogBody {
  const line = text.indexOf("\n");
  return { times: text.slice(0, line), timeless: text.slice(line + 1) };
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
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
