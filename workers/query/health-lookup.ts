import type { HealthView } from "../../shared/health/view.ts";
import type { Call } from "./call.ts";
import { readBoard } from "./health-read.ts";

export type HealthLookup = (provider: string) => HealthView;

/** The public health of any provider, from this isolate's copy of the board: an answer about prices never waits for it. */
export async function healthOf(call: Call): Promise<HealthLookup> {
  const board = await readBoard(call.env, call.ctx, call.now, 0);
  return (provider) => board.entry(provider).data;
}
