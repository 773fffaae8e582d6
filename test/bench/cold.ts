import { median, type Ratio } from "./measure.ts";
import { cpuMicros, type Module, type Neighbour, single, startRuntime } from "./runtime.ts";

/** Parses a whole price list at its first request, as a service does that loads it when it starts. */
function parser(body: string): Neighbour {
  const source = `import text from "./list.txt";
    export default { fetch: () => new Response(String(Object.keys(JSON.parse(text)).length)) };`;
  return {
    name: "parser",
    modules: [
      { type: "ESModule", path: "index.mjs", contents: source },
      { type: "Text", path: "list.txt", contents: body },
    ],
  };
}

/** Reads the same value of the store and does nothing with it: on the platform that is no CPU of the Worker's. */
const READER: Omit<Neighbour, "name"> = {
  modules: [
    {
      type: "ESModule",
      path: "index.mjs",
      contents: `export default { fetch: async (_, env) => new Response(String((await env.KV.get("catalog:hot")).length)) };`,
    },
  ],
  kv: true,
};

export interface ColdOptions {
  readonly modules: readonly Module[];
  readonly hot: string;
  readonly litellm: string;
  readonly rounds: number;
}

interface Question {
  readonly name: string;
  readonly target: number | null;
  readonly path: string;
  readonly body?: unknown;
}

const USAGE = { input_tokens: 1000, output_tokens: 500 };
/** An estimate reads one offer; the others read all of a mode, and a route matches each with its scores. */
const QUESTIONS: readonly Question[] = [
  { name: "an estimate", target: 1, path: "/v1/estimate?model=gpt-4o&input_tokens=1000&output_tokens=500" },
  { name: "the cheapest of all", target: null, path: "/v1/cheapest?input_tokens=1000&output_tokens=500" },
  { name: "a balanced route over all", target: null, path: "/v1/route", body: { usage: USAGE, policy: "balanced" } },
];

/**
 * The first answer of an isolate (catalog from the store, a question) against an isolate that parses LiteLLM's file once. A runtime of its own for each
 * round. What the first request of an isolate costs that does nothing, or that only reads the value (the store's simulator runs in the same process), is taken off.
 */
export async function coldRatios(options: ColdOptions): Promise<Ratio[]> {
  const ratios: Ratio[] = [];
  for (const question of QUESTIONS) ratios.push(await coldRatio(options, question));
  return ratios;
}

async function coldRatio({ modules, hot, litellm, rounds }: ColdOptions, question: Question): Promise<Ratio> {
  const firsts: { ours: number; parsing: number }[] = [];
  for (let round = 0; round < rounds; round += 1) firsts.push(await coldRound(modules, hot, litellm, question));
  return {
    name: `first answer of a cold isolate, ${question.name} / \`JSON.parse\` of LiteLLM's file`,
    unit: "µs CPU",
    target: question.target,
    ratios: firsts.map(({ ours, parsing }) => ours / parsing),
    ours: median(firsts.map(({ ours }) => ours)),
    theirs: median(firsts.map(({ parsing }) => parsing)),
    note: "first requests of isolates in workerd; what an empty one costs, or one that only reads the store, taken off",
  };
}

async function coldRound(
  modules: readonly Module[],
  hot: string,
  litellm: string,
  { path, body }: Question,
): Promise<{ ours: number; parsing: number }> {
  const empty = single("empty", `export default { fetch: () => new Response("") };`);
  const neighbours = [parser(litellm), { name: "warming", ...READER }, { name: "reader", ...READER }, empty];
  const runtime = await startRuntime({ modules, kv: { "catalog:hot": hot }, neighbours });
  const cpuOf = async (url: URL, init: RequestInit = {}): Promise<number> => {
    const before = cpuMicros(runtime.pid);
    const response = await fetch(url, init);
    await response.text();
    if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}`);
    return cpuMicros(runtime.pid) - before;
  };
  const first = async (name: string): Promise<number> => cpuOf(await runtime.beside(name));
  // The process's own first steps are nobody's.
  await first("warming");
  const parsing = -(await first("empty")) + (await first("parser"));
  const reading = await first("reader");
  const asked =
    body === undefined
      ? {}
      : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const ours = (await cpuOf(new URL(path, runtime.origin), asked)) - reading;
  await runtime.close();
  return { ours, parsing };
}
