import type { Hono } from "hono";
import type { InputOf, OperationShape } from "../../shared/contract/operation.ts";
import { parseBody, parseQuery } from "../../shared/contract/parse.ts";
import { invalid, type FieldError, type Problem } from "../../shared/contract/problem.ts";
import { modelId } from "../../shared/contract/usage-input.ts";
import { DEFAULT_MAX_BODY, readJson } from "./body.ts";
import { isProblem, type Call, type Handler } from "./call.ts";
import { refusal, success, textSuccess } from "./envelope.ts";
import { admit } from "./admission.ts";

export interface HonoEnv {
  Bindings: Env;
}

type Raw = { readonly params: unknown; readonly query: unknown; readonly body: unknown };
type Prepared<O extends OperationShape> =
  | { readonly ok: true; readonly input: InputOf<O> }
  | { readonly ok: false; readonly problem: Problem };

/** Puts one operation on the router: admission, parsing, the handler, the envelope; whatever goes wrong is a typed problem. */
export function mount<O extends OperationShape>(app: Hono<HonoEnv>, operation: O, handler: Handler<O>): void {
  app.on(operation.method, routerPath(operation), async (c) => {
    const admitted = await admit(operation, c.req.raw, c.env, c.executionCtx);
    if (admitted instanceof Response) return admitted;
    const { call, limits } = admitted;
    const prepared = await prepare(operation, call.request, c.req.param());
    if (!prepared.ok) return refusal(prepared.problem, call.request_id, limits);
    return respond(operation, await handler(prepared.input, call), call, limits);
  });
}

function respond(
  operation: OperationShape,
  outcome: Awaited<ReturnType<Handler<OperationShape>>>,
  call: Call,
  limits: Readonly<Record<string, string>> | null,
): Response {
  if (isProblem(outcome)) return refusal(outcome, call.request_id, limits);
  const shared = operation.access === "public" && call.credentials.kind === "anonymous";
  const frame = {
    request: call.request,
    request_id: call.request_id,
    catalog: call.catalog,
    now: call.now,
    shared,
    limits,
  };
  if (outcome.text !== undefined)
    return textSuccess(frame, outcome.text, outcome.media ?? operation.media ?? "text/plain", outcome.headers);
  return success(frame, outcome.data, outcome.meta, outcome.status ?? operation.success ?? 200, outcome.headers);
}

async function prepare<O extends OperationShape>(
  operation: O,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<Prepared<O>> {
  const errors: FieldError[] = [];
  for (const name in operation.params) {
    const parsed = operation.params[name]?.safeParse(params[name]);
    if (parsed?.success !== true) errors.push({ pointer: `/${name}`, message: "is not a valid identifier" });
  }
  const query = parseQuery(operation.query, searchOf(request.url));
  if (!query.ok) errors.push(...query.errors);
  if (errors.length > 0) return { ok: false, problem: invalid(errors) };
  const body =
    operation.body === undefined ? undefined : await readJson(request, operation.max_body ?? DEFAULT_MAX_BODY);
  if (body?.ok === false) return body;
  const parsed = operation.body === undefined ? undefined : parseBody(operation.body, body?.value);
  if (parsed?.ok === false) return { ok: false, problem: invalid(parsed.errors) };
  const raw = { params, query: query.ok ? query.value : {}, body: parsed?.value };
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
