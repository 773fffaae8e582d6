import type { OperationName } from "../../../shared/contract/operations/index.ts";
import type { Example } from "./example.ts";

/** One call per public operation that answers on a fresh service too. */
export const SAMPLES: ReadonlyMap<string, Example> = new Map<OperationName, Example>([
  ["listModels", get("/v1/models?provider=openai&limit=3")],
  ["getModel", get("/v1/models/openai/gpt-4o")],
  ["getModelHistory", get("/v1/models/openai/gpt-4o/history?limit=5")],
  ["estimate", get("/v1/estimate?model=openai/gpt-4o&input_tokens=1000&output_tokens=500&cache_read_tokens=200")],
  [
    "postEstimate",
    post("/v1/estimate", {
      model: "openai/gpt-4o",
      usage: { input_tokens: 1000, output_tokens: 500 },
    }),
  ],
  [
    "estimateBatch",
    post("/v1/estimate/batch", {
      requests: [
        { model: "openai/gpt-4o", usage: { input_tokens: 1000, output_tokens: 500 } },
        { model: "no-such-model", usage: { input_tokens: 1 } },
      ],
    }),
  ],
  [
    "cost",
    post("/v1/cost", {
      provider: "openai",
      response: {
        model: "gpt-4o",
        usage: { prompt_tokens: 1000, completion_tokens: 500, prompt_tokens_details: { cached_tokens: 200 } },
      },
    }),
  ],
  ["cheapest", get("/v1/cheapest?input_tokens=10000&output_tokens=2000&limit=5")],
  [
    "compare",
    get("/v1/compare?models=openai/gpt-4o,anthropic/claude-sonnet-4-5&input_tokens=10000&output_tokens=2000"),
  ],
  ["compareProviders", get("/v1/compare/providers?mode=chat&input_tokens=1000&output_tokens=500")],
  ["pareto", get("/v1/pareto?limit=20")],
  [
    "route",
    post("/v1/route", {
      usage: { input_tokens: 10000, output_tokens: 500 },
      policy: "balanced",
      require: { min_quality: 40 },
      cache: { prefix_tokens: 8000, hit_rate: 0.8 },
      limit: 3,
    }),
  ],
  [
    "simulateRoute",
    post("/v1/route/simulate", {
      requests: [{ usage: { input_tokens: 1000, output_tokens: 200 } }],
      policies: ["cheapest"],
    }),
  ],
  ["listHealth", get("/v1/health")],
  ["getHealth", get("/v1/health/openai")],
  ["incidentsFeed", get("/v1/health/incidents.atom")],
  ["listQuality", get("/v1/quality?category=coding&limit=5")],
  ["getQuality", get("/v1/quality/gpt-4o")],
  ["reviewQuality", get("/v1/quality/review")],
  ["listChanges", get("/v1/changes?limit=5")],
  ["changesFeed", get("/v1/changes.atom?limit=5")],
  ["changesJsonFeed", get("/v1/changes.json?limit=5")],
  ["modelsCsv", get("/v1/models.csv?provider=openai")],
  ["getSnapshot", get("/v1/catalog/snapshot")],
  ["priceBadge", get("/v1/badges/price/openai/gpt-4o.svg")],
  ["healthBadge", get("/v1/badges/health/openai.svg")],
  ["listDisputes", get("/v1/catalog/disputes?limit=5")],
  ["getCatalog", get("/v1/catalog")],
]);

function get(path: string): Example {
  return { method: "GET", path };
}

function post(path: string, body: unknown): Example {
  return { method: "POST", path, body };
}
