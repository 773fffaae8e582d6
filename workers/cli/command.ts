import type { ParseArgsOptionsConfig } from "node:util";
import type { Answer, Client, OperationName } from "../../shared/client/index.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

export interface Command {
  readonly summary: string;
  /** How it is called, and what each option says. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  readonly run: (given: Arguments, client: Client, io: Io) => Promise<Said | null>;
}

/** What a command has to say: the answer for scripts, text for people. Null where it spoke as it went. */
export interface Said {
  readonly answer: Answer<OperationName>;
  readonly text: string;
}
