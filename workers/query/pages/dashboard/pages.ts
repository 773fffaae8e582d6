import { catalogPage } from "./catalog.ts";
import { changesPage } from "./changes.ts";
import { comparePage } from "./compare.ts";
import { frontierPage } from "./frontier.ts";
import { healthPage } from "./health.ts";
import { modelPage } from "./model.ts";
import type { PageMaker } from "./page-call.ts";
import { pricesPage } from "./prices.ts";

export { servePage } from "./page-call.ts";

/** The pages of the dashboard, one file each. */
export const PAGES = {
  "/": pricesPage,
  "/compare": comparePage,
  "/frontier": frontierPage,
  "/health": healthPage,
  "/changes": changesPage,
  "/catalog": catalogPage,
  "/models/:id{.+}": (request, c) => modelPage(request, c.req.param("id") ?? ""),
} as const satisfies Readonly<Record<string, PageMaker>>;
