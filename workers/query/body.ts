import { nestingDepth } from "../../shared/contract/parse.ts";
import { invalid, problem, type Problem } from "../../shared/contract/problem.ts";

/** Caps of `../api`: what is deeper or larger is refused before it is parsed. */
const MAX_DEPTH = 32;
export const DEFAULT_MAX_BODY = 262_144;

export type Body = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: Problem };

/** Reads a JSON body within its caps, counting bytes as they come and not what a header claims. */
export async function readJson(request: Request, maxBytes: number): Promise<Body> {
  const type = request.headers.get("content-type");
  if (type !== null && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    return refuse(problem("unsupported_media_type", "send the body as application/json"));
  }
  const text = await readText(request, maxBytes);
  if (text === null) return refuse(problem("payload_too_large", `the body is larger than ${maxBytes} bytes`));
  if (nestingDepth(text, MAX_DEPTH) > MAX_DEPTH) {
    return refuse(invalid([{ pointer: "", message: `nests deeper than ${MAX_DEPTH} levels` }]));
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return refuse(invalid([{ pointer: "", message: "the body is not valid JSON" }]));
  }
}

function refuse(reason: Problem): Body {
  return { ok: false, problem: reason };
}

async function readText(request: Request, maxBytes: number): Promise<string | null> {
  const claimed = Number(request.headers.get("content-length") ?? "0");
  if (claimed > maxBytes) return null;
  if (request.body === null) return "";
  // The runtime delivers no more bytes than a declared length: the quick way is safe.
  if (claimed > 0) return await request.text();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
