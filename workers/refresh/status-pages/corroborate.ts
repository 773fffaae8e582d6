import type { Corroboration } from "../../../shared/health/status-page.ts";
import {
  endpointsUrl,
  FLAGSHIP_MODELS,
  type FlagshipModel,
} from "../../../shared/health/status-pages/flagship-models.ts";
import { parseOpenRouterUptime } from "../../../shared/health/status-pages/openrouter-uptime.ts";
import { mapInFlight } from "../../upstream/in-flight.ts";
import type { DocumentReader } from "./document.ts";
import type { PageStore } from "./page-store.ts";
import type { PollResult } from "./poll-report.ts";

const DUE = "corroboration";
/** OpenRouter's figure covers five minutes, so asking oftener says nothing new. */
const INTERVAL_MS = 300_000;

interface CorroborationRun {
  readonly store: PageStore;
  readonly documents: DocumentReader;
  readonly now: number;
  readonly force: boolean;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly handOver: (provider: string, evidence: Corroboration, now: number) => Promise<void>;
}

/** Asks OpenRouter once per model (several providers share one) and hands each provider what its own endpoints answered. Nothing is handed over when nothing was learnt: evidence ages where it is kept. */
export async function corroborate(run: CorroborationRun): Promise<readonly PollResult[]> {
  if (!run.force && run.store.dueAt(DUE) > run.now) return [];
  run.store.setDueAt(DUE, run.now + INTERVAL_MS);
  const byModel = Map.groupBy(FLAGSHIP_MODELS, (flagship) => flagship.model);
  const results = await mapInFlight([...byModel], async ([model, flagships]) => {
    const text = await run.documents.text(endpointsUrl(model));
    return await Promise.all(flagships.map((flagship) => handOverOne(run, flagship, text)));
  });
  return results.flat();
}

async function handOverOne(run: CorroborationRun, flagship: FlagshipModel, text: string | null): Promise<PollResult> {
  const result = { name: flagship.provider, rows: 0, rejected: 0, changed: 0 };
  if (text === null) return { ...result, outcome: "failed", reason: "no_answer" };
  const evidence = parseOpenRouterUptime(text, flagship, run.now);
  if (evidence === null) return { ...result, outcome: "rejected", reason: "not_listed" };
  try {
    await run.handOver(flagship.provider, evidence, run.now);
    return { ...result, outcome: "ok", rows: 1 };
  } catch (error) {
    run.log("corroboration_not_handed_over", {
      provider: flagship.provider,
      error: error instanceof Error ? error.message.slice(0, 200) : "unknown",
    });
    return { ...result, outcome: "failed", rows: 1, reason: "not_handed_over" };
  }
}
