import type { HealthReport } from "./generated/operations.ts";

/** What was seen of one call to a provider. Nothing of its body, its headers or its key is in it. */
export interface Observation {
  readonly provider: string;
  readonly outcome: HealthReport["outcome"];
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  /** Until the last byte, or the failure, ms. */
  readonly latency_ms: number;
  /** Until the first byte of a streamed body, ms; null where it was not streamed. */
  readonly ttft_ms: number | null;
  /** What the reader given as `read_usage` made of the body; null without one. */
  readonly usage: unknown;
}

export interface ObserveOptions {
  /** The provider's id, or how to tell it from the URL; null leaves a call unobserved. Known API hosts unless given. */
  readonly provider?: string | ((url: URL) => string | null) | undefined;
  /** Takes the outcome, e.g. `client.reporter()`. */
  readonly reporter?: { report(row: HealthReport): void } | undefined;
  /** Is told of each call; what it throws is its own affair and never the call's. */
  readonly on_call?: ((observation: Observation) => void) | undefined;
  /**
   * Reads usage out of the body's text, in this process, e.g. `usageFrom` of `ratecard/client/usage`. Without it no body is looked at.
   */
  readonly read_usage?: ((text: string) => unknown) | undefined;
}

/** Longest body that a usage is read from, characters. */
const MOST_TEXT = 4_000_000;

/** API hosts of providers, by the ids of this service's catalog. Hosts from the providers' own API references. */
const HOSTS: ReadonlyMap<string, string> = new Map([
  ["api.openai.com", "openai"],
  ["api.anthropic.com", "anthropic"],
  ["generativelanguage.googleapis.com", "gemini"],
  ["api.mistral.ai", "mistral"],
  ["api.groq.com", "groq"],
  ["openrouter.ai", "openrouter"],
  ["api.deepseek.com", "deepseek"],
  ["api.together.xyz", "together_ai"],
  ["api.fireworks.ai", "fireworks_ai"],
  ["api.x.ai", "xai"],
  ["api.cohere.com", "cohere"],
  ["api.perplexity.ai", "perplexity"],
  ["api.cerebras.ai", "cerebras"],
  ["api.moonshot.ai", "moonshot"],
]);

type PlatformFetch = typeof globalThis.fetch;

/**
 * The same `fetch`, watched: it passes every request on as it is and hands back the provider's answer byte for byte, and tells
 * the outcome once the body has been read, failed or been let go. Errors of the call stay the call's own.
 */
export function observe(fetch: PlatformFetch, options: ObserveOptions = {}): PlatformFetch {
  return async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const provider = providerOf(input, options.provider);
    if (provider === null) return await fetch(input, init);
    const watch = new Watch(provider, options);
    try {
      return watch.answered(await fetch(input, init));
    } catch (error) {
      watch.failed(error);
      throw error;
    }
  };
}

function providerOf(input: RequestInfo | URL, named: ObserveOptions["provider"]): string | null {
  if (typeof named === "string") return named;
  const text = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return named === undefined ? (HOSTS.get(url.hostname) ?? null) : named(url);
}

/** One call from its start to its end; the end is told once. */
class Watch {
  readonly #provider: string;
  readonly #options: ObserveOptions;
  readonly #started = performance.now();
  readonly #decoder = new TextDecoder();
  #status: number | null = null;
  #first_byte: number | null = null;
  #text = "";
  #told = false;

  constructor(provider: string, options: ObserveOptions) {
    this.#provider = provider;
    this.#options = options;
  }

  answered(response: Response): Response {
    this.#status = response.status;
    const outcome = outcomeOf(response.status);
    const { body } = response;
    if (body === null) {
      this.#tell(outcome, false);
      return response;
    }
    const streamed = (response.headers.get("content-type") ?? "").includes("event-stream");
    return sameResponse(response, this.#through(body, outcome, streamed));
  }

  failed(error: unknown): void {
    const name = error instanceof Error ? error.name : "";
    this.#tell(name === "TimeoutError" ? "timeout" : name === "AbortError" ? "aborted" : "error", false);
  }

  /** Pulls only when the reader does, and passes a cancel on: a provider must not go on generating for nobody. */
  #through(
    body: ReadableStream<Uint8Array>,
    outcome: HealthReport["outcome"],
    streamed: boolean,
  ): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          try {
            const { done, value } = await reader.read();
            if (done) {
              this.#tell(outcome, streamed);
              controller.close();
            } else {
              this.#saw(value);
              controller.enqueue(value);
            }
          } catch (error) {
            this.failed(error);
            controller.error(error);
          }
        },
        cancel: async (reason) => {
          this.#tell("aborted", streamed);
          await reader.cancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }

  #saw(chunk: Uint8Array): void {
    this.#first_byte ??= performance.now();
    if (this.#options.read_usage !== undefined && this.#text.length < MOST_TEXT)
      this.#text += this.#decoder.decode(chunk, { stream: true });
  }

  #tell(outcome: HealthReport["outcome"], streamed: boolean): void {
    if (this.#told) return;
    this.#told = true;
    const latency_ms = Math.round(performance.now() - this.#started);
    const ttft_ms = streamed && this.#first_byte !== null ? Math.round(this.#first_byte - this.#started) : null;
    const { reporter, on_call } = this.#options;
    const status = this.#status;
    quietly(() =>
      reporter?.report({
        provider: this.#provider,
        outcome,
        latency_ms,
        ...(status === null ? {} : { status }),
        ...(ttft_ms === null ? {} : { ttft_ms }),
      }),
    );
    const told = { provider: this.#provider, outcome, status, latency_ms, ttft_ms };
    quietly(() => on_call?.({ ...told, usage: outcome === "success" ? this.#usage() : null }));
  }

  #usage(): unknown {
    const { read_usage } = this.#options;
    return read_usage === undefined || this.#text === "" ? null : read_usage(this.#text + this.#decoder.decode());
  }
}

/** As the service counts: 429 is capacity, other 4xx are the caller's, 408, 504 and 524 are timeouts, other 5xx errors. */
function outcomeOf(status: number): HealthReport["outcome"] {
  if (status < 400) return "success";
  if (status === 429) return "rate_limited";
  if (status === 408 || status === 504 || status === 524) return "timeout";
  return status < 500 ? "client_error" : "error";
}

/** A response of the same status, headers and URL around another stream of the same bytes. */
function sameResponse(response: Response, body: ReadableStream<Uint8Array>): Response {
  const { status, statusText, headers, url, redirected, type } = response;
  const copy = new Response(body, { status, statusText, headers });
  for (const [name, value] of Object.entries({ url, redirected, type })) Object.defineProperty(copy, name, { value });
  return copy;
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // An observer must not break what it observes.
  }
}
