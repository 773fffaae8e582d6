import { PROBLEMS } from "../../../shared/contract/problem.ts";
import { html } from "../pages/html.ts";
import { page } from "../pages/layout.ts";
import { contents } from "./places.ts";

type Code = keyof typeof PROBLEMS;

/** What it means, and what to do: one entry per code, so that no code goes unexplained. */
const EXPLAINED: Readonly<Record<Code, string>> = {
  invalid_request:
    "The request does not fit the operation. `errors` has a JSON pointer and a sentence for each fault. Unknown and repeated parameters are faults too.",
  unauthorized: "No credential, or one that is not valid. Send `Authorization: Bearer <key>`.",
  budget_exceeded: "The amount does not fit the tenant's budget of the day, the month or the request.",
  forbidden: "The credential is valid but lacks the scope, or its plan does not include the model.",
  not_found: "There is nothing at this path, or no such record of yours.",
  model_not_found: "No offer has this name. `suggestions` lists the nearest ids.",
  method_not_allowed: "The path exists under other methods: see `Allow`.",
  not_acceptable: "`Accept` excludes what the operation answers.",
  conflict: "It contradicts what is stored: an id that is taken, or an `If-Match` that is out of date (412).",
  payload_too_large: "The body is above the operation's limit: 256 KiB, batches 1 MiB or 1,000 rows.",
  unsupported_media_type: "Bodies are `application/json`.",
  price_unknown: "The offer is known, its price is not. It is never answered as zero.",
  usage_impossible: "Parts of the usage exceed their total, or a part is given without it. `errors` names the part.",
  service_tier_unavailable: "The offer has no price for this service tier. `available_tiers` lists those it has.",
  rate_limited: "Too many requests. `Retry-After` says in how many seconds the next is welcome.",
  internal_error: "A fault of the service. `request_id` helps its operator to find it.",
  unavailable: "Something that this operation needs does not answer. Trying again later is safe.",
};

export function problemsPage(): Response {
  const codes = Object.entries(PROBLEMS);
  return page({
    title: "Problems",
    description: "Every code that a refusal can carry, what it means and what to do.",
    path: "/docs/problems",
    body: html`<div class="columns">
      ${contents(
        "/docs/problems",
        codes.map(([code]) => [code, code] as const),
      )}
      <div>
        <h1>Problems</h1>
        <p>
          Refusals are <code>application/problem+json</code> (RFC 9457): <code>type</code>, <code>title</code>,
          <code>status</code>, <code>detail</code>, a stable <code>code</code>, and <code>request_id</code>. Programs
          read <code>code</code>; <code>detail</code> is for people and may change.
        </p>
        ${codes.map(
          ([code, { status, title }]) =>
            html`<section id="${code}">
              <h2><code>${code}</code></h2>
              <p>${status} · ${title}</p>
              <p>${explained(code)}</p>
            </section>`,
        )}
      </div>
    </div>`,
  });
}

function explained(code: string) {
  const text = new Map<string, string>(Object.entries(EXPLAINED)).get(code) ?? "";
  return text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}
