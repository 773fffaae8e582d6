import { invalid, problem, type Problem } from "../../shared/contract/problem.ts";
import { admits, PLANS } from "../../shared/tenancy/plans.ts";
import { matchModel, type ModelMatch } from "../../shared/pricing/matching.ts";
import type { Call } from "./call.ts";

export type FoundModel = Extract<ModelMatch, { kind: "offer" }>;

/** The offer that a caller's string names, or the problem that says why there is none; the plan of a key decides too. */
export function findModel(requested: string, call: Call): FoundModel | Problem {
  if (requested.trim() === "") return invalid([{ pointer: "/model", message: "must not be empty" }]);
  const match = matchModel(call.catalog, requested, call.now);
  if (match.kind === "none") {
    return problem("model_not_found", `no offer is named ${JSON.stringify(requested.slice(0, 128))}`, {
      suggestions: match.suggestions,
    });
  }
  const { credentials } = call;
  if (credentials.kind === "tenant" && !admits(PLANS[credentials.plan], match.offer.id)) {
    return problem("forbidden", `the plan ${credentials.plan} does not include ${match.offer.id}`);
  }
  return match;
}
