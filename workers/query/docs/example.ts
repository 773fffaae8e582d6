import { type Content, html } from "../pages/html.ts";

/** A call that a reader can run as it stands: a link without JavaScript, in the page with it. */
export interface Example {
  readonly method: "GET" | "POST";
  /** Path with its query. */
  readonly path: string;
  readonly body?: unknown;
}

const ORIGIN = "https://your-service.example";

export function exampleView({ method, path, body }: Example): Content {
  const command = curlText({ method, path, body });
  const text = JSON.stringify(body, null, 2);
  const run =
    method === "GET"
      ? html`<p><a data-run href="${path}">Run it: GET ${path}</a></p>`
      : html`<label
            >Body
            <textarea rows="${Math.min(12, text.split("\n").length)}" cols="60" spellcheck="false">${text}</textarea>
          </label>
          <p><button type="button" data-run="${path}" hidden>Run it: POST ${path}</button></p>`;
  return html`<div data-example>
    <pre tabindex="0"><code>${command}</code></pre>
    ${run}
    <output class="answer" hidden></output>
  </div>`;
}

function curlText({ method, path, body }: Example): string {
  const url = `'${ORIGIN}${path.replaceAll("'", "%27")}'`;
  if (method === "GET") return `curl ${url}`;
  return `curl ${url} \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`;
}
