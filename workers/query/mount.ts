import { Hono } from "hono";
import type { InputOf, OperationShape } from "../../shared/contract/operation.ts";
import { parseBody, parseQuery } from "../../shared/contract/parse.ts";
import { invalid, type FieldError, type Problem } from "../../shared/contract/problem.ts";
import { modelId } from "../../shared/contract/usage-input.ts";
import type { Background } from "./background.ts";
import { afterBody, DEFAULT_MAX_BODY, readJson } from "./body.ts";
import { isProblem, type Call, type Handler } from "./call.ts";
import { noteAnswer } from "../observability/answers.ts";
import { refusal, statusOf, success, textSuccess } from "./envelope.ts";
import { admit } from "./admission.ts";
import { catalogInMemory } from "./catalog-read.ts";
import { type Ready, whenReady } from "./ready.ts";

export interface HonoEnv {
  Bindings: Env;
}

type Raw = { readonly params: unknown; readonly query: unknown; readonly body: unknown };
type Prepared<O extends OperationShape> =
  | { readonly ok: true; readonly input: InputOf<O> }
  | { readonly ok: false; readonly problem: Problem };

/** `url` is the request's, read once: each look at a request costs a few percent of a bare answer. */
type Serve = (
  request: Request,
  url: string,
  env: Env,
  ctx: Background,
  params: Readonly<Record<string, string>>,
) => Ready<Response>;

/**
 * Where requests are served. Paths without parameters are found by one look-up; the router, which has patterns to try, is asked for the rest.
 * It knows the others too: HEAD and internal calls come by it.
 */
export class Routes {
  readonly hono = new Hono<HonoEnv>();
  readonly #exact = new Map<string, Serve>();

  add(operation: OperationShape, serve: Serve): void {
    this.hono.on(operation.method, routerPath(operation), (c) => {
      const params = operation.params === undefined ? NO_PARAMS : c.req.param();
      return serve(c.req.raw, c.req.raw.url, c.env, c.executionCtx, params);
    });
    if (operation.params === undefined) this.#exact.set(`${operation.method} ${operation.path}`, serve);
  }

  /** Null where the router has to be asked. */
  exact(request: Request, env: Env, ctx: Background): Ready<Response> | null {
    const { url } = request;
    const serve = this.#exact.get(`${request.method} ${pathOf(url)}`);
    return serve === undefined ? null : serve(request, url, env, ctx, NO_PARAMS);
  }
}

/** `https://host/v1/estimate?…` -> `/v1/estimate`, as it was sent. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.indexOf("?", start);
  return url.slice(start, end === -1 ? undefined : end);
}

/** Puts one operation on its route: admission, parsing, the handler, the envelope; whatever goes wrong is a typed problem. */
export function mount<O extends OperationShape>(routes: Routes, operation: O, handler: Handler<O>): void {
  routes.add(operation, (request, url, env, ctx, params) =>
    whenReady(admit(operation, request, env, ctx), (admitted) => {
      if (admitted instanceof Response) return afterBody(request, admitted);
      const { call, limits } = admitted;
      return whenReady(prepare(operation, request, url, params), (prepared) => {
        if (!prepared.ok) {
          noteAnswer(operation, statusOf(prepared.problem), call);
          return afterBody(request, refusal(prepared.problem, call.request_id, limits));
        }
        return whenReady(handler(prepared.input, call), (outcome) => respond(operation, outcome, call, limits));
      });
    }),
  );
}

const NO_PARAMS: Readonly<Record<string, string>> = {};

function respond(
  operation: OperationShape,
  outcome: Awaited<ReturnType<Handler<OperationShape>>>,
  call: Call,
  limits: Readonly<Record<string, string>> | null,
): Response {
  if (isProblem(outcome)) {
    noteAnswer(operation, statusOf(outcome), call);
    return refusal(outcome, call.request_id, limits);
  }
  const status = outcome.status ?? operation.success ?? 200;
  noteAnswer(operation, status, call);
  const shared = operation.access === "public" && call.credentials.kind === "anonymous";
  const frame = {
    headers: call.headers,
    is_read: operation.method === "GET",
    request_id: call.request_id,
    // An administrator's call may have published another one.
    catalog: operation.access === "admin" ? (catalogInMemory() ?? call.catalog) : call.catalog,
    now: call.now,
    shared,
    limits,
  };
  if (outcome.text !== undefined)
    return textSuccess(frame, outcome.text, outcome.media ?? operation.media ?? "text/plain", outcome.headers);
  return success(frame, outcome.data, outcome.meta, status, outcome.headers);
}

function prepare<O extends OperationShape>(
  operation: O,
  request: Request,
  url: string,
  params: Readonly<Record<string, string>>,
): Ready<Prepared<O>> {
  const errors: FieldError[] = [];
  for (const name in operation.params) {
    const parsed = operation.params[name]?.safeParse(params[name]);
    if (parsed?.success !== true) errors.push({ pointer: `/${name}`, message: "is not a valid identifier" });
  }
  const query = parseQuery(operation.query, searchOf(url));
  if (!query.ok) errors.push(...query.errors);
  if (errors.length > 0) return { ok: false, problem: invalid(errors) };
  const values = query.ok ? query.value : {};
  const { body, max_body } = operation;
  if (body === undefined) return complete(operation, { params, query: values, body: undefined });
  return whenReady(readJson(request, max_body ?? DEFAULT_MAX_BODY), (read): Prepared<O> => {
    if (!read.ok) return read;
    const parsed = parseBody(body, read.value);
    if (!parsed.ok) return { ok: false, problem: invalid(parsed.errors) };
    return complete(operation, { params, query: values, body: parsed.value });
  });
}

function complete<O extends OperationShape>(operation: O, raw: Raw): Prepared<O> {
  return isInput(operation, raw) ? { ok: true, input: raw } : { ok: false, problem: invalid([]) };
}

/** True by construction: every part was just parsed by the schemas that `InputOf` is derived from. */
function isInput<O extends OperationShape>(operation: O, raw: Raw): raw is Raw & InputOf<O> {
  return operation.body === undefined || raw.body !== undefined;
}

function searchOf(url: string): string {
  const hash = url.indexOf("#");
  const question = url.indexOf("?");
  return question === -1 ? "" : url.slice(question + 1, hash === -1 ? undefined : hash);
}

/** `/v1/models/{id}` -> `/v1/models/:id{.+}`: model ids contain slashes, other parameters do not. */
function routerPath(operation: OperationShape): string {
  return operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    operation.params?.[name] === modelId ? `:${name}{.+}` : `:${name}`,
  );
}
