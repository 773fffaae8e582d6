import { entry, type StatusPageEntry } from "./entry.ts";
import { PARTICULAR_PAGES } from "./particular-pages.ts";

/** Providers whose page is read as a whole: no component ids are known. Provider, host, platform, paths, name it calls itself, confidence, heavy. */
const WHOLE_PAGES: readonly StatusPageEntry[] = [
  page("mistral", "status.mistral.ai", "rootly", ["/api/v1/status.json"], "mistral", "B"),
  page("cohere", "status.cohere.com", "incident_io", ["/api/v2/summary.json"], "cohere", "A"),
  page(
    "fireworks_ai",
    "status.fireworks.ai",
    "incident_io",
    ["/api/v2/components.json", "/api/v2/incidents.json"],
    "fireworks",
    "A",
  ),
  page(
    "perplexity",
    "status.perplexity.com",
    "incident_io",
    ["/api/v2/components.json", "/api/v2/incidents.json"],
    "perplexity",
    "B",
  ),
  page("huggingface", "status.huggingface.co", "better_stack", ["/index.json"], "hugging", "A", true),
  // A component per model, with ids that change with every model.
  page("cerebras", "status.cerebras.ai", "statuspage", ["/api/v2/summary.json"], "cerebras", "B"),
  page("jina_ai", "status.jina.ai", "statuspage", ["/api/v2/summary.json"], "jina", "C"),
  page("lambda_ai", "status.lambda.ai", "incident_io", ["/api/v2/summary.json"], "lambda", "B"),
  page("vercel_ai_gateway", "www.vercel-status.com", "statuspage", ["/api/v2/summary.json"], "vercel", "B"),
  page("elevenlabs", "status.elevenlabs.io", "incident_io", ["/api/v2/summary.json"], "elevenlabs", "B"),
  page(
    "deepgram",
    "status.deepgram.com",
    "statuspage",
    ["/api/v2/summary.json"],
    "deepgram",
    "B",
    false,
    "cv8l6gg3cb9d",
  ),
  page(
    "assemblyai",
    "status.assemblyai.com",
    "statuspage",
    ["/api/v2/summary.json"],
    "assemblyai",
    "B",
    false,
    "50txf4qfk2kv",
  ),
  page("novita", "status.novita.ai", "better_stack", ["/index.json"], "novita", "C"),
  page("fal_ai", "status.fal.ai", "instatus", ["/summary.json"], "fal", "B"),
];

function page(
  provider: string,
  host: string,
  platform: StatusPageEntry["platform"],
  paths: readonly string[],
  name: string,
  confidence: StatusPageEntry["confidence"],
  heavy = false,
  id?: string,
): StatusPageEntry {
  const site = `https://${host}`;
  const poll = paths.map((path) => site + path);
  return entry({
    provider,
    page: site,
    platform,
    poll,
    names: [name],
    confidence,
    heavy,
    ...(id === undefined ? {} : { id }),
  });
}

/** Every provider's status page, by LiteLLM's root id of the provider. */
export const STATUS_PAGES: ReadonlyMap<string, StatusPageEntry> = new Map(
  [...PARTICULAR_PAGES, ...WHOLE_PAGES].map((one) => [one.provider, one]),
);
