import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { Problem } from "../../shared/contract/problem.ts";
import type { InputOf, OperationShape } from "../../shared/contract/operation.ts";
import type { Background } from "./background.ts";
import type { Credentials } from "./credentials.ts";

/** What a handler knows of one request besides its parsed input. */
export interface Call {
  readonly request: Request;
  /** The request's own, asked for once: each look at the request costs. */
  readonly headers: Headers;
  readonly env: Env;
  readonly ctx: Background;
  /** Epoch milliseconds at which the request came in: one clock reading per request. */
  readonly now: number;
  readonly request_id: string;
  readonly credentials: Credentials;
  readonly catalog: Catalog;
}

/** Success of a handler: `data` of the envelope, and what `meta` adds. */
export interface Answer {
  readonly data: unknown;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it is not the operation's usual one. */
  readonly status?: number;
  /** Body that is not the JSON envelope (a feed, an export). */
  readonly text?: string;
  /** Media type of `text` where it is not the operation's. */
  readonly media?: string;
}

export type Outcome = Answer | Problem;

export type Handler<O extends OperationShape> = (input: InputOf<O>, call: Call) => Outcome | Promise<Outcome>;

export function isProblem(outcome: Outcome): outcome is Problem {
  return "code" in outcome;
}
