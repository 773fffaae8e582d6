import type { Hono } from "hono";
import { freshness } from "../../shared/pricing/freshness.ts";
import openapi from "../generated/openapi.txt";
import { readCatalog } from "./catalog-read.ts";
import { requestId } from "./request-id.ts";
import type { HonoEnv } from "./mount.ts";

/** Liveness and the machine contract: outside /v1 and outside the envelope, as their readers expect them. */
export function mountService(app: Hono<HonoEnv>): void {
  app.get("/healthz", async (c) => {
    const now = Date.now();
    const { header, size } = await readCatalog(c.env, c.executionCtx, now);
    const verbose = new URL(c.req.url).searchParams.has("verbose");
    const catalog = {
      version: header.version,
      published_at: header.published_at,
      ...freshness(header, now),
      offers: size,
    };
    const details = verbose
      ? await (await import("./verbose-health.ts")).verboseHealth(c.env, c.executionCtx, header, now)
      : {};
    const body = { status: "ok", catalog, ...details };
    return Response.json(body, { headers: plainHeaders(c.req.raw, "no-store") });
  });
  app.get("/openapi.json", (c) => {
    const headers = { ...plainHeaders(c.req.raw, "public, max-age=300"), "content-type": "application/json" };
    return new Response(openapi, { headers });
  });
}

function plainHeaders(request: Request, cache: string): Record<string, string> {
  return {
    "cache-control": cache,
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId(request.headers),
  };
}
