const SECOND = 1_000;
/** Batches that one object takes in a second, and how many of them from one tenant: beyond that answers would only queue up. */
const MAX_BATCHES = 10_000;
const MAX_OF_TENANT = 5_000;

/** Sheds a flood before it queues up: counts batches by the second. */
export class Admission {
  #second = 0;
  #batches = 0;
  readonly #by_tenant = new Map<string, number>();

  /** Null to take a batch, else the seconds after which to try again. */
  refuse(tenant_id: string, now: number): number | null {
    const second = Math.floor(now / SECOND);
    if (second !== this.#second) {
      this.#second = second;
      this.#batches = 0;
      this.#by_tenant.clear();
    }
    const own = (this.#by_tenant.get(tenant_id) ?? 0) + 1;
    if (this.#batches >= MAX_BATCHES || own > MAX_OF_TENANT) return 1;
    this.#batches += 1;
    this.#by_tenant.set(tenant_id, own);
    return null;
  }
}
