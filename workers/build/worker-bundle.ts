import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
import type { BuiltFile } from "./replace-folder.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const WORKER_FOLDER = fileURLToPath(new URL("../../dist/worker/", import.meta.url));

const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: WORKER_FOLDER,
  bundle: true,
  format: "esm",
  minify: true,
  metafile: true,
  write: false,
  target: "es2024",
  conditions: ["workerd", "worker", "browser"],
  external: ["cloudflare:*", "node:*"],
  loader: { ".txt": "copy" },
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "text/[name]-[hash]",
} as const satisfies BuildOptions;

/**
 * MCP's library needs the whole of zod, the rest a small part. Chunks that share a module share all of it that anybody uses,
 * so in one build the start-up would carry 75 KiB of zod for `/mcp`: it is bundled apart, with a zod of its own.
 */
const mcpApart: Plugin = {
  name: "mcp-apart",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/serve\.ts$/ }, ({ importer }) =>
      importer.endsWith("workers/mcp/mount.ts") ? { path: "./chunks/mcp.js", external: true } : undefined,
    );
  },
};

interface WorkerBundle {
  readonly files: readonly BuiltFile[];
  /** Bytes of the entry and all that it imports before the first request. */
  readonly start_up_bytes: number;
  /** Bytes of all script, MCP apart. */
  readonly script_bytes: number;
}

/**
 * Bundles the Worker into one small module that every isolate loads and chunks that are loaded when first needed
 * (refreshes, status pages, pages, scores, MCP): wrangler's own bundler would put all of it into the start-up path.
 * Text modules are copied beside it.
 */
export async function bundleWorker(): Promise<WorkerBundle> {
  const { metafile, outputFiles } = await build({
    ...OPTIONS,
    entryPoints: { index: "workers/index.ts" },
    splitting: true,
    plugins: [mcpApart],
  });
  const mcp = await build({ ...OPTIONS, entryPoints: { "chunks/mcp": "workers/mcp/serve.ts" } });
  return {
    files: [...outputFiles, ...mcp.outputFiles],
    start_up_bytes: startUpBytes(metafile),
    script_bytes: scriptBytes(metafile),
  };
}

function startUpBytes({ outputs }: Metafile): number {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    const output = outputs[file];
    if (output === undefined || !file.endsWith(".js") || loaded.has(file)) return;
    loaded.add(file);
    for (const { path, kind } of output.imports) if (kind === "import-statement") visit(path);
  };
  visit("dist/worker/index.js");
  return [...loaded].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
}

function scriptBytes({ outputs }: Metafile): number {
  return Object.entries(outputs).reduce((sum, [file, { bytes }]) => sum + (file.endsWith(".js") ? bytes : 0), 0);
}
