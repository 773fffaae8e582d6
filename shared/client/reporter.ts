import type { HealthReport } from "./generated/operations.ts";
import { onLeaving } from "./leaving.ts";

export interface ReporterOptions {
  /** Rows that are sent at once without waiting for the interval; 200 unless said, at most 1,000. */
  readonly batch_rows?: number | undefined;
  /** Longest that a row waits; 10 s unless said. */
  readonly interval_ms?: number | undefined;
  /** Rows that may wait while the service cannot be reached; above it the oldest are dropped. 5,000 unless said. */
  readonly capacity?: number | undefined;
  /** Told of each batch that could not be delivered: reports are worth less than the calls they are about, so nothing is thrown. */
  readonly on_error?: ((error: unknown) => void) | undefined;
}

/** Sends one batch, a JSON text; `last` when nothing can wait for the answer any more. */
export type SendReports = (body: string, last: boolean) => Promise<void>;

/** Rows under one id: a batch that is sent again says so by it, and is not counted a second time. */
interface Batch {
  readonly id: string;
  readonly rows: HealthReport[];
}

const MOST_ROWS = 1_000;
/** Browsers let a page that is being left send 64 KiB (Fetch, "keepalive"); some of it are headers. */
const LAST_BYTES = 60_000;

/** Collects outcomes of calls to providers and sends them in batches: one request per flush. */
export class HealthReporter {
  readonly #send: SendReports;
  readonly #batch_rows: number;
  readonly #interval_ms: number;
  readonly #capacity: number;
  readonly #on_error: (error: unknown) => void;
  readonly #stop: () => void;
  readonly #deliveries = new Set<Promise<void>>();
  readonly #rows: HealthReport[] = [];
  /** What was sent and never answered, oldest first. */
  readonly #undelivered: Batch[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #dropped = 0;

  constructor(sendReports: SendReports, options: ReporterOptions) {
    this.#send = sendReports;
    this.#batch_rows = Math.min(options.batch_rows ?? 200, MOST_ROWS);
    this.#interval_ms = options.interval_ms ?? 10_000;
    this.#capacity = options.capacity ?? 5_000;
    this.#on_error = options.on_error ?? (() => undefined);
    this.#stop = onLeaving(() => this.#flushLast());
  }

  /** Rows that wait to be sent. */
  get waiting(): number {
    return this.#undelivered.reduce((sum, { rows }) => sum + rows.length, this.#rows.length);
  }

  /** Rows given up because too many waited. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes one outcome; without a time it gets the present one, since it may wait. */
  report(row: HealthReport): void {
    this.#rows.push(row.at === undefined ? { ...row, at: new Date().toISOString() } : row);
    this.#trim();
    if (this.#rows.length >= this.#batch_rows) void this.flush();
    else this.#timer ??= unreferenced(setTimeout(() => void this.flush(), this.#interval_ms));
  }

  /** Sends what waits now, in batches of at most 1,000 rows. Resolves when it is delivered or given back to the queue. */
  flush(): Promise<void> {
    this.#clearTimer();
    const delivery = this.#deliver(this.#takeAll()).finally(() => this.#deliveries.delete(delivery));
    this.#deliveries.add(delivery);
    return delivery;
  }

  /** Flushes, waits for what is on its way, and stops listening for the end of the page or process. */
  async close(): Promise<void> {
    this.#stop();
    await Promise.all([this.flush(), ...this.#deliveries]);
    this.#clearTimer();
  }

  /** Everything that waits, in batches. */
  #takeAll(): Batch[] {
    const batches = this.#undelivered.splice(0);
    while (this.#rows.length > 0) batches.push({ id: crypto.randomUUID(), rows: this.#rows.splice(0, MOST_ROWS) });
    return batches;
  }

  async #deliver(batches: readonly Batch[]): Promise<void> {
    for (const [index, batch] of batches.entries()) {
      try {
        await this.#send(batchText(batch), false);
      } catch (error) {
        this.#on_error(error);
        if (!isRefusal(error)) return this.#giveBack(batches.slice(index));
        // What the service refuses today it refuses tomorrow: only an absence is worth keeping the rows for.
        this.#dropped += batch.rows.length;
      }
    }
  }

  #giveBack(batches: readonly Batch[]): void {
    this.#undelivered.unshift(...batches);
    this.#trim();
    this.#timer ??= unreferenced(setTimeout(() => void this.flush(), this.#interval_ms));
  }

  #flushLast(): void {
    this.#clearTimer();
    for (const batch of this.#takeAll().flatMap(lastBatches)) {
      this.#send(batchText(batch), true).catch(this.#on_error);
    }
  }

  #trim(): void {
    for (let excess = this.waiting - this.#capacity; excess > 0;) {
      const oldest = this.#undelivered[0]?.rows ?? this.#rows;
      const gone = oldest.splice(0, excess).length;
      if (oldest.length === 0) this.#undelivered.shift();
      this.#dropped += gone;
      excess -= gone;
    }
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function batchText({ id, rows }: Batch): string {
  return JSON.stringify({ batch_id: id, reports: rows });
}

/** A batch in pieces that may be sent from a page that is being left; the first piece keeps the id. */
function lastBatches({ id, rows }: Batch): Batch[] {
  const batches: Batch[] = [];
  for (let from = 0; from < rows.length;) {
    const piece = rows.slice(from, from + fitting(rows.slice(from), LAST_BYTES));
    batches.push({ id: from === 0 ? id : crypto.randomUUID(), rows: piece });
    from += piece.length;
  }
  return batches;
}

/** How many of the rows fit, at least one. */
function fitting(rows: readonly HealthReport[], bytes: number): number {
  let size = 100;
  let count = 0;
  for (const row of rows) {
    size += new TextEncoder().encode(JSON.stringify(row)).byteLength + 1;
    if (count > 0 && size > bytes) break;
    count += 1;
  }
  return count;
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    "status" in error &&
    typeof error.status === "number" &&
    error.status >= 400 &&
    error.status < 500 &&
    error.status !== 429
  );
}

/** A waiting batch keeps no process alive: its end is when it is sent. */
function unreferenced(timer: ReturnType<typeof setTimeout>): ReturnType<typeof setTimeout> {
  const handle: unknown = timer;
  if (typeof handle === "object" && handle !== null && "unref" in handle && typeof handle.unref === "function")
    handle.unref();
  return timer;
}
