import { encodeSourceOffers, readSourceOffers } from "../../shared/pricing/source-offer-codec.ts";
import type { HeldRow } from "../../shared/pricing/held.ts";
import {
  LIVE_SOURCES,
  type LiveSource,
  type PricingState,
  type SourceLedger,
} from "../../shared/pricing/pricing-state.ts";
import type { Texts } from "./texts.ts";

interface Meta {
  readonly fetched_at: string;
  readonly confirmed_at: string;
  readonly rows: number;
  readonly parsed: number;
  readonly rejected: number;
}

/** The last good of every source and the quarantine, as texts of the object. */
export class StateStore {
  readonly #texts: Texts;
  readonly #kv: SyncKvStorage;

  constructor(texts: Texts, kv: SyncKvStorage) {
    this.#texts = texts;
    this.#kv = kv;
  }

  /** Null before the first refresh. A source whose text cannot be read is as if it had never been fetched. */
  read(): PricingState | null {
    const sources = LIVE_SOURCES.flatMap((name) => this.#readSource(name) ?? []);
    const held = this.held();
    return sources.length === 0 && held.length === 0 ? null : { sources, held };
  }

  held(): readonly HeldRow[] {
    const text = this.#texts.read("held");
    return text === null ? [] : JSON.parse(text);
  }

  /** Counts and dates of a source without its offers. */
  meta(name: LiveSource): Meta | null {
    return this.#kv.get<Meta>(metaKey(name)) ?? null;
  }

  write(state: PricingState): void {
    for (const source of state.sources) this.#writeSource(source);
    this.#texts.write("held", JSON.stringify(state.held));
  }

  /** A 304 changes nothing but when the source last confirmed its prices. */
  confirm(name: LiveSource, confirmed_at: string): void {
    const meta = this.meta(name);
    if (meta !== null) this.#kv.put(metaKey(name), { ...meta, confirmed_at });
  }

  #readSource(name: LiveSource): SourceLedger | null {
    const meta = this.meta(name);
    const offers = readSourceOffers(this.#texts.read(`good:${name}`) ?? "");
    if (meta === null || offers === null) return null;
    const pending = readSourceOffers(this.#texts.read(`pending:${name}`) ?? "") ?? [];
    return { name, ...meta, offers, pending };
  }

  #writeSource({ name, offers, pending, fetched_at, confirmed_at, rows, parsed, rejected }: SourceLedger): void {
    this.#texts.write(`good:${name}`, encodeSourceOffers(offers));
    this.#texts.write(`pending:${name}`, encodeSourceOffers(pending));
    this.#kv.put(metaKey(name), { fetched_at, confirmed_at, rows, parsed, rejected } satisfies Meta);
  }
}

function metaKey(name: LiveSource): string {
  return `source:${name}`;
}
