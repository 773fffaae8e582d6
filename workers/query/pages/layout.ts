import { assetUrl } from "./assets.ts";
import { type Content, html, render } from "./html.ts";

/** One page of the service: what stands around `body` is the same on all of them. */
export interface Page {
  readonly title: string;
  readonly description: string;
  /** Path of the page: marks where the reader is. */
  readonly path: string;
  readonly body: Content;
  /** Names of own scripts (see assets.ts); the page must work without them. */
  readonly scripts?: readonly string[];
  /** Names of style sheets besides the shared one. */
  readonly styles?: readonly string[];
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const PLACES = [
  ["/", "Prices"],
  ["/compare", "Compare"],
  ["/frontier", "Frontier"],
  ["/health", "Health"],
  ["/changes", "Changes"],
  ["/catalog", "Catalog"],
  ["/docs", "Docs"],
  ["/docs/api", "API"],
  ["/docs/formulas", "Formulas"],
] as const;

/** Everything a page may load comes from this origin, nothing is inline. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
};

export function page(page: Page): Response {
  const headers = { ...PAGE_HEADERS, "cache-control": "public, max-age=60", ...page.headers };
  return new Response(pageText(page), { status: page.status ?? 200, headers });
}

function pageText({ title, description, path, body, scripts = [], styles = [] }: Page): string {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Ratecard</title>
        <meta name="description" content="${description}" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="${assetUrl("icon.svg")}" type="image/svg+xml" />
        ${["style.css", ...styles].map((name) => html`<link rel="stylesheet" href="${assetUrl(name)}" />`)}
        <link rel="alternate" type="application/atom+xml" title="Price changes" href="/v1/changes.atom" />
        ${scripts.map((name) => html`<script type="module" src="${assetUrl(name)}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
          <a class="brand" href="/">Ratecard</a>
          <nav aria-label="Main">
            <ul>
              ${PLACES.map((place) => placeLink(place, path))}
            </ul>
          </nav>
        </header>
        <main id="main" tabindex="-1">${body}</main>
        <footer class="foot">
          <p>
            Prices in USD, exact. <a href="/openapi.json">OpenAPI</a> · <a href="/v1/changes.atom">Changes feed</a> ·
            <a href="/v1/models.csv">CSV</a> · <a href="/llms.txt">llms.txt</a> · <a href="/v1/catalog">Sources</a>
          </p>
        </footer>
      </body>
    </html>`;
  return render(document);
}

function placeLink([href, name]: readonly [string, string], path: string): Content {
  return href === path
    ? html`<li><a href="${href}" aria-current="page">${name}</a></li>`
    : html`<li><a href="${href}">${name}</a></li>`;
}
