import { type Problem, problemBody, PROBLEMS } from "../../contract/problem.ts";
import { usageFields } from "../../cost/usage.ts";
import { decodeCatalog } from "../../pricing/catalog-codec.ts";
import type { Catalog, CatalogHeader } from "../../pricing/catalog.ts";
import { freshness } from "../../pricing/freshness.ts";
import type { Answer, CatalogMeta } from "../answer.ts";
import { ProblemError, readProblem } from "../errors.ts";
import type { CheapestInput, CompareInput, EstimateInput, EstimateRow, Operations } from "../generated/operations.ts";
import { localCheapest, localCompare, localEstimate, NEEDS_SERVICE, type LocalOutcome } from "./answers.ts";

/** Exact answers from a snapshot of the catalog, without a network and at once. */
export interface LocalCatalog {
  readonly version: string;
  readonly published_at: string;
  readonly offers: number;
  /** Since a live source last confirmed the prices, at `now` (epoch ms). */
  meta(now?: number): CatalogMeta;
  estimate(input: EstimateInput): Answer<"estimate">;
  postEstimate(input: EstimateRow): Answer<"postEstimate">;
  cheapest(input?: CheapestInput): Answer<"cheapest">;
  compare(input: CompareInput): Answer<"compare">;
}

/** The question needs what a snapshot does not hold: quality, health, past prices, a tenant's own prices. */
export class NeedsServiceError extends Error {
  override readonly name = "NeedsServiceError";
  readonly kind = "needs_service";
}

/** Opens the text of `/v1/catalog/snapshot` or of the bundled snapshot; null where it is none. `now` in epoch ms. */
export function openCatalog(text: string, now: () => number = Date.now): LocalCatalog | null {
  const catalog = decodeCatalog(text);
  return catalog === null ? null : localCatalog(catalog, now);
}

function localCatalog(catalog: Catalog, now: () => number): LocalCatalog {
  const { header } = catalog;
  return {
    version: header.version,
    published_at: header.published_at,
    offers: catalog.size,
    meta: (at = now()) => catalogMeta(header, at),
    estimate: (input) => answer("estimate", header, now(), localEstimate(catalog, rowOf(input), now())),
    postEstimate: (input) => answer("postEstimate", header, now(), localEstimate(catalog, input, now())),
    cheapest: (input = {}) => answer("cheapest", header, now(), localCheapest(catalog, input, now())),
    compare: (input) => answer("compare", header, now(), localCompare(catalog, input, now())),
  };
}

const USAGE_NAMES: ReadonlySet<string> = new Set(Object.keys(usageFields));

/** The usage of a GET stands beside the other parameters, that of a POST in `usage`. */
function rowOf(input: EstimateInput): EstimateRow {
  const { model, at, ...rest } = input;
  const entries = Object.entries(rest);
  return {
    ...Object.fromEntries(entries.filter(([name]) => !USAGE_NAMES.has(name))),
    model,
    ...(at === undefined ? {} : { at: at instanceof Date ? at.toISOString() : at }),
    usage: Object.fromEntries(entries.filter(([name]) => USAGE_NAMES.has(name))),
  };
}

function answer<Name extends "estimate" | "postEstimate" | "cheapest" | "compare">(
  name: Name,
  header: CatalogHeader,
  now: number,
  outcome: LocalOutcome<Operations[Name]["data"], Operations[Name]["meta"]>,
): Answer<Name> {
  if (outcome === NEEDS_SERVICE)
    throw new NeedsServiceError(`this ${name} needs the service: a snapshot does not hold it`);
  if ("code" in outcome) throw problemError(outcome);
  const catalog = catalogMeta(header, now);
  return {
    data: outcome.data,
    meta: { ...outcome.meta, catalog, request_id: null },
    state: "offline",
    age_seconds: catalog.age_seconds,
  };
}

function catalogMeta(header: CatalogHeader, now: number): CatalogMeta {
  return { version: header.version, published_at: header.published_at, ...freshness(header, now) };
}

function problemError(problem: Problem): ProblemError {
  const text = JSON.stringify(problemBody(problem));
  const details = readProblem(text, PROBLEMS[problem.code].status);
  if (details === null) throw new TypeError(text);
  return new ProblemError(details, null);
}
