import { OPERATIONS } from "../../shared/contract/operations/index.ts";
import { problem } from "../../shared/contract/problem.ts";
import { mountMcp } from "../mcp/mount.ts";
import { mountDocs } from "./docs/index.ts";
import { afterBody } from "./body.ts";
import { refusal } from "./envelope.ts";
import { pathOf, Routes } from "./mount.ts";
import { mountDashboard } from "./pages/dashboard/index.ts";
import { requestId } from "./request-id.ts";
import { mountOperations } from "./routes/index.ts";
import { mountService } from "./service.ts";

interface App {
  fetch(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response>;
}

/** The whole URL map: operations of the contract under /v1, the service's own pages beside them. */
export function createApp(): App {
  const routes = new Routes();
  const { hono } = routes;
  hono.options("/v1/*", () => new Response(null, { status: 204, headers: PREFLIGHT }));
  mountOperations(routes);
  mountService(hono);
  hono.get("/assets/:file", async (c) => {
    const { assetAt } = await import("./pages/assets.ts");
    return assetAt(c.req.path) ?? absent(c.req.raw, c.req.path);
  });
  mountDashboard(hono);
  mountDocs(hono);
  mountMcp(hono);
  hono.notFound((c) => afterBody(c.req.raw, absent(c.req.raw, c.req.path, pageMethods(hono.routes, c.req.path))));
  hono.onError((error, c) => failed(error, c.req.raw, c.req.path));
  return { fetch: (request, env, ctx) => serve(routes, request, env, ctx) };
}

function serve(routes: Routes, request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
  try {
    const served = routes.exact(request, env, ctx) ?? routes.hono.fetch(request, env, ctx);
    return served instanceof Promise ? served.catch((error: unknown) => failed(error, request)) : served;
  } catch (error) {
    return failed(error, request);
  }
}

const PREFLIGHT = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
  "access-control-allow-headers": "authorization, content-type, if-none-match, if-match, x-request-id",
  "access-control-max-age": "86400",
  "x-content-type-options": "nosniff",
};

/** 405 with `Allow` where the path exists under other methods, else 404. */
function absent(request: Request, path: string, pages: readonly string[] = []): Response {
  const operations = Object.values(OPERATIONS).filter((operation) => pathPattern(operation.path).test(path));
  const methods = [...operations.map((operation) => operation.method), ...pages];
  if (methods.length === 0) return refusal(problem("not_found", "there is no such path"), requestId(request.headers));
  const allow = [...new Set([...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"])].join(", ");
  const reason = problem("method_not_allowed", `use ${allow}`);
  return refusal({ ...reason, headers: { allow } }, requestId(request.headers));
}

/** Methods of the service's own pages, which have no parameters in their paths. */
function pageMethods(routes: readonly { readonly path: string; readonly method: string }[], path: string): string[] {
  return routes.filter((route) => route.path === path && route.method !== "ALL").map(({ method }) => method);
}

function pathPattern(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(".", String.raw`\.`).replaceAll(/\{\w+\}/g, ".+")}$`);
}

/** The last catch: the caller learns nothing of the inside, the operator finds the line by the request id. */
function failed(thrown: unknown, request: Request, path: string = pathOf(request.url)): Response {
  const error = thrown instanceof Error ? thrown.message : String(thrown);
  const request_id = requestId(request.headers);
  console.error(JSON.stringify({ level: "error", event: "request_failed", request_id, path, error }));
  if (isPassing(thrown)) return refusal(problem("unavailable", "an object is restarting: try again"), request_id);
  return refusal(problem("internal_error", "this was our fault; the request id helps us find it"), request_id);
}

/** The platform marks what it did to an object, not to its code: restarts, moves, overload (Durable Objects, error handling). */
function isPassing(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null) return false;
  return ["retryable", "overloaded", "durableObjectReset"].some((mark) => Reflect.get(thrown, mark) === true);
}
