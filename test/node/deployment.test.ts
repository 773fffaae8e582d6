import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

it(
  "a deployment can be made: everything is uploaded, with each binding that the configuration names",
  { timeout: 60_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "ratecard-dry-run-"));
    try {
      const said = execFileSync("npx", ["wrangler", "deploy", "--dry-run", "--outdir", folder], {
        cwd: ROOT,
        encoding: "utf8",
        env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
        stdio: ["ignore", "pipe", "pipe"],
      });
      expect(said).toContain("--dry-run: exiting now.");
      const configuration = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
      const classes = [...configuration.matchAll(/class_name = "(\w+)"/g)].map(([, name]) => name);
      expect(classes).toHaveLength(6);
      for (const name of classes) expect(said).toContain(`(${name})`);
      expect(said).toContain("env.KV");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
