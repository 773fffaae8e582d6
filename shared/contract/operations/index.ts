import * as admin from "./admin.ts";
import * as costs from "./costs.ts";
import * as health from "./health.ts";
import * as models from "./models.ts";
import * as quality from "./quality.ts";

/** Every operation of the API by its operationId. Order matters to the router: fixed paths stand before those with parameters. */
export const OPERATIONS = {
  listModels: models.listModels,
  getModelHistory: models.getModelHistory,
  getModel: models.getModel,
  estimate: costs.estimate,
  postEstimate: costs.postEstimate,
  estimateBatch: costs.estimateBatch,
  cost: costs.cost,
  cheapest: costs.cheapest,
  compareProviders: costs.compareProviders,
  compare: costs.compare,
  pareto: costs.pareto,
  reportHealth: health.reportHealth,
  listHealth: health.listHealth,
  getHealth: health.getHealth,
  listQuality: quality.listQuality,
  reviewQuality: quality.reviewQuality,
  getQuality: quality.getQuality,
  listChanges: models.listChanges,
  changesFeed: models.changesFeed,
  listDisputes: models.listDisputes,
  getCatalog: models.getCatalog,
  refresh: admin.refresh,
  decideQuarantine: admin.decideQuarantine,
  listQuarantine: admin.listQuarantine,
  rollback: admin.rollback,
  listVersions: admin.listVersions,
} as const;

export type OperationName = keyof typeof OPERATIONS;
