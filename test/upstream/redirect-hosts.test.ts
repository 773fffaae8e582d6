import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchUpstream } from "../../workers/upstream/fetch.ts";
import { answering } from "./answering.ts";

afterEach(() => vi.restoreAllMocks());

const moved = (location: string) => new Response(null, { status: 302, headers: { location } });
const ask = (hosts: readonly string[]) =>
  fetchUpstream({
    url: "https://hub.test/file.parquet",
    timeout_ms: 1_000,
    max_bytes: 1_000,
    redirects: "same_host",
    redirect_hosts: hosts,
    headers: { "x-api-key": "secret" },
  });

describe("redirects to configured hosts", () => {
  it.each([
    ["https://edge.cdn.test/a", [".cdn.test"]],
    ["https://store.test/a", ["store.test"]],
  ])("follows to %s and leaves the request's own headers behind", async (location, hosts) => {
    const asked = answering((url) => (url.includes("hub.test") ? moved(location) : new Response("body")));
    expect((await ask(hosts)).kind).toBe("ok");
    expect(asked.map(({ headers }) => headers.get("x-api-key"))).toEqual(["secret", null]);
  });

  it.each([
    ["https://cdn.test/a", [".cdn.test"]],
    ["https://evilcdn.test/a", [".cdn.test", "cdn.test"]],
    ["https://cdn.test.evil.test/a", ["cdn.test"]],
    ["http://store.test/a", ["store.test"]],
    ["https://store.test:8443/a", ["store.test"]],
    ["https://user@store.test/a", ["store.test"]],
  ])("does not follow to %s", async (location, hosts) => {
    answering((url) => (url.includes("hub.test") ? moved(location) : new Response("body")));
    expect(await ask(hosts)).toMatchObject({ kind: "failed", reason: "redirect" });
  });
});
