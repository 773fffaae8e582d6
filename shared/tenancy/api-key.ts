/**
 * `rc_<environment>_<random><checksum>`: the prefix lets secret scanners find a leaked key, the checksum lets a mistyped one be refused
 * before anything is looked up. The key itself is never stored: only its SHA-256, which the shell makes.
 */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 32 characters of 62: 190 bits, beyond any guessing. */
const RANDOM_LENGTH = 32;
/** 62^6 > 2^32: a CRC-32 always fits. */
const CHECKSUM_LENGTH = 6;

const API_KEY = /^rc_([a-z]{1,16})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;
const ENVIRONMENT = /^[a-z]{1,16}$/;

/** Bytes to draw for one key: some are passed over, so that every character is equally likely. */
export const KEY_ENTROPY_BYTES = 64;

export interface ApiKeyParts {
  readonly environment: string;
}

/** Null when too few of the bytes were usable (odds below 1e-20 with `KEY_ENTROPY_BYTES` random ones): draw again. */
export function makeApiKey(environment: string, entropy: Uint8Array): string | null {
  if (!ENVIRONMENT.test(environment)) throw new RangeError("the environment of a key is 1 to 16 lower-case letters");
  let random = "";
  for (const byte of entropy) {
    // 248 = 4 x 62: bytes above would make the first characters of the alphabet likelier.
    if (byte < 248 && random.length < RANDOM_LENGTH) random += ALPHABET.charAt(byte % 62);
  }
  if (random.length < RANDOM_LENGTH) return null;
  const body = `rc_${environment}_${random}`;
  return body + checksum(body);
}

/** What the text says when it is a well-formed key, else null. */
export function parseApiKey(text: string): ApiKeyParts | null {
  if (text.length > 80) return null;
  const match = API_KEY.exec(text);
  if (match === null) return null;
  const [, environment = "", , check] = match;
  return checksum(text.slice(0, -CHECKSUM_LENGTH)) === check ? { environment } : null;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** CRC-32 (IEEE 802.3, reflected polynomial 0xEDB88320) of an ASCII text: finds every typo of one character and every swap of neighbours. */
export function crc32(ascii: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < ascii.length; i += 1) {
    crc ^= ascii.charCodeAt(i) & 0xff;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return (crc ^ 0xffffffff) >>> 0;
}
