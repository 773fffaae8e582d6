import type { Context } from "hono";
import type { Call } from "../../call.ts";
import { readCatalog } from "../../catalog-read.ts";
import type { HonoEnv } from "../../mount.ts";
import { limitKeyless } from "../../rate-limit.ts";
import { requestId } from "../../request-id.ts";
import { html } from "../html.ts";
import { page, type Page } from "../layout.ts";
import { FormReader } from "./form-reader.ts";

/** What a page is made from: the call as a keyless caller of the API has it, and the form in its address. */
export interface PageRequest {
  readonly call: Call;
  readonly form: FormReader;
}

type DashboardPage = Omit<Page, "styles" | "scripts"> & {
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
};

/** How a page is made. */
export type PageMaker = (request: PageRequest, c: Context<HonoEnv>) => DashboardPage | Promise<DashboardPage>;

/** One page of the dashboard. Whatever fails, the reader gets a page. */
export async function servePage(c: Context<HonoEnv>, make: PageMaker): Promise<Response> {
  const now = Date.now();
  const request_id = requestId(c.req.raw.headers);
  const headers = { "x-request-id": request_id };
  try {
    const limited = limitKeyless(c.req.raw.headers, now);
    if (!limited.ok) return dressed({ ...tooMany(c.req.path), headers: { ...headers, ...limited.problem.headers } });
    const catalog = await readCatalog(c.env, c.executionCtx, now);
    const credentials = { kind: "anonymous" } as const;
    const call = {
      request: c.req.raw,
      headers: c.req.raw.headers,
      env: c.env,
      ctx: c.executionCtx,
      now,
      request_id,
      credentials,
      catalog,
    };
    const form = new FormReader(new URL(c.req.url).searchParams);
    const made = await make({ call, form }, c);
    return dressed({ ...made, headers: { ...headers, ...made.headers } });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(
      JSON.stringify({ level: "error", event: "page_failed", request_id, path: c.req.path, error: message }),
    );
    return dressed({ ...failed(c.req.path, request_id), headers });
  }
}

function dressed(made: DashboardPage): Response {
  const headers = { "cache-control": "public, max-age=30, stale-while-revalidate=300", ...made.headers };
  return page({
    ...made,
    headers: made.status === undefined || made.status === 200 ? headers : { ...headers, "cache-control": "no-store" },
    styles: ["dashboard.css", ...(made.styles ?? [])],
    scripts: ["dashboard.js", ...(made.scripts ?? [])],
  });
}

function tooMany(path: string): DashboardPage {
  return {
    title: "Too many requests",
    description: "Too many requests from this address",
    path,
    status: 429,
    body: html`<h1>Too many requests</h1>
      <p>
        This address asks faster than a person reads. Wait a moment and load the page again; nothing you typed is lost.
      </p>`,
  };
}

function failed(path: string, request_id: string): DashboardPage {
  return {
    title: "The page could not be made",
    description: "An error of the service",
    path,
    status: 500,
    body: html`<h1>The page could not be made</h1>
      <p>
        This was our fault. Load it again; if it stays, the request id <code>${request_id}</code> helps to find it.
      </p>`,
  };
}
