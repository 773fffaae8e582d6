/** The outside of the program, so that it can be run within another: its streams, environment and clock. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether people watch the respective stream. */
  readonly out_is_terminal: boolean;
  readonly err_is_terminal: boolean;
  /** Ends a watch. */
  readonly signal: AbortSignal;
}

/** What the program ends with; scripts may rely on them. */
export const EXIT = {
  ok: 0,
  /** The service refused: no such model, no price, no right. */
  refused: 1,
  /** The command line is wrong. */
  usage: 2,
  /** No service answered, and a snapshot cannot answer this. */
  unreachable: 3,
  /** Something answered that is not this service. */
  unreadable: 4,
} as const;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
