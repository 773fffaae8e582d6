import type { Route } from "./generated/operations.ts";

/** One operation with its input laid out for HTTP. */
export interface WireRequest {
  readonly method: Route["method"];
  readonly url: string;
  readonly body: string | null;
  /** Whether sending it twice does no more than sending it once. */
  readonly repeatable: boolean;
}

type Input = Readonly<Record<string, unknown>>;

/**
 * Path parameters go into the path, the rest into the query of a call without a body, else into the body.
 * Each segment is percent-encoded, so a model id can name no other path.
 */
export function wireRequest(base_url: string, route: Route, input: Input): WireRequest {
  const left = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = left.get(name);
    left.delete(name);
    if (typeof value !== "string" || value === "") throw new TypeError(`${name} must be a text that is not empty`);
    return encodeURIComponent(value).replaceAll("%2F", "/");
  });
  const hasBody = route.method === "POST" || route.method === "PUT";
  const query = hasBody ? "" : queryText(left);
  return {
    method: route.method,
    url: `${base_url}${path}${query}`,
    body: hasBody ? JSON.stringify(Object.fromEntries(left)) : null,
    repeatable: isRepeatable(route, input),
  };
}

/** A hold of budget and a batch of reports without an id count again each time. */
function isRepeatable(route: Route, input: Input): boolean {
  if (input["reserve"] === true) return false;
  if (route.path === "/v1/health/reports") return input["batch_id"] !== undefined;
  return route.method !== "POST" || route.repeatable === true;
}

function queryText(values: ReadonlyMap<string, unknown>): string {
  const pairs = [...values].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(wireText(value))}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function wireText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(wireText).join(",") : String(value);
}
