/** What became of one page in a run. `POST /v1/admin/refresh` returns these. */
export interface PollResult {
  /** Provider id. */
  readonly name: string;
  /** `failed`: no usable answer; `rejected`: an answer that cannot be believed. */
  readonly outcome: "ok" | "not_modified" | "failed" | "rejected";
  /** Components and open incidents read. */
  readonly rows: number;
  /** Rows that could not be read. */
  readonly rejected: number;
  /** Statuses that differ from the reading before. */
  readonly changed: number;
  readonly reason?: string;
}

export interface PollReport {
  readonly results: readonly PollResult[];
  /** Providers whose object has been handed a new reading. */
  readonly handed_over: number;
  /** Providers whose object did not take it; it is tried again at the next run. */
  readonly not_handed_over: readonly string[];
}
