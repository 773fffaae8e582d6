import { connect, type Socket } from "node:net";

/** One request as bytes, and how many answers came back with which status. */
export interface LoadResult {
  readonly requests: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly millis: number;
}

/** A closed loop of keep-alive connections that reads nothing of an answer but its status and length: the client costs as little as it can. */
export async function load(origin: URL, paths: (index: number) => string, count: number, connections = 8): Promise<LoadResult> {
  const statuses = new Map<number, number>();
  const begun = performance.now();
  let next = 0;
  const take = (): string | null => {
    if (next >= count) return null;
    const request = requestText(origin, paths(next));
    next += 1;
    return request;
  };
  await Promise.all(Array.from({ length: connections }, () => run(origin, take, statuses)));
  return { requests: count, statuses, millis: performance.now() - begun };
}

function requestText(origin: URL, path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: ${origin.host}\r\n\r\n`;
}

function run(origin: URL, take: () => string | null, statuses: Map<number, number>): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(origin.port), origin.hostname);
    let pending: Buffer = Buffer.alloc(0);
    const send = (): void => {
      const request = take();
      if (request === null) {
        socket.end();
        resolve();
      } else socket.write(request);
    };
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const length = answerLength(pending);
      if (length === null || pending.length < length) return;
      const status = Number(pending.toString("latin1", 9, 12));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      pending = pending.subarray(length);
      send();
    });
  });
}

/** Bytes of head and body of the answer at the front; null while the head is incomplete. */
function answerLength(bytes: Buffer): number | null {
  const head = bytes.indexOf("\r\n\r\n");
  if (head === -1) return null;
  const match = /\r\ncontent-length: (\d+)/i.exec(bytes.toString("latin1", 0, head));
  return match === null ? null : head + 4 + Number(match[1]);
}
