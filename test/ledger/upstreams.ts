import { vi } from "vitest";

export const LITELLM = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json";
export const OPENROUTER = "https://openrouter.ai/api/v1/models";

/** An upstream's answer; made anew for every request, since a body belongs to the request that reads it. */
export type Upstream = (request: Request) => Response | Promise<Response>;

export interface Upstreams {
  readonly requests: Request[];
  set(url: string, upstream: Upstream): void;
}

/** Answers the outside world at the network edge; whatever is not set answers 404, which is not worth a retry. */
export function answerUpstreams(initial: Readonly<Record<string, Upstream>>): Upstreams {
  const upstreams = new Map(Object.entries(initial));
  const requests: Request[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    requests.push(request);
    return (await upstreams.get(request.url)?.(request)) ?? new Response("nothing here", { status: 404 });
  });
  return { requests, set: (url, upstream) => upstreams.set(url, upstream) };
}

export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Upstream {
  return () => new Response(JSON.stringify(value), { headers: { "content-type": "application/json", ...headers } });
}

const chat = { litellm_provider: "openai", mode: "chat", max_input_tokens: 128_000, max_output_tokens: 16_384 };

/** A small list in LiteLLM's format: enough rows that losing one is not losing a fifth. */
export function litellmRows(gpt4o: { input: number; output: number } = { input: 2.5e-6, output: 1e-5 }) {
  const rows: Record<string, unknown> = {
    "gpt-4o": {
      ...chat,
      input_cost_per_token: gpt4o.input,
      output_cost_per_token: gpt4o.output,
      cache_read_input_token_cost: gpt4o.input / 2,
    },
    "gpt-4o-mini": { ...chat, input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7 },
  };
  for (let index = 0; index < 20; index += 1) {
    rows[`groq/made-up-${index}`] = {
      ...chat,
      litellm_provider: "groq",
      input_cost_per_token: 1e-7 * (index + 1),
      output_cost_per_token: 2e-7 * (index + 1),
    };
  }
  return rows;
}

export function openrouterRows() {
  const row = (id: string, prompt: string, completion: string) => ({
    id,
    name: id,
    context_length: 128_000,
    pricing: { prompt, completion },
  });
  return {
    data: [
      row("openai/gpt-4o", "0.0000025", "0.00001"),
      row("openrouter/auto", "-1", "-1"),
      row("meta-llama/llama-3.1-8b-instruct", "0.00000002", "0.00000003"),
    ],
  };
}
