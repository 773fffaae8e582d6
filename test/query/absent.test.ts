import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

/** Without a declared length, and counting how much of it was read. */
function streamed(chunks: number): { readonly body: ReadableStream<Uint8Array>; readonly ended: () => boolean } {
  let left = chunks;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (left === 0) controller.close();
      else controller.enqueue(new Uint8Array(100_000));
      left -= 1;
    },
  });
  return { body, ended: () => left < 0 };
}

describe("a request for what is not there", () => {
  it.each([
    ["DELETE", "/healthz", "GET, HEAD, OPTIONS"],
    ["POST", "/openapi.json", "GET, HEAD, OPTIONS"],
    ["PUT", "/docs", "GET, HEAD, OPTIONS"],
    ["PATCH", "/v1/estimate", "GET, POST, HEAD, OPTIONS"],
  ])("%s %s is told which methods there are", async (method, path, allow) => {
    const response = await exports.default.fetch(`http://ratecard${path}`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe(allow);
    expect(await response.json()).toMatchObject({ code: "method_not_allowed" });
  });

  it.each([
    ["/v1/nope", 404],
    ["/nope", 404],
    ["/v1/catalog", 405],
    ["/healthz", 405],
  ])("POST %s reads a large body to its end before it refuses", async (path, status) => {
    const { body, ended } = streamed(10);
    const response = await exports.default.fetch(new Request(`http://ratecard${path}`, { method: "POST", body }));
    expect(response.status).toBe(status);
    expect(ended()).toBe(true);
  });
});
