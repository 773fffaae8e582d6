import type { Hono } from "hono";
import type { HonoEnv } from "../../mount.ts";
import { catalogPage } from "./catalog.ts";
import { changesPage } from "./changes.ts";
import { comparePage } from "./compare.ts";
import { frontierPage } from "./frontier.ts";
import { healthPage } from "./health.ts";
import { modelPage } from "./model.ts";
import { mountPage } from "./page-call.ts";
import { pricesPage } from "./prices.ts";

/** The pages of the dashboard, one file each. */
export function mountDashboard(app: Hono<HonoEnv>): void {
  mountPage(app, "/", pricesPage);
  mountPage(app, "/compare", comparePage);
  mountPage(app, "/frontier", frontierPage);
  mountPage(app, "/health", healthPage);
  mountPage(app, "/changes", changesPage);
  mountPage(app, "/catalog", catalogPage);
  mountPage(app, "/models/:id{.+}", (request, c) => modelPage(request, c.req.param("id") ?? ""));
}
