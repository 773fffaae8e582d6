import type { Catalog } from "../../shared/pricing/catalog.ts";

const ENCODER = new TextEncoder();

/** Where a text is encoded piece by piece; emptied after each, so that nothing of an answer stays. */
const PIECE = new Uint8Array(16 * 1024);
const WORDS = new Int32Array(PIECE.buffer);

/** Odd, without a pattern in their bits: the fractional parts of the golden ratio and of the square root of 2. */
const GOLDEN = 0x9e3779b9;
const ROOT = 0x6a09e667;

/**
 * Weak: equal data and version mean the same answer, although `meta` counts on. Two hashes (rotate, mix in, multiply) over the UTF-8 bytes,
 * four a step: to ask a string for one character after the other takes three times as long as all of this.
 */
export function entityTag(text: string, catalog: Catalog): string {
  let one = text.length;
  let other = GOLDEN;
  for (let rest = text; rest !== "";) {
    const { read, written } = ENCODER.encodeInto(rest, PIECE);
    for (let at = 0; at << 2 < written; at += 1) {
      const word = WORDS[at] ?? 0;
      one = Math.imul(((one << 5) | (one >>> 27)) ^ word, GOLDEN);
      other = Math.imul(((other << 13) | (other >>> 19)) ^ word, ROOT);
    }
    PIECE.fill(0, 0, written);
    rest = rest.length === read ? "" : rest.slice(read);
  }
  return `W/"${catalog.header.version.slice(0, 12)}-${one >>> 0}-${other >>> 0}"`;
}
