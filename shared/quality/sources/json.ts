import { decodeUtf8 } from "../../text/decode.ts";

/** A body as JSON; null where it is none. JSON knows no NaN: a body with one does not parse and is refused whole. */
export function jsonOf(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
