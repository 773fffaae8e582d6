import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Scripts and sheets of the pages as they are served: one text each, made from the sources in `browser/`. */
const FILES: readonly (readonly [source: string, target: string])[] = [
  ["browser/dashboard.ts", "dashboard-js.txt"],
  ["browser/history-chart.ts", "history-chart-js.txt"],
  ["browser/history-chart.css", "history-chart-css.txt"],
];

export async function browserFiles(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [source, target] of FILES) texts.set(target, await bundled(source));
  return texts;
}

/** The licences of what is bundled stay in the text. */
async function bundled(source: string): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(source, import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2023", "safari16.4", "firefox115"],
    legalComments: "none",
    banner: source.includes("chart") ? licence("uplot") : {},
    write: false,
    logLevel: "warning",
  });
  const text = result.outputFiles[0]?.text;
  if (text === undefined) throw new Error(`${source} came to nothing`);
  return text;
}

function licence(name: string): { js: string; css: string } {
  const text = readFileSync(new URL(`../../node_modules/${name}/LICENSE`, import.meta.url), "utf8").trim();
  const comment = `/*! Contains ${name}.\n${text}\n*/`;
  return { js: comment, css: comment };
}

if (import.meta.main) {
  for (const [target, text] of await browserFiles()) {
    writeFileSync(new URL(`../generated/${target}`, import.meta.url), text);
  }
}
