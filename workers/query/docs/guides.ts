import { type Content, html } from "../pages/html.ts";
import { page } from "../pages/layout.ts";
import { type Example, exampleView } from "./example.ts";
import { contents } from "./places.ts";
import { SAMPLES } from "./samples.ts";

interface Guide {
  readonly id: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly operation: string;
  readonly sdk: string;
  readonly cli: string;
}

const GUIDES: readonly Guide[] = [
  {
    id: "estimate",
    title: "What does a call cost?",
    text: [
      "Name the model as you call it and say what is used. Totals include their parts: 200 of the 1,000 input tokens below are read from the cache.",
      "Each line of the receipt says its price, which rule chose it and who said so. A null amount is a price that nobody knows: the total is then partial, a lower bound.",
    ],
    operation: "estimate",
    sdk: 'const { data } = await client.estimate({ model: "openai/gpt-4o", input_tokens: 1000, output_tokens: 500, cache_read_tokens: 200 });\ndata.total_usd; // "0.00725"',
    cli: "ratecard estimate openai/gpt-4o --input 1000 --output 500 --cache-read 200",
  },
  {
    id: "cheapest",
    title: "Who is cheapest for my usage?",
    text: [
      "Offers are ranked by what this usage costs, thresholds and cache included, and not by list price.",
      "meta.excluded says how many offers were left out and why: free, unknown price, deprecated, disputed or filtered.",
    ],
    operation: "cheapest",
    sdk: 'await client.cheapest({ input_tokens: 10_000, output_tokens: 2_000, capability: ["vision"], min_context_tokens: 200_000 });',
    cli: "ratecard cheapest --input 10k --output 2k --capability vision --min-context 200k",
  },
  {
    id: "compare",
    title: "How do these models compare?",
    text: [
      "The same usage on each, cheapest first, with ratios, and the cache-hit rate at which the order turns. An unknown model is a row with a problem.",
    ],
    operation: "compare",
    sdk: 'await client.compare({ models: ["openai/gpt-4o", "anthropic/claude-sonnet-4-5"], input_tokens: 10_000, output_tokens: 2_000 });',
    cli: "ratecard compare openai/gpt-4o anthropic/claude-sonnet-4-5 --input 10k --output 2k",
  },
  {
    id: "route",
    title: "Where should this call go?",
    text: [
      "Candidates are ranked under a policy over cost, quality, health and latency; the order of `ranked` is the order to fall back in. Every rejection has its reason.",
      "With a prompt cache, say how long the repeating prefix is: the expected cost counts hits and misses.",
    ],
    operation: "route",
    sdk: 'await client.route({ usage: { input_tokens: 10_000, output_tokens: 500 }, policy: "balanced", require: { min_quality: 40 } });',
    cli: "ratecard route --policy balanced --input 10k --output 500 --min-quality 40 --prefix 8000 --hit-rate 0.8",
  },
  {
    id: "health",
    title: "Is the provider well?",
    text: [
      "State, score and status page of each provider, with reasons and age. `unknown` means that nothing is known, not that all is well.",
      "Report your own calls with a key: your view moves at once, the public one with corroboration.",
    ],
    operation: "getHealth",
    sdk: 'const reporter = client.reporter();\nconst watched = observe(fetch, { reporter }); // use it as your provider SDK\'s fetch\nawait client.getHealth({ provider: "openai" });',
    cli: "ratecard health openai",
  },
];

const START =
  'import { createClient, observe } from "ratecard/client";\n\nconst client = createClient({ base_url: "https://your-service.example" });';

const MCP = '{ "mcpServers": { "ratecard": { "type": "http", "url": "https://your-service.example/mcp" } } }';

export function guidesPage(): Response {
  return page({
    title: "Guides",
    description:
      "The five main jobs of the API: estimate, cheapest, compare, route, health; by HTTP, SDK and command line.",
    path: "/docs",
    scripts: ["docs.js"],
    body: html`<div class="columns">
      ${contents("/docs", [...GUIDES.map(({ id, title }) => [id, title] as const), ["sdk", "SDK"], ["mcp", "MCP"], ["feeds", "Feeds and badges"]])}
      <div>
        <h1>Guides</h1>
        <p>
          Public GETs need no key. Money is a decimal string in USD; time is RFC 3339; answers are
          <code>{data, meta}</code> and say how old the prices are. Refusals carry a stable
          <a href="/docs/problems">code</a>.
        </p>
        ${GUIDES.map(guideView)} ${sdkView()}
        <section id="mcp">
          <h2>MCP</h2>
          <p>
            Streamable HTTP at <code>/mcp</code>, without sessions: <code>estimate_cost</code>,
            <code>cheapest_models</code>, <code>compare_models</code>, <code>route_request</code>,
            <code>provider_health</code>, <code>model_quality</code>, <code>price_changes</code>.
          </p>
          <pre tabindex="0"><code>${MCP}</code></pre>
        </section>
        <section id="feeds">
          <h2>Feeds and badges</h2>
          <ul>
            <li><a href="/v1/changes.atom">Price changes</a> as Atom, <a href="/v1/changes.json">as JSON Feed</a></li>
            <li><a href="/v1/health/incidents.atom">Incidents</a> on the providers' status pages</li>
            <li><a href="/v1/models.csv">The catalog as CSV</a></li>
            <li>
              Badges: <img src="/v1/badges/price/openai/gpt-4o.svg" alt="Price of openai/gpt-4o" height="20" />
              <img src="/v1/badges/health/openai.svg" alt="Health of openai" height="20" />
            </li>
          </ul>
        </section>
      </div>
    </div>`,
  });
}

function guideView({ id, title, text, operation, sdk, cli }: Guide): Content {
  const example: Example | undefined = SAMPLES.get(operation);
  return html`<section id="${id}">
    <h2>${title}</h2>
    ${text.map((paragraph) => html`<p>${paragraph}</p>`)} ${example === undefined ? null : exampleView(example)}
    <h3>SDK</h3>
    <pre tabindex="0"><code>${sdk}</code></pre>
    <h3>Command line</h3>
    <pre tabindex="0"><code>${cli}</code></pre>
  </section>`;
}

function sdkView(): Content {
  return html`<section id="sdk">
    <h2>SDK</h2>
    <pre tabindex="0"><code>${START}</code></pre>
    <p>
      One method per operation, named by its operationId; no dependencies. An answer has <code>state</code>:
      <code>live</code>, <code>revalidated</code> (304), or <code>offline</code>: the service did not answer, and this
      is the last answer it gave or was computed here from a snapshot, exactly, with <code>age_seconds</code>. Errors
      have a <code>kind</code>: <code>problem</code>, <code>unreachable</code>, <code>timeout</code>,
      <code>unreadable</code>, <code>aborted</code>.
    </p>
  </section>`;
}
