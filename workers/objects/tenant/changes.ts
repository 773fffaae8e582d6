import type { AuditLog } from "./audit.ts";

/** Who changes what, for the audit log. */
export interface Change {
  readonly actor: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes of one tenant: each whole or not at all. */
export class Changes {
  readonly #storage: DurableObjectStorage;
  readonly #audit: AuditLog;
  readonly #forget: () => void;

  /** @param forget drops what memory holds of storage: a write that failed half way has changed only memory. */
  constructor(storage: DurableObjectStorage, audit: AuditLog, forget: () => void) {
    this.#storage = storage;
    this.#audit = audit;
    this.#forget = forget;
  }

  transaction<T>(write: () => T): T {
    try {
      return this.#storage.transactionSync(write);
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /** With its line in the audit log; without one where nothing was written (null). */
  audited<T>(change: Change, now: number, write: () => T): T {
    return this.transaction(() => {
      const result = write();
      if (result !== null) this.#audit.note(now, change.actor, change.action, change.detail);
      return result;
    });
  }
}
