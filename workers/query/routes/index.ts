import type { Hono } from "hono";
import { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { mount, type HonoEnv } from "../mount.ts";
import * as admin from "./admin.ts";
import * as catalog from "./catalog.ts";
import * as estimates from "./estimates.ts";
import * as health from "./health.ts";
import * as models from "./models.ts";
import * as quality from "./quality.ts";
import * as rankings from "./rankings.ts";

/** Every operation of the contract with its handler; fixed paths stand before those with parameters. */
export function mountOperations(app: Hono<HonoEnv>): void {
  mount(app, OPERATIONS.estimate, estimates.getEstimate);
  mount(app, OPERATIONS.postEstimate, estimates.postEstimate);
  mount(app, OPERATIONS.estimateBatch, estimates.estimateBatch);
  mount(app, OPERATIONS.cost, estimates.cost);
  mount(app, OPERATIONS.cheapest, rankings.getCheapest);
  mount(app, OPERATIONS.compareProviders, rankings.getCompareProviders);
  mount(app, OPERATIONS.compare, rankings.getCompare);
  mount(app, OPERATIONS.pareto, quality.getPareto);
  mount(app, OPERATIONS.listModels, models.listModels);
  mount(app, OPERATIONS.getModelHistory, models.getModelHistory);
  mount(app, OPERATIONS.getModel, models.getModel);
  mount(app, OPERATIONS.reportHealth, health.reportHealth);
  mount(app, OPERATIONS.listHealth, health.listHealth);
  mount(app, OPERATIONS.getHealth, health.getHealth);
  mount(app, OPERATIONS.listQuality, quality.listQuality);
  mount(app, OPERATIONS.reviewQuality, quality.reviewQuality);
  mount(app, OPERATIONS.getQuality, quality.getQuality);
  mount(app, OPERATIONS.listChanges, catalog.listChanges);
  mount(app, OPERATIONS.changesFeed, catalog.changesFeed);
  mount(app, OPERATIONS.listDisputes, catalog.listDisputes);
  mount(app, OPERATIONS.getCatalog, catalog.getCatalog);
  mount(app, OPERATIONS.refresh, admin.refresh);
  mount(app, OPERATIONS.decideQuarantine, admin.decideQuarantine);
  mount(app, OPERATIONS.listQuarantine, admin.listQuarantine);
  mount(app, OPERATIONS.rollback, admin.rollback);
  mount(app, OPERATIONS.listVersions, admin.listVersions);
}
