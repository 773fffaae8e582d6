import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";

const answer = z.object({
  code: z.optional(z.string()),
  data: z.optional(
    z.object({
      tokens_estimated: z.optional(z.boolean()),
      lines: z.optional(z.array(z.object({ meter: z.string(), quantity: z.number() }))),
    }),
  ),
});

async function post(path: string, body: unknown) {
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return answer.parse(await (await exports.default.fetch(`http://ratecard${path}`, init)).json());
}

const TEXT = "The quick brown fox jumps over the lazy dog.";

describe("a text in place of input tokens", () => {
  it.each([
    ["in the usage", { usage: { text: TEXT, output_tokens: 5 } }],
    ["beside the usage", { text: TEXT, usage: { output_tokens: 5 } }],
    ["as a list of one", { usage: { text: [TEXT], output_tokens: 5 } }],
  ])("%s is counted, and the answer says so", async (_, request) => {
    const { data } = await post("/v1/estimate", { model: "gpt-4o", ...request });
    expect(data?.tokens_estimated).toBe(true);
    expect(data?.lines).toMatchObject([
      { meter: "input_tokens", quantity: 10 },
      { meter: "output_tokens", quantity: 5 },
    ]);
  });

  it.each([
    ["beside stated input tokens", { usage: { text: TEXT, input_tokens: 10 } }],
    ["given twice", { text: TEXT, usage: { text: TEXT } }],
  ])("%s is refused", async (_, request) => {
    expect((await post("/v1/estimate", { model: "gpt-4o", ...request })).code).toBe("invalid_request");
  });

  it("is counted for a route too", async () => {
    expect((await post("/v1/route", { usage: { text: TEXT } })).data?.tokens_estimated).toBe(true);
  });
});
