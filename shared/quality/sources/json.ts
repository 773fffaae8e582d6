import { decodeUtf8 } from "../../text/decode.ts";
import { parsedJson } from "../../text/json.ts";

/** A body as JSON; undefined where it is none. JSON knows no NaN: a body with one does not parse and is refused whole. */
export function jsonOf(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  return text === null ? undefined : parsedJson(text);
}
