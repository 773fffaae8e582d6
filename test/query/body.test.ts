import { describe, expect, it } from "vitest";
import { readJson } from "../../workers/query/body.ts";

const LIMIT = 1_000;

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request("https://ratecard.test/v1/estimate", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** Chunks without a declared length, and whether the reader came to their end. */
function streamed(
  chunks: number,
  size: number,
): { readonly body: ReadableStream<Uint8Array>; readonly ended: () => boolean } {
  let left = chunks;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (left === 0) controller.close();
      else controller.enqueue(new Uint8Array(size).fill(0x20));
      left -= 1;
    },
  });
  return { body, ended: () => left < 0 };
}

describe("the body of a request", () => {
  it("is JSON in UTF-8, with or without a byte order mark", async () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('{"model":"é"}')]);
    expect(await readJson(post(bytes), LIMIT)).toEqual({ ok: true, value: { model: "é" } });
  });

  it("with a byte that is no UTF-8 is refused, not repaired", async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"model":"gpt-'), 0xff, 0x22, 0x7d]);
    expect(await readJson(post(bytes), LIMIT)).toMatchObject({ ok: false, problem: { code: "invalid_request" } });
  });

  it("that is too large is read to its end, so that the refusal reaches a client that is still sending", async () => {
    const { body, ended } = streamed(50, 100);
    expect(await readJson(post(body), LIMIT)).toMatchObject({ ok: false, problem: { code: "payload_too_large" } });
    expect(ended()).toBe(true);
  });

  it("of another media type is read to its end too", async () => {
    const { body, ended } = streamed(5, 100);
    const outcome = await readJson(post(body, { "content-type": "text/csv" }), LIMIT);
    expect(outcome).toMatchObject({ ok: false, problem: { code: "unsupported_media_type" } });
    expect(ended()).toBe(true);
  });

  it("in chunks of no declared length is put together", async () => {
    const text = new TextEncoder().encode('{"model":"日本"}');
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const byte of text) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    expect(await readJson(post(body), LIMIT)).toEqual({ ok: true, value: { model: "日本" } });
  });
});
