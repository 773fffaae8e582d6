import { nestingDepth } from "../../shared/contract/parse.ts";
import { invalid, problem, type Problem } from "../../shared/contract/problem.ts";
import type { Ready } from "./ready.ts";

/** What is deeper or larger is refused before it is parsed. */
const MAX_DEPTH = 32;
export const DEFAULT_MAX_BODY = 262_144;
/** So many bytes of a body that is too large are let pass before the connection is given up. */
const MAX_DRAINED = 67_108_864;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

export type Body = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: Problem };

/** Reads a JSON body within its caps, counting bytes as they come and not what a header claims. */
export async function readJson(request: Request, maxBytes: number): Promise<Body> {
  const type = request.headers.get("content-type");
  if (type !== null && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    await drain(request);
    return refuse(problem("unsupported_media_type", "send the body as application/json"));
  }
  const bytes = await readBytes(request, maxBytes);
  if (bytes === null) return refuse(problem("payload_too_large", `the body is larger than ${maxBytes} bytes`));
  const text = decode(bytes);
  if (text === null) return refuse(invalid([{ pointer: "", message: "the body is not UTF-8" }]));
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

/** Null where there are more bytes than `maxBytes`. */
async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  const claimed = Number(request.headers.get("content-length") ?? "0");
  if (claimed > maxBytes) {
    await drain(request);
    return null;
  }
  if (request.body === null) return new Uint8Array();
  // The runtime delivers no more bytes than a declared length: the quick way is safe.
  return claimed > 0 ? await request.bytes() : await readCounted(request.body, maxBytes);
}

async function readCounted(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes <= maxBytes) chunks.push(chunk);
    else if (bytes > MAX_DRAINED) return null;
  }
  return bytes > maxBytes ? null : joined(chunks, bytes);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

/** A leading byte order mark is no part of the text; a byte that is no UTF-8 is refused and not replaced. */
function decode(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Reads a refused body to its end, up to a bound, and keeps nothing of it: a connection that is closed on a client still sending loses the refusal.
 */
async function drain(request: Request): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  await readCounted(request.body, 0).catch(() => null);
}

/** A refusal of a request whose body nobody has read waits for the body. */
export function afterBody(request: Request, response: Response): Ready<Response> {
  return request.body === null || request.bodyUsed ? response : drain(request).then(() => response);
}
