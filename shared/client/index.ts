/**
 * `ratecard/client`: typed calls of the Ratecard API over `fetch`, with retries, revalidation, exact offline answers and
 * batched health reports. No dependencies; Node, Bun, Deno, browsers and Workers.
 */
export type { Answer, AnswerState, CatalogMeta, OperationName } from "./answer.ts";
export { createClient } from "./create.ts";
export type { Client, ClientOptions, OperationMethods } from "./create.ts";
export {
  AbortedError,
  isRatecardError,
  ProblemError,
  TimeoutError,
  UnreachableError,
  UnreadableError,
  type AnyProblemCode,
  type RatecardError,
} from "./errors.ts";
export type * from "./generated/operations.ts";
export type { LocalCatalog } from "./local/open.ts";
export type { SnapshotStore } from "./offline.ts";
export { observe, type Observation, type ObserveOptions } from "./observe.ts";
export type { HealthReporter, ReporterOptions } from "./reporter.ts";
export type { CallOptions, Fetch } from "./transport.ts";
