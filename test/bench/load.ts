import { connect, type Socket } from "node:net";

/** One request; a bare string is a GET of that path. */
export type LoadRequest =
  | string
  | {
      readonly method: string;
      readonly path: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

/** How many answers came back with which status, and how long each took. */
export interface LoadResult {
  readonly requests: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly millis: number;
  /** Of each answer, ms, in the order of arrival; empty unless asked for. */
  readonly latencies: readonly number[];
}

export interface LoadOptions {
  readonly connections?: number;
  readonly latencies?: boolean;
}

interface Run {
  readonly origin: URL;
  /** The next request as bytes; null when there are no more. */
  readonly take: () => string | null;
  readonly done: (status: number, millis: number) => void;
}

/** A closed loop of keep-alive connections that reads nothing of an answer but its status and length: the client costs as little as it can. */
export async function load(
  origin: URL,
  request: (index: number) => LoadRequest,
  count: number,
  options: LoadOptions | number = {},
): Promise<LoadResult> {
  const { connections = 8, latencies: wanted = false } =
    typeof options === "number" ? { connections: options } : options;
  const statuses = new Map<number, number>();
  const latencies: number[] = [];
  let next = 0;
  const take = (): string | null => {
    if (next >= count) return null;
    next += 1;
    return requestText(origin, request(next - 1));
  };
  const done = (status: number, millis: number): void => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (wanted) latencies.push(millis);
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, () => run({ origin, take, done })));
  return { requests: count, statuses, millis: performance.now() - begun, latencies };
}

export function requestText(origin: URL, request: LoadRequest): string {
  if (typeof request === "string") return `GET ${request} HTTP/1.1\r\nHost: ${origin.host}\r\n\r\n`;
  const { method, path, headers = {}, body } = request;
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${origin.host}`];
  for (const name in headers) lines.push(`${name}: ${headers[name] ?? ""}`);
  if (body !== undefined) lines.push(`content-type: application/json`, `content-length: ${Buffer.byteLength(body)}`);
  return `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`;
}

function run({ origin, take, done }: Run): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(origin.port), origin.hostname);
    let pending: Buffer = Buffer.alloc(0);
    let sent = 0;
    const send = (): void => {
      const request = take();
      if (request === null) {
        socket.end();
        resolve();
        return;
      }
      sent = performance.now();
      socket.write(request);
    };
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const length = answerLength(pending);
      if (length === null || pending.length < length) return;
      done(Number(pending.toString("latin1", 9, 12)), performance.now() - sent);
      pending = pending.subarray(length);
      send();
    });
  });
}

/** Bytes of head and body of the answer at the front; null while the head is incomplete. */
export function answerLength(bytes: Buffer): number | null {
  const head = bytes.indexOf("\r\n\r\n");
  if (head === -1) return null;
  const match = /\r\ncontent-length: (\d+)/i.exec(bytes.toString("latin1", 0, head));
  if (match !== null) return head + 4 + Number(match[1]);
  const end = bytes.indexOf("\r\n0\r\n\r\n", head);
  return end === -1 ? null : end + 7;
}
