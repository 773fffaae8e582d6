import type { HealthView } from "../../shared/health/view.ts";
import type { Call } from "./call.ts";
import { readBoard } from "./health-read.ts";
import { type Ready, whenReady } from "./ready.ts";

export type HealthLookup = (provider: string) => HealthView;

/** The public health of any provider, from this isolate's copy of the board: an answer about prices never waits for it. */
export function healthOf(call: Call): Ready<HealthLookup> {
  return whenReady(readBoard(call.env, call.ctx, call.now, 0), (board) => (provider) => board.entry(provider).data);
}
