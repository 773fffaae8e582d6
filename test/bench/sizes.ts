import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { median } from "./measure.ts";
import type { Module } from "./runtime.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Size {
  readonly name: string;
  readonly bytes: number;
  readonly gzip: number;
  /** Bytes; null: only told. */
  readonly target: number | null;
}

/** Script that every isolate loads before its first request, all script, and all that is uploaded. */
export function workerSizes(modules: readonly Module[]): Size[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const loaded = new Set<string>();
  const visit = (path: string): void => {
    const module = byPath.get(path);
    if (module === undefined || module.type !== "ESModule" || loaded.has(path)) return;
    loaded.add(path);
    for (const [, specifier] of module.contents.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) {
      visit(join(path, "..", specifier ?? ""));
    }
  };
  visit("index.js");
  const startUp = modules.filter(({ path }) => loaded.has(path));
  const scripts = modules.filter(({ type }) => type === "ESModule");
  return [
    sizeOf("script loaded at start-up", startUp, 300 * 1_024),
    sizeOf("all script", scripts, null),
    sizeOf("all that is uploaded, data included", modules, null),
  ];
}

function sizeOf(name: string, modules: readonly Module[], target: number | null): Size {
  const text = modules.map(({ contents }) => contents).join("\n");
  return { name, bytes: Buffer.byteLength(text), gzip: gzipSync(text).length, target };
}

/** The SDK as an application bundles it; null while it has no entry. */
export async function sdkSize(): Promise<Size | null> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: ROOT,
      entryPoints: ["shared/client/index.ts"],
      bundle: true,
      minify: true,
      format: "esm",
      splitting: true,
      outdir: "sdk",
      write: false,
      logLevel: "silent",
      external: ["node:*"],
    });
    const entry = outputFiles.find(({ path }) => path.endsWith("index.js"));
    if (entry === undefined) return null;
    return { name: "SDK, entry", bytes: entry.contents.length, gzip: gzipSync(entry.contents).length, target: null };
  } catch {
    return null;
  }
}

/** Milliseconds in which the start-up profile of `wrangler check startup` was not idle; median of a few. Null where the command fails. */
export function startUpMillis(rounds: number): { readonly active: number; readonly all: readonly number[] } | null {
  const folder = mkdtempSync(join(tmpdir(), "ratecard-startup-"));
  try {
    const all = Array.from({ length: rounds }, () => {
      const outfile = join(folder, "start.cpuprofile");
      execFileSync("wrangler", ["check", "startup", "--outfile", outfile], {
        cwd: ROOT,
        stdio: "ignore",
        env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
      });
      return activeMillis(readFileSync(outfile, "utf8"));
    });
    return { active: median(all), all };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export function activeMillis(text: string): number {
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(text);
  const waiting = new Set(
    nodes.filter(({ callFrame }) => /^\((?:idle|root)\)$/.test(callFrame.functionName)).map(({ id }) => id),
  );
  // A sample lasts until the next one.
  const micros = samples.reduce((sum, id, index) => sum + (waiting.has(id) ? 0 : (timeDeltas[index + 1] ?? 0)), 0);
  return micros / 1_000;
}

export function sizeLine({ name, bytes, gzip, target }: Size): string {
  const kib = (value: number): string => `${(value / 1_024).toFixed(1)} KiB`;
  const verdict = target === null ? "" : bytes <= target ? "met" : "**missed**";
  return `| ${name} | ${kib(bytes)} | ${kib(gzip)} | ${target === null ? "–" : `≤ ${kib(target)}`} | ${verdict} |`;
}
