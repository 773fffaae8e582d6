import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OUT = new URL("../../dist/client/", import.meta.url);
const SNAPSHOT = new URL("../generated/bundled-hot.txt", import.meta.url);

const ENTRIES = ["index", "engine", "usage"] as const;

/** Puts the bundled catalog where the sources say that there is none. */
const withSnapshot: Plugin = {
  name: "snapshot",
  setup: ({ onLoad }) => {
    onLoad({ filter: /shared\/client\/snapshot\.ts$/ }, () => ({
      contents: `export const SNAPSHOT = ${JSON.stringify(readFileSync(SNAPSHOT, "utf8"))};`,
      loader: "js",
    }));
  },
};

/**
 * The package `ratecard/client` as ES modules for any runtime: engine, snapshot and usage readers are chunks that nobody loads
 * who does not need them.
 */
export async function buildClient(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      index: "shared/client/index.ts",
      engine: "shared/client/engine.ts",
      usage: "shared/client/usage.ts",
    },
    outdir: fileURLToPath(OUT),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    minify: true,
    legalComments: "none",
    plugins: [withSnapshot],
    chunkNames: "chunks/[name]-[hash]",
    mainFields: ["module", "main"],
  });
  declarations();
  await buildCommandLine();
}

/** Types as tsc writes them; relative specifiers end in `.js` as the files beside them do. */
function declarations(): void {
  const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
  const config = fileURLToPath(new URL("client.tsconfig.json", import.meta.url));
  execFileSync(process.execPath, [tsc, "-p", config], { stdio: "inherit" });
  for (const entry of ENTRIES)
    writeFileSync(new URL(`${entry}.d.ts`, OUT), `export * from "./types/client/${entry}.js";\n`);
  removeUnreached();
}

/** tsc declares every file it read, and names them `.ts`; a user's compiler needs what the entries lead to, as `.js`. */
function removeUnreached(): void {
  const types = new URL("types/", OUT);
  const reached = new Set<string>();
  const visit = (file: URL): void => {
    if (reached.has(file.href)) return;
    reached.add(file.href);
    const text = readFileSync(file, "utf8").replaceAll(/((?:from |import\()"\.[^"]+)\.ts"/g, '$1.js"');
    writeFileSync(file, text);
    const specifiers = text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g);
    for (const [, specifier] of specifiers) visit(new URL(`${specifier}.d.ts`, file));
  };
  for (const entry of ENTRIES) visit(new URL(`client/${entry}.d.ts`, types));
  for (const file of readdirSync(types, { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".ts") && !reached.has(new URL(file, types).href)) rmSync(new URL(file, types));
}

/** The command line: one file that runs on Node alone, the snapshot beside it in its chunk. */
async function buildCommandLine(): Promise<void> {
  const out = fileURLToPath(new URL("../../dist/cli/", import.meta.url));
  rmSync(out, { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: { ratecard: "workers/cli/main.ts" },
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    banner: { js: "#!/usr/bin/env node" },
    plugins: [withSnapshot],
    chunkNames: "chunks/[name]-[hash]",
  });
}

/** What a user's bundle grows by: the entry with what it imports before the first call. */
export async function clientSize(): Promise<{ readonly min: number; readonly gz: number }> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { index: "shared/client/index.ts" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    minify: true,
    write: false,
    outdir: "out",
    plugins: [withSnapshot],
    mainFields: ["module", "main"],
    metafile: true,
  });
  const entry = outputFiles.find(({ path }) => path.endsWith("index.js"));
  const first = entry === undefined ? "" : entry.text;
  const imported = [...first.matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map((match) => match[1]);
  const texts = [
    first,
    ...outputFiles.filter(({ path }) => imported.some((name) => path.endsWith(`/${name}`))).map(({ text }) => text),
  ];
  const all = texts.join("\n");
  return { min: new TextEncoder().encode(all).byteLength, gz: gzipSync(all).byteLength };
}

if (import.meta.main) {
  await buildClient();
  const { min, gz } = await clientSize();
  console.log(`ratecard/client: ${(min / 1024).toFixed(1)} KiB minified, ${(gz / 1024).toFixed(1)} KiB compressed`);
}
