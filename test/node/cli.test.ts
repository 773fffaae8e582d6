import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../workers/cli/run.ts";
import { tableText } from "../../workers/cli/table.ts";

const SNAPSHOT = readFileSync(new URL("../../workers/generated/bundled-hot.txt", import.meta.url), "utf8");
/** Port 9 (discard) refuses connections. */
const NOWHERE = "http://127.0.0.1:9";

const META = {
  catalog: { version: "v", published_at: "2026-01-01T00:00:00Z", age_seconds: 10, state: "fresh" },
  request_id: "r",
};

const ANSWERS: ReadonlyMap<string, { readonly status: number; readonly body: unknown }> = new Map([
  [
    "/v1/health/openai",
    {
      status: 200,
      body: {
        meta: META,
        data: {
          provider: "openai",
          state: "degraded",
          score: 0.91,
          routing_score: 80,
          confidence: "high",
          window: {
            seconds: 300,
            calls: 1234,
            success_rate: 0.9,
            latency_ms: { n: 1, mean: 1, p50: 812, p95: null, p99: null },
          },
          rate_limited_share: 0,
          consecutive_failures: 0,
          status_page: null,
          reasons: ["slow \u001b[31m answers"],
          since: null,
          age_seconds: 3,
        },
      },
    },
  ],
  [
    "/v1/cheapest",
    { status: 429, body: { type: "", title: "", status: 429, code: "rate_limited", detail: "too often" } },
  ],
  ["/v1/compare", { status: 200, body: "a page" }],
]);

let server: Server;
let url = "";
const seen: { path: string; authorization: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    seen.push({ path: request.url ?? "", authorization: request.headers.authorization });
    const answer = ANSWERS.get(path) ?? { status: 404, body: { code: "not_found", detail: "nothing" } };
    response.writeHead(answer.status, {
      "content-type": "application/json",
      ...(answer.status === 429 ? { "retry-after": "60" } : {}),
    });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address: AddressInfo | string | null = server.address();
  url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});

afterAll(() => {
  server.close();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function ratecard(line: string, env: Record<string, string> = {}, terminal = false): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(
    line.split(" ").filter((word) => word !== ""),
    {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      env: { RATECARD_URL: NOWHERE, ...env },
      out_is_terminal: terminal,
      err_is_terminal: terminal,
      signal: new AbortController().signal,
    },
    SNAPSHOT,
  );
  return { code, out: out.join(""), err: err.join("") };
}

describe("offline", () => {
  it("an estimate is exact, in a table whose points stand under each other, and says that it is offline", async () => {
    const { code, out, err } = await ratecard("estimate gpt-4o --input 1000 --output 500 --cache-read 200");
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "openai/gpt-4o  total $0.00725",
        "",
        "METER              QUANTITY  $ PER  UNIT        $  RULE  SOURCE",
        "input_tokens            800   2.5   1M    0.002    base  bundled",
        "cache_read_tokens       200   1.25  1M    0.00025  base  bundled",
        "output_tokens           500  10     1M    0.005    base  bundled",
        "",
      ].join("\n"),
    );
    expect(err).toMatch(/^OFFLINE: the service does not answer; bundled prices, \d+ days old\n$/);
  });

  it("--json is the answer with its state", async () => {
    const { out } = await ratecard("estimate gpt-4o --input 1000 --output 500 --json");
    expect(JSON.parse(out)).toMatchObject({
      state: "offline",
      data: { total_usd: "0.0075" },
      meta: { catalog: { state: "bundled" } },
    });
  });

  it("cheapest and compare rank as the service does, and unknown is never 0", async () => {
    const cheapest = await ratecard("cheapest --input 10k --output 2k --limit 2 --provider openai,anthropic");
    expect(cheapest.out.split("\n")[0]).toMatch(/^#  MODEL +\$ FOR THIS USAGE  QUALITY  HEALTH +CONTEXT  PRICE$/);
    expect(cheapest.out).toMatch(/unknown/);
    expect(cheapest.out).toMatch(/\d+ offers considered; left out: /);
    const compare = await ratecard("compare gpt-4o claude-sonnet-4-5 nope");
    expect(compare.out).toMatch(/openai\/gpt-4o +0\.0075 +1\.00/);
    expect(compare.out).toMatch(/nope +unknown +model_not_found/);
  });

  it.each(["health", "route --input 5", "cheapest --healthy", "estimate gpt-4o --input 1 --no-offline"])(
    "%s, which needs a service, ends with 3",
    async (line) => {
      const { code, out, err } = await ratecard(line);
      expect([code, out]).toEqual([3, ""]);
      expect(err).toContain("cannot be reached");
    },
  );
});

describe("exit codes", () => {
  it("1: refused, with suggestions", async () => {
    const { code, err } = await ratecard("estimate gpt-4oo");
    expect(code).toBe(1);
    expect(err).toMatch(/model_not_found[^]*did you mean: openai\/gpt-4o/);
  });

  it("1: refused by the service, with its invitation", async () => {
    const { code, err } = await ratecard("cheapest", { RATECARD_URL: url });
    expect(code).toBe(1);
    expect(err).toContain("try again in 60 s");
  });

  it.each([
    "",
    "nonsense",
    "estimate",
    "estimate a b",
    "estimate gpt-4o --inputs 5",
    "estimate gpt-4o --input five",
    "estimate gpt-4o --input 5 --input-tokens 5",
    "cheapest --capability telepathy",
    "cheapest gpt-4o",
    "compare",
    "watch --interval 1",
    "health --url ftp://a",
  ])("2: %j is no command line", async (line) => {
    expect((await ratecard(line)).code).toBe(2);
  });

  it("4: something answers that is not this service", async () => {
    expect((await ratecard("compare gpt-4o --no-offline", { RATECARD_URL: url })).code).toBe(4);
  });

  it.each(["--help", "estimate --help", "cheapest -h", "compare -h", "route -h", "health -h", "watch -h"])(
    "0: %s explains, exit codes included",
    async (line) => {
      const { code, out } = await ratecard(line);
      expect(code).toBe(0);
      expect(out).toContain("Exit codes: 0 answered, 1 refused");
    },
  );
});

describe("with a service", () => {
  it("health is a table, and an upstream's words cannot steer the terminal", async () => {
    const { code, out, err } = await ratecard("health openai", { RATECARD_URL: url });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/openai +degraded +0\.91 +1,234 +812 +none +3 s +slow \[31m answers/);
    expect(out).not.toContain("\u001b");
  });

  it("--url wins over the environment, and the key goes along", async () => {
    await ratecard(`health openai --url ${url}`, { RATECARD_KEY: "rc_k" });
    expect(seen.at(-1)).toEqual({ path: "/v1/health/openai", authorization: "Bearer rc_k" });
  });
});

it("colours are for terminals that want them", async () => {
  expect((await ratecard("estimate gpt-4o --input 1", {}, true)).err).toContain("\u001b[1m");
  expect((await ratecard("estimate gpt-4o --input 1", { NO_COLOR: "1" }, true)).err).not.toContain("\u001b");
  expect((await ratecard("estimate gpt-4o --input 1")).err).not.toContain("\u001b");
});

it("tables keep digits under digits", () => {
  const text = tableText([{ title: "N", kind: "figure" }], [["1.5"], ["10"], ["0.125"], ["unknown"]]);
  expect(text).toBe("      N\n  1.5\n 10\n  0.125\nunknown\n");
});
