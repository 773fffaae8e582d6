/** Longest model id any seller uses is below 130 characters; the bound keeps hostile keys out of ids, logs and URLs. */
export const MAX_KEY_LENGTH = 256;

/** Own properties of every object: never an id, whatever a later reader does with it. */
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Controls, line and paragraph separators, zero-width and bidirectional marks, lone surrogates. */
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u;

/** What nearly all keys are made of: none of the above. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

const MAY_BE_RESERVED = /proto|constructor/;

const PROVIDER_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

export interface KeyRefusal {
  readonly reason: "hostile_key";
  readonly detail: string;
}

/** Why a source's key cannot name an offer; null when it can. */
export function keyRefusal(key: string): KeyRefusal | null {
  if (key === "" || key.trim() !== key) return refusal("empty, or blank at an end");
  if (key.length > MAX_KEY_LENGTH) return refusal(`${key.length} characters, at most ${MAX_KEY_LENGTH}`);
  if (!VISIBLE_ASCII.test(key) && UNPRINTABLE.test(key)) return refusal("control or invisible characters");
  if (MAY_BE_RESERVED.test(key) && key.split("/").some((segment) => RESERVED.has(segment)))
    return refusal("a reserved property name");
  return null;
}

export function isProviderName(name: string): boolean {
  return PROVIDER_NAME.test(name) && !RESERVED.has(name);
}

/** A key as it may stand in a report: bounded and printable. */
export function reportableKey(key: string): string {
  const short = key.length > MAX_KEY_LENGTH ? `${key.slice(0, MAX_KEY_LENGTH - 1)}…` : key;
  return short.replaceAll(new RegExp(UNPRINTABLE, "gu"), "�");
}

function refusal(detail: string): KeyRefusal {
  return { reason: "hostile_key", detail };
}
