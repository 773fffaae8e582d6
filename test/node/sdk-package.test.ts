import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientTypesText } from "../../workers/build/client-types.ts";
import { buildClient, clientSize } from "../../workers/build/client.ts";
import { OPERATIONS } from "../../shared/contract/operations/index.ts";
import type { OperationShape } from "../../shared/contract/operation.ts";
import * as z from "zod/mini";

const ROOT = resolve(import.meta.dirname, "../..");
const CLIENT = join(ROOT, "dist/client");

beforeAll(async () => {
  await buildClient();
});

it("the SDK's types and routes are what the contract says (npm run build)", () => {
  const committed = readFileSync(join(ROOT, "shared/client/generated/operations.ts"), "utf8");
  expect(committed === clientTypesText()).toBe(true);
});

it("no operation uses a name twice, and none with a body has a query: inputs lie side by side", () => {
  for (const [name, operation] of Object.entries<OperationShape>(OPERATIONS)) {
    const body =
      operation.body === undefined
        ? { properties: {} }
        : z.toJSONSchema(operation.body, { unrepresentable: "any", io: "input" });
    const names = [
      ...Object.keys(operation.params ?? {}),
      ...Object.keys(operation.query ?? {}),
      ...Object.keys(body.properties ?? {}),
    ];
    expect([name, new Set(names).size]).toEqual([name, names.length]);
    expect([name, operation.body !== undefined && operation.query !== undefined]).toEqual([name, false]);
  }
});

describe("the package", () => {
  it("is as publint wants it", async () => {
    const { messages, pkg } = await publint({ pkgDir: ROOT, strict: true, pack: false });
    const ours = messages.filter(({ path }) => path[0] === "exports" || path[0] === "bin");
    expect(ours.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("imports nothing that is not in it", () => {
    for (const file of filesUnder(CLIENT)) {
      const text = readFileSync(file, "utf8");
      const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
      expect([file, specifiers.filter((specifier) => !specifier.startsWith("."))]).toEqual([file, []]);
    }
  });

  it("starts small: engine, snapshot and usage readers are chunks of their own", async () => {
    const { gz } = await clientSize();
    expect(gz).toBeLessThan(8 * 1024);
    const entry = readFileSync(join(CLIENT, "index.js"), "utf8");
    expect(entry).not.toContain("zod");
  });

  it("answers exactly without a network, from the snapshot it ships", async () => {
    const { createClient } = await import(pathToFileURL(join(CLIENT, "index.js")).href);
    const client = createClient({ base_url: "http://127.0.0.1:9", retries: 0 });
    const answer = await client.estimate({
      model: "gpt-4o",
      input_tokens: 1000,
      output_tokens: 500,
      cache_read_tokens: 200,
    });
    expect(answer).toMatchObject({ state: "offline", data: { total_usd: "0.00725" } });
  });

  it("reads usage out of a provider's answer", async () => {
    const { usageFrom } = await import(pathToFileURL(join(CLIENT, "usage.js")).href);
    const response = { model: "gpt-4o", usage: { prompt_tokens: 10, completion_tokens: 5 } };
    expect(usageFrom(response, { provider: "openai" })).toMatchObject({
      usage: { input_tokens: 10, output_tokens: 5 },
    });
  });
});

describe("a user's compiler", () => {
  const folder = mkdtempSync(join(tmpdir(), "ratecard-user-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["bundler", "nodenext"])("takes the declarations without a dependency (%s)", (resolution) => {
    const modules = join(folder, "node_modules");
    rmSync(modules, { recursive: true, force: true });
    execFileSync("mkdir", ["-p", modules]);
    symlinkSync(ROOT, join(modules, "ratecard"));
    writeFileSync(
      join(folder, "user.mts"),
      [
        'import { createClient, observe, ProblemError } from "ratecard/client";',
        'import { openCatalog } from "ratecard/client/engine";',
        'import { usageFrom } from "ratecard/client/usage";',
        'const client = createClient({ base_url: "https://a.example" });',
        'const total: string = (await client.estimate({ model: "m", input_tokens: 1 })).data.total_usd;',
        "// @ts-expect-error",
        'await client.estimate({ model: "m", input_tokens: "1" });',
        "console.log(total, observe(fetch), ProblemError, openCatalog, usageFrom({}));",
        "export {};",
      ].join("\n"),
    );
    const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
    const modes =
      resolution === "bundler" ? ["--module", "esnext", "--moduleResolution", "bundler"] : ["--module", "nodenext"];
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    expect(() =>
      execFileSync(process.execPath, [tsc, ...options, ...modes, "user.mts"], {
        cwd: folder,
        encoding: "utf8",
        stdio: "pipe",
      }),
    ).not.toThrow();
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:js|ts)$/.test(file))
    .map((file) => join(folder, file));
}
