import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import type { InputOf } from "../../../shared/contract/operation.ts";
import { simulatedRequest, type SimulatedBody } from "../../../shared/contract/operations/routing.ts";
import { parseBody } from "../../../shared/contract/parse.ts";
import { invalid, problem, problemBody, type Problem } from "../../../shared/contract/problem.ts";
import type { Category } from "../../../shared/quality/category.ts";
import { matchModel } from "../../../shared/pricing/matching.ts";
import { WEIGHTS_VERSION } from "../../../shared/routing/policies.ts";
import type { Policy } from "../../../shared/routing/policy.ts";
import type { QualitySource, RoutingFacts } from "../../../shared/routing/request.ts";
import { choose, type Choices } from "../../../shared/routing/route.ts";
import { type Replayed, summarise } from "../../../shared/routing/simulate.ts";
import { bulkRows } from "../bulk-rows.ts";
import type { Call, Outcome } from "../call.ts";
import { costProblem } from "../estimate-call.ts";
import { admittedByPlan, tenantOffer } from "../tenant-prices.ts";
import { planRule, publicHealth, qualitySource } from "./facts.ts";
import { NO_RECORD, situationOf } from "./situation.ts";

type SimulationBody = InputOf<typeof OPERATIONS.simulateRoute>["body"];

/** Replays requests under several policies. Requests that are alike are routed once, however often they occur. */
export async function simulation({ requests, policies }: SimulationBody, call: Call): Promise<Outcome> {
  const most = bulkRows(call);
  if (requests.length > most) return problem("payload_too_large", `at most ${most} requests in one simulation`);
  const asked = [...new Set(policies)];
  const parsed = requests.map((row) => parseBody(simulatedRequest, row));
  const categories = parsed.map((row) => (row.ok ? (row.value.require?.category ?? "general") : "general"));
  const simulator = new Simulator(call, asked, await worldOf(call, categories));
  const replayed: Replayed[] = [];
  const problems: { index: number; problem: unknown }[] = [];
  parsed.forEach((row, index) => {
    const outcome = row.ok ? simulator.replay(row.value) : invalid(row.errors);
    if ("code" in outcome) problems.push({ index, problem: problemBody(outcome) });
    else replayed.push(outcome);
  });
  return {
    data: {
      requests: requests.length,
      weights_version: WEIGHTS_VERSION,
      policies: asked.map((policy) => summarise(policy, replayed)),
      problems,
    },
  };
}

interface World {
  readonly health: RoutingFacts["health"];
  readonly quality: ReadonlyMap<Category, QualitySource>;
}

async function worldOf(call: Call, categories: readonly Category[]): Promise<World> {
  const quality = new Map<Category, QualitySource>();
  for (const category of new Set(categories)) quality.set(category, await qualitySource(call, category));
  return { health: await publicHealth(call), quality };
}

const NO_SCORES: QualitySource = { score: () => null };

class Simulator {
  readonly #call: Call;
  readonly #policies: readonly Policy[];
  readonly #world: World;
  readonly #plan: RoutingFacts["plan"];
  readonly #known = new Map<string, Choices | Problem>();

  constructor(call: Call, policies: readonly Policy[], world: World) {
    this.#call = call;
    this.#policies = policies;
    this.#world = world;
    this.#plan = planRule(call, admittedByPlan(call));
  }

  replay({ chosen, ...body }: SimulatedBody): Replayed | Problem {
    const key = JSON.stringify(body);
    const outcome = this.#known.get(key) ?? this.#choose(body);
    this.#known.set(key, outcome);
    if ("code" in outcome) return outcome;
    return { choices: outcome.choices, chosen: this.#chosen(chosen, body, outcome) };
  }

  #choose(body: SimulatedBody): Choices | Problem {
    const situation = situationOf(body, this.#call, NO_RECORD);
    if ("code" in situation) return situation;
    const { pool, request } = situation;
    const outcome = choose(pool, { ...request, policy: "cheapest", limit: 1 }, this.#policies, this.#facts(body));
    return "code" in outcome ? costProblem(outcome) : outcome;
  }

  #chosen(name: string | undefined, body: SimulatedBody, { costs }: Choices): Replayed["chosen"] {
    if (name === undefined) return null;
    const match = matchModel(this.#call.catalog, name, this.#call.now);
    if (match.kind === "none") return null;
    const offer = tenantOffer(match.offer, this.#call, body.at ?? this.#call.now);
    const cost = costs.costOn(offer);
    return cost === null ? null : { offer, cost, quality: this.#facts(body).quality.score(offer) };
  }

  /** No probes and no budget: the requests are past. */
  #facts({ require }: SimulatedBody): RoutingFacts {
    const quality = this.#world.quality.get(require?.category ?? "general") ?? NO_SCORES;
    return { quality, health: this.#world.health, plan: this.#plan, budget: null, random: 1 };
  }
}
