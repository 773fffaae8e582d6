import type * as z from "zod/mini";
import type { ProblemCode } from "./problem.ts";
import type { QueryField } from "./query-field.ts";

type Schema<T = unknown> = z.ZodMiniType<T>;

/** Who may call: anybody, a key that may report, a tenant's key, an administrator. */
export type Access = "public" | "report" | "tenant" | "admin";

/**
 * One operation as data: from it come routing, parsing, handler types, the OpenAPI document and the SDK's methods.
 * What it answers stands in `answers/` under the same name, so that the Worker carries no response schemas.
 */
export interface OperationShape {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** OpenAPI template. `{id}` of a model takes slashes, raw or percent-encoded. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: Readonly<Record<string, Schema<string>>>;
  readonly query?: Readonly<Record<string, QueryField<unknown>>>;
  readonly body?: Schema;
  /** Largest body in bytes; 256 KiB unless said. */
  readonly max_body?: number;
  /** Status of success; 200 unless said. */
  readonly success?: 200 | 201 | 202 | 204;
  readonly problems: readonly ProblemCode[];
  /** Media type of success where it is not the JSON envelope. */
  readonly media?: string;
}

type ParamsOf<O extends OperationShape> =
  O["params"] extends Readonly<Record<string, Schema<string>>> ? { readonly [Name in keyof O["params"]]: string } : {};

type QueryValue<F> = F extends QueryField<infer Value> ? Value : never;
type QueryOf<O extends OperationShape> =
  O["query"] extends Readonly<Record<string, QueryField<unknown>>>
    ? { readonly [Name in keyof O["query"]]: QueryValue<O["query"][Name]> }
    : {};

type BodyOf<O extends OperationShape> = O["body"] extends Schema ? z.output<O["body"]> : undefined;

/** What a handler gets: everything already parsed and checked. */
export interface InputOf<O extends OperationShape> {
  readonly params: ParamsOf<O>;
  readonly query: QueryOf<O>;
  readonly body: BodyOf<O>;
}
