import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Nothing but the page under test: no updates, no reports, no services of the vendor. */
const FLAGS = [
  "--no-sandbox",
  "--no-zygote",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--font-render-hinting=none",
];

/**
 * The browser that the package carries. On a bare machine it lacks libraries (NSS, NSPR, expat) and fonts: the package has them for its own
 * platform and unpacks them when the variable below names it. They are given to the browser alone, not to whatever else the tests start.
 */
export async function launchChromium(): Promise<Browser> {
  const before = { ...process.env };
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs24.x";
  process.env["TMPDIR"] = join(tmpdir(), `ratecard-chromium-${process.getuid?.() ?? 0}`);
  try {
    mkdirSync(process.env["TMPDIR"], { recursive: true });
    const packaged = await import("@sparticuz/chromium");
    const executablePath = await packaged.default.executablePath();
    const env = definedOnly({ ...process.env, TMPDIR: before["TMPDIR"] });
    return await chromium.launch({ executablePath, args: FLAGS, env });
  } finally {
    for (const name of ["AWS_EXECUTION_ENV", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH"])
      restore(name, before[name]);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
