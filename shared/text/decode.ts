/** Byte-order marks, longest first (UTF-32 is not used on the web). */
const MARKS: readonly (readonly [label: string, bytes: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16be", [0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
];

/**
 * Text of a body: by its byte-order mark, then the charset its content type declares, then UTF-8. The mark is dropped.
 * Null when the bytes are not text in that charset, or the charset is unknown: half-read text is never parsed.
 * AWS serves `currentevents` as UTF-16BE with a mark, on which `Response.json()` throws.
 */
export function decodeText(body: Uint8Array, contentType: string | null = null): string | null {
  return decoded(body, markOf(body) ?? declaredCharset(contentType) ?? "utf-8");
}

/** Text of a body that must be UTF-8, without its byte-order mark; null where the bytes are none. */
export function decodeUtf8(body: Uint8Array): string | null {
  return decoded(body, "utf-8");
}

function decoded(body: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(body);
  } catch {
    return null;
  }
}

function markOf(body: Uint8Array): string | null {
  return MARKS.find(([, bytes]) => bytes.every((byte, at) => body[at] === byte))?.[0] ?? null;
}

function declaredCharset(contentType: string | null): string | null {
  return /;\s*charset\s*=\s*"?([\w.:-]{1,40})"?/i.exec(contentType ?? "")?.[1] ?? null;
}
