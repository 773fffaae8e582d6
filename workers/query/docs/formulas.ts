import { WEIGHTS, WEIGHTS_VERSION } from "../../../shared/routing/policies.ts";
import { POLICIES } from "../../../shared/routing/policy.ts";
import { html } from "../pages/html.ts";
import { page } from "../pages/layout.ts";
import { FORMULAS } from "./formula-list.ts";
import { contents } from "./places.ts";

export function formulasPage(): Response {
  return page({
    title: "Formulas and sources",
    description: "How each figure of the service is made, and where its constants come from.",
    path: "/docs/formulas",
    body: html`<div class="columns">
      ${contents("/docs/formulas", [...FORMULAS.map(({ id, name }) => [id, name] as const), ["weights", "Weights of the policies"]])}
      <div>
        <h1>Formulas and sources</h1>
        ${FORMULAS.map(
          ({ id, name, formula, meaning, source }) =>
            html`<section id="${id}">
              <h2>${name}</h2>
              <pre tabindex="0"><code>${formula}</code></pre>
              <p>${meaning}</p>
              <p class="soft">Source: ${source}</p>
            </section>`,
        )}
        <section id="weights">
          <h2>Weights of the policies</h2>
          <p>In hundredths, version ${WEIGHTS_VERSION}; choices of this service, no measurement.</p>
          <div class="scroll" tabindex="0" role="region" aria-label="Weights of the policies">
            <table>
              <thead>
                <tr>
                  <th scope="col">Policy</th>
                  <th scope="col" class="num">Cost</th>
                  <th scope="col" class="num">Quality</th>
                  <th scope="col" class="num">Health</th>
                  <th scope="col" class="num">Latency</th>
                </tr>
              </thead>
              <tbody>
                ${POLICIES.map((policy) => {
                  const { cost, quality, health, latency } = WEIGHTS[policy];
                  return html`<tr>
                    <th scope="row">${policy}</th>
                    ${[cost, quality, health, latency].map((weight) => html`<td class="num">${weight}</td>`)}
                  </tr>`;
                })}
              </tbody>
            </table>
          </div>
        </section>
      </div>
    </div>`,
  });
}
