import { setTimeout } from "node:timers/promises";
import type { Runtime } from "../bench/runtime.ts";

/** What the engine's debugger tells of the isolate of our Worker and its objects. */
export interface HeapProbe {
  /** MiB that are in use after a collection: the least of a few, since one alone leaves what was just under way. */
  used(): Promise<number>;
  close(): void;
}

const COLLECTIONS = 6;

interface Reply {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number };
}

/** Attaches to a runtime that was started with its inspector. */
export async function heapProbe({ inspector }: Runtime): Promise<HeapProbe> {
  const socket = new WebSocket(new URL("/core:user:ratecard", await inspector()));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("the inspector cannot be reached")), { once: true });
  });
  let id = 0;
  const send = (method: string): number => {
    id += 1;
    socket.send(JSON.stringify({ id, method }));
    return id;
  };
  const answer = (asked: number): Promise<Reply> =>
    new Promise((resolve) => {
      const hear = ({ data }: MessageEvent): void => {
        const reply: Reply = JSON.parse(String(data));
        if (reply.id !== asked) return;
        socket.removeEventListener("message", hear);
        resolve(reply);
      };
      socket.addEventListener("message", hear);
    });
  await answer(send("Runtime.enable"));
  await answer(send("HeapProfiler.enable"));
  return {
    used: async () => {
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < COLLECTIONS; round += 1) {
        // It is done in its turn, but workerd acknowledges none.
        send("HeapProfiler.collectGarbage");
        const { result } = await answer(send("Runtime.getHeapUsage"));
        least = Math.min(least, (result?.usedSize ?? Number.NaN) / 1_048_576);
        await setTimeout(200);
      }
      return least;
    },
    close: () => socket.close(),
  };
}
