import { type Content, html } from "../pages/html.ts";

const PLACES = [
  ["/docs", "Guides"],
  ["/docs/api", "Every operation"],
  ["/docs/formulas", "Formulas and sources"],
  ["/docs/problems", "Problems"],
  ["/openapi.json", "OpenAPI 3.1"],
  ["/llms.txt", "llms.txt"],
] as const;

/** The contents beside a page of the docs: its sisters, and what is on it. */
export function contents(path: string, anchors: readonly (readonly [string, string])[]): Content {
  return html`<nav aria-label="Docs">
    <ul>
      ${PLACES.map(([href, name]) => html`<li><a href="${href}" ${href === path ? html`aria-current="page"` : null}>${name}</a></li>`)}
    </ul>
    <ul>
      ${anchors.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
    </ul>
  </nav>`;
}
