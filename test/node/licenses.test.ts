import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../../", import.meta.url);

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(new URL("package-lock.json", ROOT), "utf8"));
const manifest: Manifest = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8"));
const installed = Object.entries(lock.packages).filter(([path, { link }]) => path !== "" && link !== true);

/** What ships with the Worker or the SDK may ask for attribution and nothing more. */
const SHIPPED = new Set(["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Unlicense"]);
/** Tools may besides ask that changes to themselves be shared: none of them is part of what is deployed. */
const TOOLS = new Set([
  ...SHIPPED,
  "MPL-2.0",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Python-2.0",
  "LGPL-3.0-or-later",
  "Unlicense",
]);

function licenses({ license = "none stated" }: Locked): readonly string[] {
  return license.replaceAll(/[()]/g, "").split(/ (?:AND|OR) /);
}

describe("the lock file", () => {
  it("names exact versions of everything that package.json asks for", () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
    );
    expect(ranges).toEqual([]);
  });

  it("holds a checksum for every package", () => {
    const unchecked = installed.filter(
      ([, { resolved, integrity }]) => resolved !== undefined && integrity === undefined,
    );
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });

  it("ships nothing under a licence that asks for more than attribution", () => {
    const bad = installed.filter(([, each]) => each.dev !== true && !licenses(each).some((name) => SHIPPED.has(name)));
    expect(bad.map(([path, each]) => `${path}: ${each.license ?? "none stated"}`)).toEqual([]);
  });

  it("uses no tool under a licence that reaches further than the tool", () => {
    const bad = installed.filter(([, each]) => !licenses(each).some((name) => TOOLS.has(name)));
    expect(bad.map(([path, each]) => `${path}: ${each.license ?? "none stated"}`)).toEqual([]);
  });
});
