import { compileGlob, matchesGlob, type Glob } from "./glob.ts";
import type { OverrideRule } from "./override-rule.ts";

export const PLAN_NAMES = ["free", "trial", "solo", "pro", "team", "enterprise"] as const;
export type PlanName = (typeof PLAN_NAMES)[number];

/** Which offers a plan admits. */
export type Admission =
  | { readonly kind: "all" }
  /** Everything but the offers that one of the globs matches. */
  | { readonly kind: "except"; readonly globs: readonly Glob[] }
  /** These model ids and their dated snapshots, at any provider; nothing that merely begins alike. */
  | { readonly kind: "only"; readonly models: ReadonlySet<string> };

export interface Plan {
  readonly name: PlanName;
  readonly admits: Admission;
  readonly requests_per_minute: number;
  /** Most rows of one bulk request. */
  readonly bulk_rows: number;
  /** Prices that everybody on the plan gets, unless a rule of the tenant says otherwise. */
  readonly overrides: readonly OverrideRule[];
}

const OUTSIDE_PREVIEWS: Admission = { kind: "except", globs: [compileGlob("*preview*")] };
const EVERYTHING: Admission = { kind: "all" };

const FREE_MODELS: Admission = {
  kind: "only",
  models: new Set([
    "gpt-4o-mini",
    "claude-3-haiku",
    "deepseek-chat",
    "gemini-1.5-flash",
    "gemini-2.0-flash",
    "qwen-plus",
  ]),
};

/** Plans are data: a new one is a line here. */
export const PLANS: Readonly<Record<PlanName, Plan>> = {
  free: plan("free", FREE_MODELS, 600, 100),
  trial: plan("trial", EVERYTHING, 1_000, 1_000),
  solo: plan("solo", OUTSIDE_PREVIEWS, 3_000, 1_000),
  pro: plan("pro", OUTSIDE_PREVIEWS, 3_000, 1_000),
  team: plan("team", OUTSIDE_PREVIEWS, 10_000, 1_000),
  enterprise: plan("enterprise", EVERYTHING, 60_000, 1_000),
};

const BY_NAME: ReadonlyMap<string, Plan> = new Map(Object.values(PLANS).map((plan) => [plan.name, plan]));

function plan(name: PlanName, admits: Admission, requests_per_minute: number, bulk_rows: number): Plan {
  return { name, admits, requests_per_minute, bulk_rows, overrides: [] };
}

/** Undefined for an unknown plan, which is an error and never `free`. */
export function planNamed(name: string): Plan | undefined {
  return BY_NAME.get(name);
}

/** A region or vendor in front of a model's name as Bedrock spells it: `us.anthropic.`, `anthropic.`. */
const VENDOR_PREFIX = /^(?:[a-z]{2,6}(?:-gov)?\.)?(?:anthropic|deepseek|openai|google|qwen)\./;

/** Dates as the sellers append them (`-2024-07-18`, `-20240307`, `@20240307`, `-0112`), and Bedrock's revision after one (`-v1:0`). */
const SNAPSHOT_SUFFIX = /(?:-20\d\d-[01]\d-[0-3]\d|[-@]20\d\d[01]\d[0-3]\d|-[01]\d[0-3]\d)(?:-v\d{1,2}(?::\d{1,2})?)?$/;

/** Whether the plan admits an offer, by its whole id `provider/model`. */
export function admits(plan: Plan, offerId: string): boolean {
  const { admits } = plan;
  switch (admits.kind) {
    case "all":
      return true;
    case "except":
      return !admits.globs.some((glob) => matchesGlob(glob, offerId));
    case "only":
      return isModelOrSnapshot(admits.models, offerId);
  }
}

function isModelOrSnapshot(models: ReadonlySet<string>, offerId: string): boolean {
  const bare = offerId.slice(offerId.lastIndexOf("/") + 1).replace(VENDOR_PREFIX, "");
  return models.has(bare) || models.has(bare.replace(SNAPSHOT_SUFFIX, ""));
}
