import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
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
 * The browser that the package carries. A bare machine lacks libraries that it needs (NSS, NSPR, expat) and fonts: the package has them too.
 * They are given to the browser alone, not to whatever else the tests start.
 */
export async function launchChromium(): Promise<Browser> {
  const home = join(tmpdir(), `ratecard-chromium-${process.getuid?.() ?? 0}-unpacked`);
  if (!existsSync(home)) await unpack(home);
  const libraries = [join(home, "al2023", "lib"), process.env["LD_LIBRARY_PATH"] ?? ""].filter((path) => path !== "");
  const env = definedOnly({
    ...process.env,
    LD_LIBRARY_PATH: libraries.join(delimiter),
    FONTCONFIG_PATH: join(home, "fonts"),
  });
  return await chromium.launch({ executablePath: join(home, "chromium"), args: FLAGS, env });
}

/** Beside its place first, and moved there whole: test files run at the same time, and a run may be cut off. */
async function unpack(home: string): Promise<void> {
  const staging = mkdtempSync(`${home}-`);
  const before = { ...process.env };
  process.env["TMPDIR"] = staging;
  // Named like this, the package unpacks its libraries as well.
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs24.x";
  try {
    const packaged = await import("@sparticuz/chromium");
    await packaged.default.executablePath();
  } finally {
    for (const name of ["AWS_EXECUTION_ENV", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH"])
      restore(name, before[name]);
  }
  // The package's own list names directories of its platform only.
  writeFileSync(join(staging, "fonts", "fonts.conf"), fontList(home));
  try {
    renameSync(staging, home);
  } catch {
    // Another process was first: its copy is the same.
    rmSync(staging, { recursive: true, force: true });
  }
}

function fontList(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, "fonts")}</dir>
  <cachedir>${join(home, "fonts-cache")}</cachedir>
</fontconfig>
`;
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
