import { makeBodies } from "../../bench/bodies.ts";
import { ADMIN_TOKEN, readWorker, type Runtime, startRuntime } from "../../bench/runtime.ts";
import { CHAOS_ENTRY, type KvMode } from "../../chaos/entry.ts";
import { Upstream } from "../../chaos/upstream.ts";

export interface Reply {
  readonly status: number;
  readonly data: unknown;
  readonly meta: unknown;
  readonly body: unknown;
}

/** A deployment of its own for one story: the built Worker, its KV and objects, and upstreams that do as they are told. */
export class Deployment {
  readonly upstream: Upstream;
  readonly #runtime: Runtime;

  private constructor(upstream: Upstream, runtime: Runtime) {
    this.upstream = upstream;
    this.#runtime = runtime;
  }

  static async start(kv: KvMode = "ok"): Promise<Deployment> {
    const upstream = new Upstream(makeBodies(1, 120, 12));
    const vars = { CHAOS_OUTBOUND: await upstream.listen(), CHAOS_KV: kv };
    return new Deployment(upstream, await startRuntime({ modules: readWorker(), entry: CHAOS_ENTRY, vars }));
  }

  async call(method: string, path: string, key?: string, body?: unknown): Promise<Reply> {
    const response = await fetch(new URL(path, this.#runtime.origin), {
      method,
      headers: { "content-type": "application/json", ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: { data?: unknown; meta?: unknown } = text === "" ? {} : JSON.parse(text);
    return { status: response.status, data: parsed.data, meta: parsed.meta, body: parsed };
  }

  admin(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.call(method, path, ADMIN_TOKEN, body);
  }

  refresh(): Promise<Reply> {
    return this.admin("POST", "/v1/admin/refresh", { job: "prices", force: true });
  }

  estimate(query = ""): Promise<Reply> {
    return this.call("GET", `/v1/estimate?model=gpt-4o&input_tokens=1000&output_tokens=500${query}`);
  }

  /** Moves the service's clock, ms against the real one. */
  clock(offset: number): Promise<unknown> {
    return fetch(new URL(`/chaos/clock?offset=${offset}`, this.#runtime.origin)).then((response) => response.text());
  }

  kv(mode: KvMode): Promise<unknown> {
    return fetch(new URL(`/chaos/kv?mode=${mode}`, this.#runtime.origin)).then((response) => response.text());
  }

  /** What somebody deletes from KV by hand, or a lost namespace. */
  async dropFromKv(key: string): Promise<void> {
    await (await this.#runtime.miniflare.getKVNamespace("KV", "ratecard")).delete(key);
  }

  async fromKv(key: string): Promise<string | null> {
    return await (await this.#runtime.miniflare.getKVNamespace("KV", "ratecard")).get(key, "text");
  }

  async close(): Promise<void> {
    this.upstream.close();
    await this.#runtime.close();
  }
}
