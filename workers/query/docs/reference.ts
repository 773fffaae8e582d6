import openapi from "../../generated/openapi.txt";
import { type Content, html } from "../pages/html.ts";
import { page } from "../pages/layout.ts";
import { exampleView } from "./example.ts";
import { contents } from "./places.ts";
import { SAMPLES } from "./samples.ts";

type Json = Readonly<Record<string, unknown>>;

interface Described {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Json;
}

let rendered: string | null = null;

/** Every operation of the OpenAPI document on one page. Made once per isolate: nothing in it depends on the request. */
export async function referencePage(): Promise<Response> {
  const response = rendered === null ? page(referenceBody()) : null;
  rendered ??= (await response?.clone().text()) ?? "";
  if (response !== null) return response;
  const { headers } = page({ title: "", description: "", path: "", body: null });
  return new Response(rendered, { headers });
}

function referenceBody() {
  const document = objectOf(JSON.parse(openapi));
  const operations = describedOperations(document);
  const tags = listOf(document["tags"]).map(objectOf);
  return {
    title: "API reference",
    description: "Every operation with its parameters, body and refusals.",
    path: "/docs/api",
    scripts: ["docs.js"],
    body: html`<div class="columns">
      ${contents(
        "/docs/api",
        operations.map(({ id }) => [id, id] as const),
      )}
      <div>
        <h1>API reference</h1>
        ${tags.map((tag) => tagView(tag, operations))}
      </div>
    </div>`,
  };
}

function describedOperations(document: Json): Described[] {
  return Object.entries(objectOf(document["paths"])).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).map(([method, operation]) => ({
      id: textOf(objectOf(operation)["operationId"]),
      method: method.toUpperCase(),
      path,
      operation: objectOf(operation),
    })),
  );
}

function tagView(tag: Json, operations: readonly Described[]): Content {
  const own = operations.filter(({ operation }) => listOf(operation["tags"]).includes(tag["name"]));
  if (own.length === 0) return null;
  return html`<h2>${textOf(tag["description"])}</h2>
    ${own.map(operationView)}`;
}

function operationView({ id, method, path, operation }: Described): Content {
  const needsKey = !JSON.stringify(operation["security"] ?? []).includes("{}");
  const sample = SAMPLES.get(id);
  const refusals = Object.keys(objectOf(operation["responses"])).filter((status) => status >= "400");
  return html`<section id="${id}">
    <h3><span class="method">${method}</span> <code>${path}</code></h3>
    <p>${textOf(operation["summary"])}${needsKey ? html` <strong>Needs a key.</strong>` : null}</p>
    ${operation["description"] === undefined ? null : html`<p>${marked(textOf(operation["description"]))}</p>`}
    ${parametersView(operation)} ${bodyView(operation)} ${sample === undefined ? null : exampleView(sample)}
    <p class="soft">Refused with <a href="/docs/problems">${refusals.join(", ")}</a>.</p>
  </section>`;
}

function parametersView(operation: Json): Content {
  const parameters = listOf(operation["parameters"]).map(objectOf);
  if (parameters.length === 0) return null;
  const rows = parameters.map(
    (parameter) =>
      html`<tr>
        <th scope="row"><code>${textOf(parameter["name"])}</code>${parameter["required"] === true ? " *" : ""}</th>
        <td>${typeOf(objectOf(parameter["schema"]))}</td>
        <td>${textOf(parameter["description"])}</td>
      </tr>`,
  );
  const summary = `${parameters.length} parameters (* required)`;
  return fieldTable(summary, ["Name", "Value", "Meaning"], rows, parameters.length <= 8);
}

function bodyView(operation: Json): Content {
  const content = objectOf(objectOf(operation["requestBody"])["content"]);
  const schema = objectOf(objectOf(content["application/json"])["schema"]);
  const required = listOf(schema["required"]);
  const fields = Object.entries(objectOf(schema["properties"]));
  if (fields.length === 0) return null;
  const rows = fields.map(
    ([name, field]) =>
      html`<tr>
        <th scope="row"><code>${name}</code>${required.includes(name) ? " *" : ""}</th>
        <td>${typeOf(objectOf(field))}</td>
      </tr>`,
  );
  return fieldTable("Body (* required)", ["Field", "Value"], rows, true);
}

function fieldTable(summary: string, headings: readonly string[], rows: readonly Content[], is_open: boolean): Content {
  return html`<details ${is_open ? html`open` : null}>
    <summary>${summary}</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** A schema in a few words; the whole of it is in the OpenAPI document. */
function typeOf(schema: Json): string {
  const words = listOf(schema["enum"]);
  if (words.length > 0) return words.map(String).join(" | ");
  const absent = schema["default"] === undefined ? "" : ` (default ${JSON.stringify(schema["default"])})`;
  const choices = listOf(schema["anyOf"]);
  if (choices.length > 0) return choices.map((choice) => typeOf(objectOf(choice))).join(" or ") + absent;
  if (schema["type"] === "array") return `list of ${typeOf(objectOf(schema["items"]))}`;
  if (schema["type"] === "object") {
    const names = Object.keys(objectOf(schema["properties"]));
    return names.length === 0 ? "object" : `{ ${names.join(", ")} }`;
  }
  return `${textOf(schema["format"]) || textOf(schema["type"]) || "any"}${absent}`;
}

function marked(text: string): Content {
  return text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
