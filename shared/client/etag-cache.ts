/** An answer as it came, kept as text so that nobody can change what another caller is given. */
export interface Kept {
  readonly etag: string;
  readonly text: string;
  /** Epoch ms. */
  readonly received_at: number;
}

/** Bodies above this are not kept: a whole export is no cache entry. */
const LARGEST_TEXT = 1_000_000;

/** Answers by URL, the least recently used forgotten first. */
export class EtagCache {
  readonly #entries = new Map<string, Kept>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(url: string): Kept | undefined {
    const kept = this.#entries.get(url);
    if (kept === undefined) return undefined;
    this.#entries.delete(url);
    this.#entries.set(url, kept);
    return kept;
  }

  set(url: string, kept: Kept): void {
    this.#entries.delete(url);
    if (this.#capacity === 0 || kept.text.length > LARGEST_TEXT) return;
    this.#entries.set(url, kept);
    if (this.#entries.size <= this.#capacity) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }
}
