import * as fc from "fast-check";
import { expect, it } from "vitest";
import { crc32, KEY_ENTROPY_BYTES, makeApiKey, parseApiKey } from "../../shared/tenancy/api-key.ts";

const entropy = fc.uint8Array({ minLength: KEY_ENTROPY_BYTES, maxLength: KEY_ENTROPY_BYTES });

function made(bytes: Uint8Array): string | null {
  return makeApiKey("live", bytes);
}

it("a made key parses as itself", () => {
  fc.assert(
    fc.property(entropy, (bytes) => {
      const key = made(bytes);
      fc.pre(key !== null);
      expect(parseApiKey(key ?? "")).toEqual({ environment: "live" });
    }),
  );
});

it("a key with one wrong character, or two neighbours swapped, is refused without a look-up", () => {
  const key = made(new Uint8Array(64).map((_, i) => (i * 37 + 11) % 248)) ?? "";
  for (let i = 0; i < key.length; i += 1) {
    for (const other of ["0", "z", "_", "é"]) {
      if (key[i] === other) continue;
      const typo = key.slice(0, i) + other + key.slice(i + 1);
      expect(parseApiKey(typo)).toBeNull();
    }
    const [a = "", b = ""] = [key[i], key[i + 1]];
    if (a !== b && b !== "") expect(parseApiKey(key.slice(0, i) + b + a + key.slice(i + 2))).toBeNull();
  }
});

it("arbitrary text is no key", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(parseApiKey(text)).toBeNull();
      expect(parseApiKey(`rc_live_${text}`)).toBeNull();
    }),
  );
});

it("bytes that would favour some characters are passed over, and too few usable ones make no key", () => {
  expect(makeApiKey("live", new Uint8Array(64).fill(255))).toBeNull();
  expect(() => makeApiKey("Live!", new Uint8Array(64))).toThrow(RangeError);
});

it("the checksum is the CRC-32 of the standard check string", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
});
