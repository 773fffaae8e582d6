/** How one call to a provider ended, as the caller saw it. */
export const OUTCOMES = ["success", "error", "timeout", "rate_limited", "client_error", "aborted"] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Position of each outcome in an array of counts. */
export const SUCCESS = 0;
export const ERROR = 1;
export const TIMEOUT = 2;
export const RATE_LIMITED = 3;

const INDEX: ReadonlyMap<string, number> = new Map(OUTCOMES.map((outcome, index) => [outcome, index]));

/** The position of an outcome in an array of counts; undefined for a word that is none. */
export function outcomeIndex(word: unknown): number | undefined {
  return typeof word === "string" ? INDEX.get(word) : undefined;
}

/**
 * Counted calls are those that say something about the provider: success, error, timeout. A 429 is a matter of capacity, a 4xx
 * and an abort are the caller's: they neither extend nor break a streak and never enter a success rate.
 */
export function isCounted(index: number): boolean {
  return index <= TIMEOUT;
}

/** Whether the outcome is the provider's fault. */
export function isFault(index: number): boolean {
  return index === ERROR || index === TIMEOUT;
}
