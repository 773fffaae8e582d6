import type { Hono } from "hono";
import type { HonoEnv } from "../../mount.ts";

const PATHS = ["/", "/compare", "/frontier", "/health", "/changes", "/catalog", "/models/:id{.+}"] as const;

/** The dashboard is a chunk of its own, loaded with the first request for one of its pages. */
export function mountDashboard(app: Hono<HonoEnv>): void {
  for (const path of PATHS) {
    app.get(path, async (c) => {
      const { PAGES, servePage } = await import("./pages.ts");
      return await servePage(c, PAGES[path]);
    });
  }
}
