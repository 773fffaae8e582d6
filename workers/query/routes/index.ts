import type { OperationShape } from "../../../shared/contract/operation.ts";
import { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import type { Handler } from "../call.ts";
import { mount, type Routes } from "../mount.ts";
import { onDemand, whenReady } from "../ready.ts";
import * as estimates from "./estimates.ts";
import * as health from "./health.ts";
import * as models from "./models.ts";
import * as rankings from "./rankings.ts";

/** Rooms that few requests need are chunks of their own: no part of an isolate's start-up. */
const tenants = () => import("./tenants.ts");
const admin = () => import("./admin.ts");
const catalog = () => import("./catalog.ts");
const quality = () => import("./quality.ts");
const routing = () => import("./routing.ts");
const feeds = () => import("../feeds/index.ts");

function mountLater<R, O extends OperationShape>(
  app: Routes,
  operation: O,
  load: () => Promise<R>,
  pick: (room: R) => Handler<O>,
): void {
  const handler = onDemand(async () => pick(await load()));
  mount(app, operation, (input, call) => whenReady(handler(), (handle) => handle(input, call)));
}

/** Every operation of the contract with its handler; fixed paths stand before those with parameters. */
export function mountOperations(app: Routes): void {
  mount(app, OPERATIONS.estimate, estimates.getEstimate);
  mount(app, OPERATIONS.postEstimate, estimates.postEstimate);
  mount(app, OPERATIONS.estimateBatch, estimates.estimateBatch);
  mount(app, OPERATIONS.cost, estimates.cost);
  mount(app, OPERATIONS.cheapest, rankings.getCheapest);
  mount(app, OPERATIONS.compareProviders, rankings.getCompareProviders);
  mount(app, OPERATIONS.compare, rankings.getCompare);
  mountLater(app, OPERATIONS.pareto, quality, (room) => room.getPareto);
  mountLater(app, OPERATIONS.simulateRoute, routing, (room) => room.simulateRoute);
  mountLater(app, OPERATIONS.route, routing, (room) => room.postRoute);
  mount(app, OPERATIONS.listModels, models.listModels);
  mount(app, OPERATIONS.getModelHistory, models.getModelHistory);
  mount(app, OPERATIONS.getModel, models.getModel);
  mount(app, OPERATIONS.reportHealth, health.reportHealth);
  mountLater(app, OPERATIONS.incidentsFeed, feeds, (room) => room.incidentsFeed);
  mount(app, OPERATIONS.listHealth, health.listHealth);
  mount(app, OPERATIONS.getHealth, health.getHealth);
  mountLater(app, OPERATIONS.listQuality, quality, (room) => room.listQuality);
  mountLater(app, OPERATIONS.reviewQuality, quality, (room) => room.reviewQuality);
  mountLater(app, OPERATIONS.getQuality, quality, (room) => room.getQuality);
  mountLater(app, OPERATIONS.listChanges, catalog, (room) => room.listChanges);
  mountLater(app, OPERATIONS.changesFeed, feeds, (room) => room.changesFeed);
  mountLater(app, OPERATIONS.changesJsonFeed, feeds, (room) => room.changesJsonFeed);
  mountLater(app, OPERATIONS.modelsCsv, feeds, (room) => room.modelsCsv);
  mountLater(app, OPERATIONS.getSnapshot, feeds, (room) => room.getSnapshot);
  mountLater(app, OPERATIONS.priceBadge, feeds, (room) => room.priceBadge);
  mountLater(app, OPERATIONS.healthBadge, feeds, (room) => room.healthBadge);
  mountLater(app, OPERATIONS.listDisputes, catalog, (room) => room.listDisputes);
  mountLater(app, OPERATIONS.getCatalog, catalog, (room) => room.getCatalog);
  mountLater(app, OPERATIONS.refresh, admin, (room) => room.refresh);
  mountLater(app, OPERATIONS.decideQuarantine, admin, (room) => room.decideQuarantine);
  mountLater(app, OPERATIONS.listQuarantine, admin, (room) => room.listQuarantine);
  mountLater(app, OPERATIONS.rollback, admin, (room) => room.rollback);
  mountLater(app, OPERATIONS.listVersions, admin, (room) => room.listVersions);
  mountLater(app, OPERATIONS.createTenant, tenants, (room) => room.createTenant);
  mountLater(app, OPERATIONS.listTenants, tenants, (room) => room.listTenants);
  mountLater(app, OPERATIONS.getTenant, tenants, (room) => room.getTenant);
  mountLater(app, OPERATIONS.updateTenant, tenants, (room) => room.updateTenant);
  mountLater(app, OPERATIONS.createKey, tenants, (room) => room.createKey);
  mountLater(app, OPERATIONS.listKeys, tenants, (room) => room.listKeys);
  mountLater(app, OPERATIONS.rotateKey, tenants, (room) => room.rotateKey);
  mountLater(app, OPERATIONS.revokeKey, tenants, (room) => room.revokeKey);
  mountLater(app, OPERATIONS.getOverrides, tenants, (room) => room.getOverrides);
  mountLater(app, OPERATIONS.putOverrides, tenants, (room) => room.putOverrides);
  mountLater(app, OPERATIONS.previewOverrides, tenants, (room) => room.previewOverrides);
  mountLater(app, OPERATIONS.getBudget, tenants, (room) => room.getBudget);
  mountLater(app, OPERATIONS.putBudget, tenants, (room) => room.putBudget);
  mountLater(app, OPERATIONS.recordUsage, tenants, (room) => room.recordUsage);
  mountLater(app, OPERATIONS.exportUsage, tenants, (room) => room.exportUsage);
  mountLater(app, OPERATIONS.getSpend, tenants, (room) => room.getSpend);
  mountLater(app, OPERATIONS.getSavings, tenants, (room) => room.getSavings);
  mountLater(app, OPERATIONS.getReconciliation, tenants, (room) => room.getReconciliation);
  mountLater(app, OPERATIONS.getCacheHits, tenants, (room) => room.getCacheHits);
  mountLater(app, OPERATIONS.getMargin, tenants, (room) => room.getMargin);
  mountLater(app, OPERATIONS.putMargin, tenants, (room) => room.putMargin);
  mountLater(app, OPERATIONS.getAudit, tenants, (room) => room.getAudit);
  mountLater(app, OPERATIONS.listWebhooks, tenants, (room) => room.listWebhooks);
  mountLater(app, OPERATIONS.getWebhook, tenants, (room) => room.getWebhook);
  mountLater(app, OPERATIONS.putWebhook, tenants, (room) => room.putWebhook);
  mountLater(app, OPERATIONS.deleteWebhook, tenants, (room) => room.deleteWebhook);
  mountLater(app, OPERATIONS.listDeliveries, tenants, (room) => room.listDeliveries);
  mountLater(app, OPERATIONS.replayDelivery, tenants, (room) => room.replayDelivery);
}
