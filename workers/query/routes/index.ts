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

function lazy<O extends OperationShape>(load: () => Promise<Handler<O>>): Handler<O> {
  const handler = onDemand(load);
  return (input, call) => whenReady(handler(), (handle) => handle(input, call));
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
  mount(
    app,
    OPERATIONS.pareto,
    lazy(async () => (await quality()).getPareto),
  );
  mount(
    app,
    OPERATIONS.simulateRoute,
    lazy(async () => (await routing()).simulateRoute),
  );
  mount(
    app,
    OPERATIONS.route,
    lazy(async () => (await routing()).postRoute),
  );
  mount(app, OPERATIONS.listModels, models.listModels);
  mount(app, OPERATIONS.getModelHistory, models.getModelHistory);
  mount(app, OPERATIONS.getModel, models.getModel);
  mount(app, OPERATIONS.reportHealth, health.reportHealth);
  mount(
    app,
    OPERATIONS.incidentsFeed,
    lazy(async () => (await feeds()).incidentsFeed),
  );
  mount(app, OPERATIONS.listHealth, health.listHealth);
  mount(app, OPERATIONS.getHealth, health.getHealth);
  mount(
    app,
    OPERATIONS.listQuality,
    lazy(async () => (await quality()).listQuality),
  );
  mount(
    app,
    OPERATIONS.reviewQuality,
    lazy(async () => (await quality()).reviewQuality),
  );
  mount(
    app,
    OPERATIONS.getQuality,
    lazy(async () => (await quality()).getQuality),
  );
  mount(
    app,
    OPERATIONS.listChanges,
    lazy(async () => (await catalog()).listChanges),
  );
  mount(
    app,
    OPERATIONS.changesFeed,
    lazy(async () => (await feeds()).changesFeed),
  );
  mount(
    app,
    OPERATIONS.changesJsonFeed,
    lazy(async () => (await feeds()).changesJsonFeed),
  );
  mount(
    app,
    OPERATIONS.modelsCsv,
    lazy(async () => (await feeds()).modelsCsv),
  );
  mount(
    app,
    OPERATIONS.getSnapshot,
    lazy(async () => (await feeds()).getSnapshot),
  );
  mount(
    app,
    OPERATIONS.priceBadge,
    lazy(async () => (await feeds()).priceBadge),
  );
  mount(
    app,
    OPERATIONS.healthBadge,
    lazy(async () => (await feeds()).healthBadge),
  );
  mount(
    app,
    OPERATIONS.listDisputes,
    lazy(async () => (await catalog()).listDisputes),
  );
  mount(
    app,
    OPERATIONS.getCatalog,
    lazy(async () => (await catalog()).getCatalog),
  );
  mount(
    app,
    OPERATIONS.refresh,
    lazy(async () => (await admin()).refresh),
  );
  mount(
    app,
    OPERATIONS.decideQuarantine,
    lazy(async () => (await admin()).decideQuarantine),
  );
  mount(
    app,
    OPERATIONS.listQuarantine,
    lazy(async () => (await admin()).listQuarantine),
  );
  mount(
    app,
    OPERATIONS.rollback,
    lazy(async () => (await admin()).rollback),
  );
  mount(
    app,
    OPERATIONS.listVersions,
    lazy(async () => (await admin()).listVersions),
  );
  mount(
    app,
    OPERATIONS.createTenant,
    lazy(async () => (await tenants()).createTenant),
  );
  mount(
    app,
    OPERATIONS.listTenants,
    lazy(async () => (await tenants()).listTenants),
  );
  mount(
    app,
    OPERATIONS.getTenant,
    lazy(async () => (await tenants()).getTenant),
  );
  mount(
    app,
    OPERATIONS.updateTenant,
    lazy(async () => (await tenants()).updateTenant),
  );
  mount(
    app,
    OPERATIONS.createKey,
    lazy(async () => (await tenants()).createKey),
  );
  mount(
    app,
    OPERATIONS.listKeys,
    lazy(async () => (await tenants()).listKeys),
  );
  mount(
    app,
    OPERATIONS.rotateKey,
    lazy(async () => (await tenants()).rotateKey),
  );
  mount(
    app,
    OPERATIONS.revokeKey,
    lazy(async () => (await tenants()).revokeKey),
  );
  mount(
    app,
    OPERATIONS.getOverrides,
    lazy(async () => (await tenants()).getOverrides),
  );
  mount(
    app,
    OPERATIONS.putOverrides,
    lazy(async () => (await tenants()).putOverrides),
  );
  mount(
    app,
    OPERATIONS.previewOverrides,
    lazy(async () => (await tenants()).previewOverrides),
  );
  mount(
    app,
    OPERATIONS.getBudget,
    lazy(async () => (await tenants()).getBudget),
  );
  mount(
    app,
    OPERATIONS.putBudget,
    lazy(async () => (await tenants()).putBudget),
  );
  mount(
    app,
    OPERATIONS.recordUsage,
    lazy(async () => (await tenants()).recordUsage),
  );
  mount(
    app,
    OPERATIONS.exportUsage,
    lazy(async () => (await tenants()).exportUsage),
  );
  mount(
    app,
    OPERATIONS.getSpend,
    lazy(async () => (await tenants()).getSpend),
  );
  mount(
    app,
    OPERATIONS.getSavings,
    lazy(async () => (await tenants()).getSavings),
  );
  mount(
    app,
    OPERATIONS.getReconciliation,
    lazy(async () => (await tenants()).getReconciliation),
  );
  mount(
    app,
    OPERATIONS.getCacheHits,
    lazy(async () => (await tenants()).getCacheHits),
  );
  mount(
    app,
    OPERATIONS.getMargin,
    lazy(async () => (await tenants()).getMargin),
  );
  mount(
    app,
    OPERATIONS.putMargin,
    lazy(async () => (await tenants()).putMargin),
  );
  mount(
    app,
    OPERATIONS.getAudit,
    lazy(async () => (await tenants()).getAudit),
  );
  mount(
    app,
    OPERATIONS.listWebhooks,
    lazy(async () => (await tenants()).listWebhooks),
  );
  mount(
    app,
    OPERATIONS.getWebhook,
    lazy(async () => (await tenants()).getWebhook),
  );
  mount(
    app,
    OPERATIONS.putWebhook,
    lazy(async () => (await tenants()).putWebhook),
  );
  mount(
    app,
    OPERATIONS.deleteWebhook,
    lazy(async () => (await tenants()).deleteWebhook),
  );
  mount(
    app,
    OPERATIONS.listDeliveries,
    lazy(async () => (await tenants()).listDeliveries),
  );
  mount(
    app,
    OPERATIONS.replayDelivery,
    lazy(async () => (await tenants()).replayDelivery),
  );
}
