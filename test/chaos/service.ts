import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ADMIN_TOKEN } from "../bench/runtime.ts";
import type { KvMode } from "./entry.ts";

const HOST = fileURLToPath(new URL("host.ts", import.meta.url));

export interface Answer {
  /** 0: no answer came (the service was killed under the call). */
  readonly status: number;
  readonly body: unknown;
}

interface Place {
  readonly origin: string;
  readonly pid: number;
}

/** The service under test: killed and started again in one folder; what it has acknowledged must be there each time. */
export class Service {
  readonly #folder: string;
  readonly #outbound: string;
  #host: ChildProcess | null = null;
  #place: Place | null = null;
  #waiting: ((place: Place) => void)[] = [];

  constructor(folder: string, outbound: string) {
    this.#folder = folder;
    this.#outbound = outbound;
  }

  get isUp(): boolean {
    return this.#place !== null;
  }

  async start(kv: KvMode = "ok"): Promise<void> {
    const host = spawn(process.execPath, [HOST, this.#folder, this.#outbound, kv], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    this.#host = host;
    createInterface({ input: host.stdout }).on("line", (line) => this.#heard(line));
    await this.#placed();
  }

  #heard(line: string): void {
    if (!line.startsWith('{"origin"')) return;
    const { origin, pid }: Place = JSON.parse(line);
    this.#place = { origin, pid };
    for (const resolve of this.#waiting.splice(0)) resolve(this.#place);
  }

  #placed(): Promise<Place> {
    if (this.#place !== null) return Promise.resolve(this.#place);
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    this.#waiting.push(resolve);
    setTimeout(() => reject(new Error("the service did not come back within 30 s")), 30_000).unref();
    return promise;
  }

  /** Runtime and host at once. */
  async killAll(): Promise<void> {
    const place = this.#place;
    const host = this.#host;
    this.#place = null;
    const gone =
      host === null || host.exitCode !== null
        ? Promise.resolve()
        : new Promise((resolve) => host.once("exit", resolve));
    host?.kill("SIGKILL");
    if (place !== null) kill(place.pid);
    await gone;
  }

  /** The runtime alone; its host starts another. Milliseconds until that answers. */
  async killRuntime(): Promise<number> {
    const place = await this.#placed();
    this.#place = null;
    const begun = performance.now();
    kill(place.pid);
    await this.#placed();
    return performance.now() - begun;
  }

  async call(
    method: string,
    path: string,
    options: { readonly key?: string; readonly body?: unknown; readonly timeout?: number } = {},
  ): Promise<Answer> {
    const { key, body, timeout = 8_000 } = options;
    const place = this.#place;
    if (place === null) return { status: 0, body: null };
    try {
      const response = await fetch(new URL(path, place.origin), {
        method,
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          "content-type": "application/json",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeout),
      });
      const text = await response.text();
      return { status: response.status, body: parsed(text) };
    } catch {
      return { status: 0, body: null };
    }
  }

  admin(method: string, path: string, body?: unknown, timeout?: number): Promise<Answer> {
    return this.call(method, path, { key: ADMIN_TOKEN, body, ...(timeout === undefined ? {} : { timeout }) });
  }

  control(path: string): Promise<Answer> {
    return this.call("GET", `/chaos/${path}`);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It was gone already.
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value inside an answer by its path; undefined where there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here: unknown = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = new Map<string, unknown>(Object.entries(here)).get(String(step));
  }
  return here;
}
