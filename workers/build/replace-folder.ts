import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export interface BuiltFile {
  readonly path: string;
  readonly contents: Uint8Array;
}

/**
 * Makes a folder hold exactly these files. What is the same is left alone and what is new is put in place whole: wrangler runs the build
 * for every server it starts, and several that start at once (tests do) read the folder while another one builds.
 */
export function replaceFolder(folder: string, files: readonly BuiltFile[]): void {
  for (const { path, contents } of files) if (!holds(path, contents)) put(path, contents);
  const wanted = new Set(files.map(({ path }) => resolve(path)));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(resolve(path)) && !path.endsWith(PARTIAL)) rmSync(path, { force: true });
  }
}

const PARTIAL = ".partial";

function holds(path: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}

function put(path: string, contents: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}${PARTIAL}`;
  writeFileSync(partial, contents);
  renameSync(partial, path);
}
