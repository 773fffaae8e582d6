import * as fc from "fast-check";
import { expect, it } from "vitest";
import { decodeText } from "../../shared/text/decode.ts";

/** UTF-16 by the book, independent of the platform's decoder. */
function utf16(text: string, big: boolean): Uint8Array {
  const units = [0xfeff, ...Array.from({ length: text.length }, (_unused, at) => text.charCodeAt(at))];
  return Uint8Array.from(units.flatMap((unit) => (big ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])));
}

it("UTF-16 in both orders and UTF-8 with and without a mark decode to the same text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const utf8 = new TextEncoder().encode(text);
      expect(decodeText(utf16(text, true))).toBe(text);
      expect(decodeText(utf16(text, false))).toBe(text);
      expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8]))).toBe(text);
      if (!text.startsWith("\ufeff")) expect(decodeText(utf8, "text/plain")).toBe(text);
    }),
  );
});

it("the mark wins over a declared charset", () => {
  expect(decodeText(utf16("[]", true), "application/json; charset=utf-8")).toBe("[]");
});

it("a declared charset is used without a mark", () => {
  expect(decodeText(Uint8Array.from([0xe9]), 'text/xml; charset="iso-8859-1"')).toBe("é");
});

it("bytes that are no text, and a charset nobody knows, give nothing", () => {
  expect(decodeText(Uint8Array.from([0xff, 0x00, 0xfe, 0x80]))).toBeNull();
  expect(decodeText(Uint8Array.from([0x7b, 0x7d]), "text/plain; charset=klingon")).toBeNull();
});
