import type { Hono } from "hono";
import type { HonoEnv } from "../mount.ts";

/** Pages for people who build on the API; loaded with the first request for one of them. */
export function mountDocs(app: Hono<HonoEnv>): void {
  app.get("/docs", async () => (await import("./guides.ts")).guidesPage());
  app.get("/docs/api", async () => (await import("./reference.ts")).referencePage());
  app.get("/docs/formulas", async () => (await import("./formulas.ts")).formulasPage());
  app.get("/docs/problems", async () => (await import("./problems.ts")).problemsPage());
  app.get("/llms.txt", async (c) => (await import("./llms.ts")).llmsAnswer(new URL(c.req.url).origin));
}
