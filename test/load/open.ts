import { connect, type Socket } from "node:net";
import { answerLength, type LoadRequest, requestText } from "../bench/load.ts";

/** What an open loop saw: requests leave on time, whether answers come or not; latencies count from when a request was due. */
export interface OpenResult {
  readonly sent: number;
  readonly statuses: ReadonlyMap<number, number>;
  /** ms from due to answered. */
  readonly latencies: readonly number[];
  readonly unanswered: number;
}

export interface OpenOptions {
  readonly origin: URL;
  readonly request: (index: number) => LoadRequest;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly connections?: number;
}

interface Lane {
  readonly socket: Socket;
  readonly due: number[];
  pending: Buffer;
}

/** Sends at a fixed rate over pipelined keep-alive connections: a slow service does not slow its callers down. */
export async function openLoop({ origin, request, rate, seconds, connections = 32 }: OpenOptions): Promise<OpenResult> {
  const statuses = new Map<number, number>();
  const latencies: number[] = [];
  const lanes = await Promise.all(Array.from({ length: connections }, () => open(origin)));
  for (const lane of lanes) lane.socket.on("data", (chunk: Buffer) => heard(lane, chunk, statuses, latencies));
  const begun = performance.now();
  const total = Math.round(rate * seconds);
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1_000) * rate));
    for (; sent < due; sent += 1) {
      const lane = lanes[sent % lanes.length];
      lane?.due.push(begun + (sent / rate) * 1_000);
      lane?.socket.write(requestText(origin, request(sent)));
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await settled(lanes, 5_000);
  for (const { socket } of lanes) socket.destroy();
  return { sent, statuses, latencies, unanswered: sent - latencies.length };
}

function open(origin: URL): Promise<Lane> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(origin.port), origin.hostname);
    socket.once("connect", () => resolve({ socket, due: [], pending: Buffer.alloc(0) }));
    socket.once("error", reject);
    // After the run a reset is nothing: the sockets are destroyed with answers under way.
    socket.on("error", () => undefined);
  });
}

function heard(lane: Lane, chunk: Buffer, statuses: Map<number, number>, latencies: number[]): void {
  lane.pending = lane.pending.length === 0 ? chunk : Buffer.concat([lane.pending, chunk]);
  for (;;) {
    const length = answerLength(lane.pending);
    if (length === null || lane.pending.length < length) return;
    const status = Number(lane.pending.toString("latin1", 9, 12));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    latencies.push(performance.now() - (lane.due.shift() ?? 0));
    lane.pending = lane.pending.subarray(length);
  }
}

async function settled(lanes: readonly Lane[], most: number): Promise<void> {
  const begun = performance.now();
  while (lanes.some(({ due }) => due.length > 0) && performance.now() - begun < most) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
