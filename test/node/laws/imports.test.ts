import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../../..");

/** Rooms of shared/ in order: each may import itself and those before it. `text` and `money` know nothing of the field. */
const ORDER = ["text", "money", "pricing", "health", "quality", "cost", "tenancy", "routing", "contract", "client"];
/** Neighbours that stand side by side: none of them knows another. */
const SIDE_BY_SIDE: ReadonlySet<string> = new Set(["health", "quality"]);
function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => join(folder, file));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/(?:^|\n)(?:import|export)\s[^;]*?from\s+"([^"]+)"/g)].map((match) => match[1] ?? "");
}

function target(file: string, specifier: string): string {
  return specifier.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : specifier;
}

function room(path: string): string {
  return path.split("/")[1] ?? "";
}

it("shared/ imports nothing of workers/, of the runtime or of a web framework", () => {
  const broken = sources("shared").flatMap((file) =>
    importsOf(file)
      .map((specifier) => target(file, specifier))
      .filter((path) => path.startsWith("workers/") || /^(?:cloudflare:|node:|hono)/.test(path))
      .map((path) => `${file} -> ${path}`),
  );
  expect(broken).toEqual([]);
});

it("rooms of shared/ import only rooms before them", () => {
  const broken = sources("shared").flatMap((file) => {
    const own = room(file);
    return importsOf(file)
      .map((specifier) => target(file, specifier))
      .filter((path) => path.startsWith("shared/") && room(path) !== own)
      .filter((path) => !allowed(own, room(path)))
      .map((path) => `${file} -> ${path}`);
  });
  expect(broken).toEqual([]);
});

function allowed(from: string, to: string): boolean {
  if (SIDE_BY_SIDE.has(from) && SIDE_BY_SIDE.has(to)) return false;
  return ORDER.indexOf(to) !== -1 && ORDER.indexOf(to) < ORDER.indexOf(from);
}

it("shared/ has no clock, chance or network of its own, the client apart", () => {
  const forbidden =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|(?<![.\w])fetch\(|\bcrypto\.|\bsetTimeout\(|\bconsole\./;
  const broken = sources("shared")
    .filter((file) => room(file) !== "client")
    .filter((file) => forbidden.test(withoutComments(readFileSync(join(ROOT, file), "utf8"))));
  expect(broken).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\/\/.*$/gm, "");
}

it("no import goes in a circle", () => {
  const files = [...sources("shared"), ...sources("workers")];
  const edges = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .map((specifier) => target(file, specifier))
        .filter((path) => path.endsWith(".ts")),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      circles.push([...trail.slice(trail.indexOf(file)), file].join(" -> "));
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
