import { load, type LoadRequest } from "./load.ts";
import { compare, type Ratio } from "./measure.ts";
import {
  ADMIN_TOKEN,
  bareWorker,
  cpuMicros,
  type FixedAnswer,
  type Module,
  type Runtime,
  startRuntime,
} from "./runtime.ts";

export interface HttpCase {
  readonly name: string;
  readonly target: number | null;
  readonly request: (index: number) => LoadRequest;
  readonly requests: number;
}

/** Requests before the first that counts: until then the engine is still compiling what it has seen. */
const WARMING = 20_000;
/** Of both sides in a round of some seconds. */
const TURNS = 16;

const COMPARED =
  "gpt-4o,claude-sonnet-4-5,gemini/gemini-2.5-pro,gpt-4o-mini,claude-haiku-4-5,deepseek/deepseek-chat,mistral/mistral-large-latest,xai/grok-4,gpt-5,o3";

const post = (path: string, body: unknown): LoadRequest => ({ method: "POST", path, body: JSON.stringify(body) });

/** Questions whose numbers change from one to the next, so that no answer is the last one again. */
export const CASES: readonly HttpCase[] = [
  {
    name: "GET /v1/estimate",
    target: 1.3,
    requests: 4_000,
    request: (i) =>
      `/v1/estimate?model=gpt-4o&input_tokens=${1000 + (i % 977)}&output_tokens=500&cache_read_tokens=${i % 200}`,
  },
  {
    name: "GET /v1/cheapest, full catalog",
    target: 1.6,
    requests: 3_000,
    request: (i) => `/v1/cheapest?input_tokens=${1000 + (i % 977)}&output_tokens=${300 + (i % 100)}`,
  },
  {
    name: "GET /v1/compare of 10",
    target: 2,
    requests: 3_000,
    request: (i) => `/v1/compare?models=${COMPARED}&input_tokens=${1000 + (i % 977)}`,
  },
  {
    name: "POST /v1/estimate",
    target: null,
    requests: 3_000,
    request: (i) =>
      post("/v1/estimate", { model: "gpt-4o", usage: { input_tokens: 1000 + (i % 977), output_tokens: 500 } }),
  },
  {
    name: "POST /v1/route, 10 candidates",
    target: null,
    requests: 2_000,
    request: (i) =>
      post("/v1/route", {
        candidates: COMPARED.split(","),
        usage: { input_tokens: 1000 + (i % 977), output_tokens: 500 },
      }),
  },
  {
    name: "POST /v1/route, full catalog",
    target: null,
    requests: 1_000,
    request: (i) =>
      post("/v1/route", { usage: { input_tokens: 1000 + (i % 977), output_tokens: 500 }, policy: "balanced" }),
  },
];

/** The answer that a bare worker repeats; null where the operation does not answer 200. */
export async function answerOf(origin: URL, request: LoadRequest): Promise<FixedAnswer | null> {
  const init =
    typeof request === "string"
      ? {}
      : {
          method: request.method,
          body: request.body ?? null,
          headers: {
            ...request.headers,
            ...(request.body === undefined ? {} : { "content-type": "application/json" }),
          },
        };
  const response = await fetch(new URL(typeof request === "string" ? request : request.path, origin), init);
  const body = await response.text();
  if (response.status !== 200) {
    console.error(`${typeof request === "string" ? request : request.path}: ${response.status} ${body.slice(0, 200)}`);
    return null;
  }
  const skipped = new Set(["content-length", "transfer-encoding", "content-encoding", "connection", "date"]);
  return { body, headers: Object.fromEntries([...response.headers].filter(([name]) => !skipped.has(name))) };
}

/** Microseconds of CPU that the whole runtime spends on one request. */
export async function cpuPerRequest(
  runtime: Runtime,
  origin: URL,
  request: (index: number) => LoadRequest,
  count: number,
): Promise<number> {
  const before = cpuMicros(runtime.pid);
  const { statuses } = await load(origin, request, count);
  const spent = cpuMicros(runtime.pid) - before;
  const bad = [...statuses].find(([status]) => status >= 400);
  if (bad !== undefined) throw new Error(`${bad[1]} answers of status ${bad[0]}`);
  return spent / count;
}

export interface HttpOptions {
  readonly modules: readonly Module[];
  readonly hot: string;
  readonly rounds: number;
  /** Fewer requests, for a smoke. */
  readonly scale: number;
}

/** Every question against a bare worker that sends the same bytes, in the same workerd. */
export async function httpRatios({ modules, hot, rounds, scale }: HttpOptions, only?: string): Promise<Ratio[]> {
  const kv = { "catalog:hot": hot };
  const cases = CASES.filter(({ name }) => only === undefined || name.includes(only));
  const probe = await startRuntime({ modules, kv });
  const answers = new Map<string, FixedAnswer>();
  for (const { name, request } of cases) {
    const answer = await answerOf(probe.origin, request(1));
    if (answer !== null) answers.set(name, answer);
  }
  await probe.close();
  const served = cases.filter(({ name }) => answers.has(name));
  const ratios: Ratio[] = [];
  for (const { name, target, request, requests } of served) {
    const answer = answers.get(name);
    if (answer === undefined) continue;
    const runtime = await startRuntime({ modules, kv, neighbours: [bareWorker("bare", answer)] });
    const bare = await runtime.beside("bare");
    const count = Math.max(20, Math.round(requests * scale));
    const warming = Math.max(20, Math.round(WARMING * scale));
    await load(runtime.origin, request, warming);
    await load(bare, request, warming);
    const note = `${answer.body.length} B`;
    ratios.push(
      await compare(
        { name, unit: "µs CPU", target, rounds, note, turns: TURNS },
        () => cpuPerRequest(runtime, runtime.origin, request, Math.ceil(count / TURNS)),
        () => cpuPerRequest(runtime, bare, request, Math.ceil(count / TURNS)),
      ),
    );
    await runtime.close();
  }
  return ratios;
}

/** A tenant of the largest plan with rules on all prices; the header that its calls carry. */
export async function makeTenant(origin: URL, id: string, rules: readonly object[]): Promise<string> {
  const admin = { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" };
  const send = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: unknown,
  ): Promise<unknown> => {
    const response = await fetch(new URL(path, origin), { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
    return text === "" ? null : JSON.parse(text);
  };
  await send("POST", "/v1/admin/tenants", admin, { id, plan: "enterprise" });
  const made = await send("POST", `/v1/admin/tenants/${id}/keys`, admin, { scopes: ["read", "report", "tenant"] });
  const key = keyOf(made);
  if (rules.length > 0) {
    const own = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    await send("PUT", "/v1/tenant/overrides", own, { rules });
  }
  return `Bearer ${key}`;
}

function keyOf(answer: unknown): string {
  const text = JSON.stringify(answer);
  const match = /"key":"([^"]+)"/.exec(text);
  if (match?.[1] === undefined) throw new Error(`no key in ${text.slice(0, 200)}`);
  return match[1];
}

/** A keyed estimate under overrides against the same one without a key. */
export async function keyedRatio({ modules, hot, rounds, scale }: HttpOptions): Promise<Ratio> {
  const runtime = await startRuntime({ modules, kv: { "catalog:hot": hot } });
  const rules = [
    { match: "openai/*", operation: "discount_percent", value: "15" },
    { match: "*gpt-4o*", operation: "margin_percent", value: "10", meter: "output_tokens" },
  ];
  const authorization = await makeTenant(runtime.origin, "bench", rules).catch(async (error: unknown) => {
    await runtime.close();
    throw error;
  });
  const path = (i: number): string => `/v1/estimate?model=gpt-4o&input_tokens=${1000 + (i % 977)}&output_tokens=500`;
  const keyed = (i: number): LoadRequest => ({ method: "GET", path: path(i), headers: { authorization } });
  const count = Math.max(20, Math.round(2_000 * scale));
  await load(runtime.origin, keyed, count);
  await load(runtime.origin, path, count);
  const ratio = await compare(
    { name: "keyed GET /v1/estimate under overrides / anonymous", unit: "µs CPU", target: null, rounds },
    () => cpuPerRequest(runtime, runtime.origin, keyed, count),
    () => cpuPerRequest(runtime, runtime.origin, path, count),
  );
  await runtime.close();
  return ratio;
}
