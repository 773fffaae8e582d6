import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signedHeaders } from "../../workers/webhooks/signature.ts";
import { createSecret, isSecret } from "../../workers/webhooks/secret.ts";

/** Standard Webhooks by the specification, with the platform's own HMAC: independent of the library that signs. */
async function oracle(secret: string, id: string, seconds: number, body: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice("whsec_".length)), (c) => c.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${id}.${seconds}.${body}`));
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`;
}

describe("the signature of a delivery", () => {
  it("is the HMAC of id, time and body that the specification asks for", async () => {
    const property = fc.asyncProperty(
      fc.oneof(fc.string(), fc.constantFrom("é✓", "😀", "\u0000", "{}")),
      fc.uuid(),
      fc.nat(2_000_000_000),
      async (body, id, at) => {
        const secret = createSecret();
        const headers = signedHeaders(secret, id, at * 1_000 + 999, body);
        expect(headers["webhook-id"]).toBe(id);
        expect(headers["webhook-timestamp"]).toBe(String(at));
        expect(headers["webhook-signature"]).toBe(await oracle(secret, id, at, body));
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  it("is that of the example in the specification", () => {
    const headers = signedHeaders(
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      "msg_p5jXN8AQM9LWM0D4loKWxJek",
      1_614_265_330_000,
      '{"test": 2432232314}',
    );
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });
});

describe("a secret", () => {
  it("is whsec_ and base64 of 24 to 64 bytes, new each time", () => {
    expect(isSecret(createSecret())).toBe(true);
    expect(createSecret()).not.toBe(createSecret());
    expect(isSecret(`whsec_${btoa("x".repeat(24))}`)).toBe(true);
    expect(isSecret(`whsec_${btoa("x".repeat(64))}`)).toBe(true);
  });

  it.each(["", "whsec_", "secret", `whsec_${btoa("x".repeat(23))}`, `whsec_${btoa("x".repeat(65))}`, "whsec_?"])(
    "is not %j",
    (text) => {
      expect(isSecret(text)).toBe(false);
    },
  );
});
