import * as z from "zod/mini";
import { reportAnswerSchema } from "../../health/report.ts";
import { healthViewSchema } from "../../health/view.ts";
import { paretoWire, reviewWire, scoreWire } from "../../quality/wire.ts";
import { answers as tenancy } from "../../tenancy/wire.ts";
import type { OperationName } from "../operations/index.ts";
import * as admin from "./admin.ts";
import * as costs from "./costs.ts";
import * as models from "./models.ts";
import * as routing from "./routing.ts";

/** What an operation answers: `data`, and what its `meta` adds to the usual. */
export interface AnswerSchemas {
  readonly data: z.ZodMiniType;
  readonly meta?: z.ZodMiniType;
}

const healthRow = z.extend(healthViewSchema, { age_seconds: z.int().check(z.gte(0)) });

export const ANSWERS = {
  listModels: { data: models.modelsAnswer, meta: models.pageMeta },
  getModel: { data: models.modelAnswer },
  getModelHistory: { data: models.historyAnswer },
  estimate: { data: costs.estimateAnswer },
  postEstimate: { data: costs.estimateAnswer },
  estimateBatch: { data: costs.batchAnswer },
  cost: { data: costs.costAnswer },
  cheapest: { data: costs.cheapestAnswer, meta: costs.cheapestMeta },
  compare: { data: costs.compareAnswer },
  compareProviders: { data: costs.compareProvidersAnswer },
  pareto: { data: paretoWire },
  route: { data: routing.routeAnswer, meta: routing.routeMeta },
  simulateRoute: { data: routing.simulateAnswer },
  reportHealth: { data: reportAnswerSchema },
  listHealth: { data: z.array(healthRow) },
  getHealth: { data: healthRow },
  listQuality: { data: z.array(scoreWire), meta: models.pageMeta },
  getQuality: { data: z.array(scoreWire) },
  reviewQuality: { data: reviewWire },
  listChanges: { data: models.changesAnswer },
  changesFeed: { data: z.string() },
  changesJsonFeed: { data: z.string() },
  incidentsFeed: { data: z.string() },
  modelsCsv: { data: z.string() },
  getSnapshot: { data: z.string() },
  priceBadge: { data: z.string() },
  healthBadge: { data: z.string() },
  listDisputes: { data: models.disputesAnswer, meta: models.pageMeta },
  getCatalog: { data: models.catalogAnswer },
  refresh: { data: admin.refreshAnswer },
  listQuarantine: { data: admin.quarantineAnswer },
  decideQuarantine: { data: admin.decisionAnswer },
  rollback: { data: admin.rollbackAnswer },
  listVersions: { data: admin.versionsAnswer },
  createTenant: { data: tenancy.tenant },
  listTenants: { data: tenancy.tenants, meta: models.pageMeta },
  getTenant: { data: tenancy.tenant },
  updateTenant: { data: tenancy.tenant },
  createKey: { data: tenancy.newKey },
  listKeys: { data: tenancy.keys },
  rotateKey: { data: tenancy.rotatedKey },
  revokeKey: { data: z.null() },
  getOverrides: { data: tenancy.overrides },
  putOverrides: { data: tenancy.overrides },
  previewOverrides: { data: tenancy.preview },
  getBudget: { data: tenancy.budget },
  putBudget: { data: tenancy.budget },
  recordUsage: { data: tenancy.recorded },
  exportUsage: { data: z.array(z.record(z.string(), z.unknown())), meta: models.pageMeta },
  getSpend: { data: tenancy.spend },
  getSavings: { data: tenancy.savings },
  getReconciliation: { data: tenancy.reconciliation },
  getCacheHits: { data: tenancy.cacheHits },
  getMargin: { data: tenancy.margin },
  putMargin: { data: tenancy.margin },
  getAudit: { data: tenancy.audit },
  listWebhooks: { data: tenancy.webhooks },
  getWebhook: { data: tenancy.webhook },
  putWebhook: { data: tenancy.webhook },
  deleteWebhook: { data: z.null() },
  listDeliveries: { data: tenancy.deliveries },
  replayDelivery: { data: z.object({ replayed: z.string() }) },
} as const satisfies Record<OperationName, AnswerSchemas>;
