import { readFileSync } from "node:fs";
import { createTestHarness } from "wrangler";

const ADMIN_TOKEN = "browser-test-admin-token-0123456789";
const LITELLM = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json";
const OPENROUTER = "https://openrouter.ai/api/v1/models";
const CLAUDE_STATUS = "https://status.claude.com/api/v2/summary.json";

/** The whole service as it is deployed, with upstreams that answer from small fixtures; nothing leaves the machine. */
export interface Product {
  /** Without a slash at the end. */
  readonly url: string;
  /** Reads prices and status pages once more. */
  refresh(): Promise<void>;
  /** What the price list says from the next refresh on. */
  setPrice(model: string, field: string, usd: number): void;
  json(path: string): Promise<unknown>;
  close(): Promise<void>;
}

export async function startProduct(): Promise<Product> {
  const prices: Record<string, Record<string, unknown>> = JSON.parse(fixture("litellm.json"));
  const answers = new Map<string, () => string>([
    [LITELLM, () => JSON.stringify(prices)],
    [OPENROUTER, () => fixture("openrouter.json")],
    [CLAUDE_STATUS, claudeStatus],
  ]);
  const restoreFetch = answerUpstreams(answers);
  const harness = createTestHarness({
    workers: [{ configPath: new URL("../../../wrangler.toml", import.meta.url).pathname, secrets: { ADMIN_TOKEN } }],
  });
  const { url } = await harness.listen();
  const base = url.href.replace(/\/$/, "");
  const refreshOne = async (job: string): Promise<void> => {
    const response = await fetch(`${base}/v1/admin/refresh`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ job, force: true }),
    });
    if (!response.ok) throw new Error(`refresh of ${job}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
  return {
    url: base,
    refresh: async () => {
      await refreshOne("prices");
      await refreshOne("status_pages");
    },
    setPrice: (model, field, usd) => {
      prices[model] = { ...prices[model], [field]: usd };
    },
    json: async (path) => await (await fetch(base + path)).json(),
    close: async () => {
      restoreFetch();
      await harness.close();
    },
  };
}

function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/product/${name}`, import.meta.url), "utf8");
}

/** A page is believed while it is young: the fixture is dated now. */
function claudeStatus(): string {
  return fixture("claude-status.json").replaceAll("2026-01-01T00:00:00Z", new Date().toISOString());
}

/** The Worker's outbound requests go through this process: known ones get their fixture, all others are refused. */
function answerUpstreams(answers: ReadonlyMap<string, () => string>): () => void {
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
    if (url.startsWith("http://127.0.0.1") || url.startsWith("http://localhost")) return await real(input, init);
    const answer = answers.get(url);
    return answer === undefined
      ? new Response("no such upstream in this test", { status: 503 })
      : new Response(answer(), { headers: { "content-type": "application/json" } });
  };
  return () => {
    globalThis.fetch = real;
  };
}
