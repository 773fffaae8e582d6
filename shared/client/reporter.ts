import type { HealthReport } from "./generated/operations.ts";

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
    return this.#rows.length;
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
    const delivery = this.#deliver(this.#rows.splice(0)).finally(() => this.#deliveries.delete(delivery));
    this.#deliveries.add(delivery);
    return delivery;
  }

  /** Flushes, waits for what is on its way, and stops listening for the end of the page or process. */
  async close(): Promise<void> {
    this.#stop();
    await Promise.all([this.flush(), ...this.#deliveries]);
    this.#clearTimer();
  }

  async #deliver(waiting: HealthReport[]): Promise<void> {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, MOST_ROWS);
      try {
        await this.#send(batchText(rows), false);
      } catch (error) {
        this.#on_error(error);
        if (!isRefusal(error)) return this.#giveBack(waiting);
        // What the service refuses today it refuses tomorrow: only an absence is worth keeping the rows for.
        this.#dropped += rows.length;
      }
      waiting.splice(0, rows.length);
    }
  }

  #giveBack(rows: readonly HealthReport[]): void {
    this.#rows.unshift(...rows);
    this.#trim();
    this.#timer ??= unreferenced(setTimeout(() => void this.flush(), this.#interval_ms));
  }

  #flushLast(): void {
    this.#clearTimer();
    while (this.#rows.length > 0) {
      const rows = this.#rows.splice(0, fitting(this.#rows, LAST_BYTES));
      this.#send(batchText(rows), true).catch(this.#on_error);
    }
  }

  #trim(): void {
    const excess = this.#rows.length - this.#capacity;
    if (excess <= 0) return;
    this.#rows.splice(0, excess);
    this.#dropped += excess;
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** The id makes a retry harmless: a batch that was taken before is not counted again. */
function batchText(reports: readonly HealthReport[]): string {
  return JSON.stringify({ batch_id: crypto.randomUUID(), reports });
}

function fitting(rows: readonly HealthReport[], bytes: number): number {
  let size = 100;
  let count = 0;
  for (const row of rows) {
    size += new TextEncoder().encode(JSON.stringify(row)).byteLength + 1;
    if (count > 0 && (size > bytes || count === MOST_ROWS)) break;
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

interface Leaving {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

interface EndingProcess {
  once(event: string, listener: () => void): void;
  removeListener(event: string, listener: () => void): void;
}

/** Calls back when a page is left or a Node process runs out of work; returns how to stop listening. */
function onLeaving(callback: () => void): () => void {
  const scope: unknown = globalThis;
  if (hasEvents(scope) && "document" in scope) {
    scope.addEventListener("pagehide", callback);
    return () => scope.removeEventListener("pagehide", callback);
  }
  const process: unknown = Reflect.get(globalThis, "process");
  if (!isProcess(process)) return () => undefined;
  process.once("beforeExit", callback);
  return () => process.removeListener("beforeExit", callback);
}

function hasEvents(scope: unknown): scope is Leaving {
  return typeof scope === "object" && scope !== null && "addEventListener" in scope && "removeEventListener" in scope;
}

function isProcess(value: unknown): value is EndingProcess {
  return typeof value === "object" && value !== null && "once" in value && "removeListener" in value;
}
