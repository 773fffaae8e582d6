/** Counts calls that wait for an object, and says when no more should: a slow object must not fill the isolate with its callers. */
export class InFlight {
  readonly #most: number;
  /** By object; none at zero. */
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** False where the object has as many waiting as it may; else the caller owes a `leave`. */
  enter(object: string): boolean {
    const count = this.#counts.get(object) ?? 0;
    if (count >= this.#most) return false;
    this.#counts.set(object, count + 1);
    return true;
  }

  leave(object: string): void {
    const left = (this.#counts.get(object) ?? 1) - 1;
    if (left === 0) this.#counts.delete(object);
    else this.#counts.set(object, left);
  }
}
