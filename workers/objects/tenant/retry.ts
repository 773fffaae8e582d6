/** When work that may fail is tried again: at a fixed instant, which asking again does not put off. */
export class Retry {
  readonly #first_ms: number;
  readonly #longest_ms: number;
  #failures = 0;
  #at: number | null = null;

  constructor(first_ms: number, longest_ms: number) {
    this.#first_ms = first_ms;
    this.#longest_ms = longest_ms;
  }

  /** The instant of the next try; null where nothing is left to do. */
  dueAt(is_left: boolean, now: number): number | null {
    if (!is_left) this.#at = null;
    else this.#at ??= now + this.#first_ms;
    return this.#at;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#at = null;
  }

  failed(now: number): void {
    this.#at = now + Math.min(this.#longest_ms, this.#first_ms * 2 ** this.#failures);
    this.#failures += 1;
  }
}
