/**
 * Checked by the compiler alone (`npm run check:types`): the SDK's types say what the contract says, refuse what it refuses, and have
 * not decayed to `any`.
 */
import type * as z from "zod/mini";
import type { ANSWERS } from "../../shared/contract/answers/index.ts";
import type { OPERATIONS, OperationName } from "../../shared/contract/operations/index.ts";
import {
  type Answer,
  type Client,
  createClient,
  type EstimateData,
  isRatecardError,
  type Operations,
  ProblemError,
  type RatecardError,
} from "../../shared/client/index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
type IsTrue<T extends true> = T;
type IsNever<T> = [T] extends [never] ? true : false;

/** Operations whose answer, as the server's schema has it, is not an answer of the SDK. */
type Unfitting = {
  [Name in OperationName]: z.output<(typeof ANSWERS)[Name]["data"]> extends Operations[Name]["data"] ? never : Name;
}[OperationName];

/** JSON does not tell a list that may be changed from one that may not. */
type Unchangeable<T> = T extends readonly (infer Item)[]
  ? readonly Unchangeable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchangeable<T[Key]> }
    : T;

type BodyOf<Name extends OperationName> = (typeof OPERATIONS)[Name] extends { readonly body: infer Body }
  ? Body extends z.ZodMiniType
    ? Unchangeable<z.input<Body>>
    : unknown
  : unknown;

/** Operations whose input in the SDK is not a body that the server reads. */
type Unreadable = {
  [Name in OperationName]: Operations[Name]["input"] extends BodyOf<Name> ? never : Name;
}[OperationName];

type AnyData = {
  [Name in OperationName]: true extends IsAny<Operations[Name]["data"]> | IsAny<Operations[Name]["input"]>
    ? Name
    : never;
}[OperationName];

export type Checks = [
  IsTrue<Equal<keyof Operations, OperationName>>,
  IsTrue<IsNever<Unfitting>>,
  IsTrue<IsNever<Unreadable>>,
  IsTrue<IsNever<AnyData>>,
  IsTrue<Equal<EstimateData["total_usd"], string>>,
  IsTrue<Equal<EstimateData["partial"], true | undefined>>,
  IsTrue<Equal<Answer<"estimate">["state"], "live" | "revalidated" | "offline">>,
  IsTrue<
    Equal<Awaited<ReturnType<Client["getHealth"]>>["data"]["state"], "healthy" | "degraded" | "unhealthy" | "unknown">
  >,
  IsTrue<Equal<Awaited<ReturnType<Client["modelsCsv"]>>["data"], string>>,
  IsTrue<Equal<Awaited<ReturnType<Client["deleteWebhook"]>>["data"], null>>,
];

export async function uses(client: Client): Promise<void> {
  await client.listHealth();
  await client.cheapest();
  await client.cheapest({ capability: ["vision"], at: new Date(0) }, { timeout_ms: 5 });
  await client.estimate({ model: "m", input_tokens: 1 });
  // @ts-expect-error the model is required
  await client.estimate({ input_tokens: 1 });
  // @ts-expect-error the input is required
  await client.estimate();
  // @ts-expect-error there is no such parameter
  await client.estimate({ model: "m", input_token: 1 });
  // @ts-expect-error counts are numbers
  await client.estimate({ model: "m", input_tokens: "1" });
  // @ts-expect-error no such capability
  await client.cheapest({ capability: ["telepathy"] });
  // @ts-expect-error no such outcome
  await client.reportHealth({ reports: [{ provider: "openai", outcome: "fine" }] });
  // @ts-expect-error there is no such operation
  await client.estimateAll({});
  // @ts-expect-error answers cannot be changed
  (await client.estimate({ model: "m" })).data.total_usd = "0";
  // @ts-expect-error a client needs to know its service
  createClient({});
}

export function told(error: unknown): string {
  if (!isRatecardError(error)) return "";
  switch (error.kind) {
    case "problem":
      return error.code === "model_not_found" ? error.suggestions.join() : String(error.retry_after);
    case "unreadable":
      return String(error.status);
    case "unreachable":
    case "timeout":
    case "aborted":
      return error.message;
    default:
      return error satisfies never;
  }
}

export function isClosed(error: RatecardError): boolean {
  // @ts-expect-error there is no such kind
  return error.kind === "other" || error instanceof ProblemError;
}
