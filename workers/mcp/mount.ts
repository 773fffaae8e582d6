import type { Hono } from "hono";
import type { HonoEnv } from "../query/mount.ts";

/**
 * `/mcp`: the Model Context Protocol over streamable HTTP, without sessions. The library behind it is a chunk of its own that
 * is loaded with the first request here: no isolate that only answers prices evaluates it.
 */
export function mountMcp(app: Hono<HonoEnv>): void {
  app.all("/mcp", async (c) => {
    const { serveMcp } = await import("./serve.ts");
    return await serveMcp(c.req.raw, async (request) => await app.fetch(request, c.env, c.executionCtx));
  });
}
