import type { Decisions } from "../../shared/pricing/held.ts";

const DECISIONS = "decisions";
const NEW = "decisions_new";

interface Kept {
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
}

/** What an operator decided about held rows; in force with the next refresh. */
export class QuarantineDecisions {
  readonly #kv: SyncKvStorage;

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
  }

  read(): Decisions {
    const kept = this.#kv.get<Kept>(DECISIONS);
    return { accepted: new Set(kept?.accepted), rejected: new Set(kept?.rejected) };
  }

  /** The last word counts. */
  record(id: string, decision: "accept" | "reject"): void {
    const { accepted, rejected } = this.read();
    const all = { accepted: new Set(accepted), rejected: new Set(rejected) };
    all.accepted.delete(id);
    all.rejected.delete(id);
    all[decision === "accept" ? "accepted" : "rejected"].add(id);
    this.#kv.put<Kept>(DECISIONS, { accepted: [...all.accepted], rejected: [...all.rejected] });
    this.#kv.put(NEW, true);
  }

  /** A refresh in which no source has news must still merge. */
  areNew(): boolean {
    return this.#kv.get<boolean>(NEW) ?? false;
  }

  taken(): void {
    this.#kv.delete(NEW);
  }
}
