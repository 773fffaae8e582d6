import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Types of the bindings are made from wrangler.toml with the sources as entry: the built entry has no types. */
const config = readFileSync(root("wrangler.toml"), "utf8").replace(/^main = .*$/m, 'main = "workers/index.ts"');
const temporary = root("wrangler.types.toml");
writeFileSync(temporary, config);
try {
  const options = ["types", "workers/env.d.ts", "--include-runtime=false", "--config", temporary];
  execFileSync("wrangler", [...options, ...process.argv.slice(2)], { cwd: root("."), stdio: "inherit" });
} finally {
  rmSync(temporary);
}
