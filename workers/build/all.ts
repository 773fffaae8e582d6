import { execFileSync } from "node:child_process";

/** Everything that is generated, each from the one before: `npm run build`. */
for (const script of [
  "bundled-catalog.ts",
  "bundled-hot.ts",
  "quality.ts",
  "openapi.ts",
  "client-types.ts",
  "browser-files.ts",
]) {
  execFileSync(process.execPath, [new URL(script, import.meta.url).pathname], { stdio: "inherit" });
}
