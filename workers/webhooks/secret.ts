const PREFIX = "whsec_";
/** Bytes of a secret, as the Standard Webhooks specification bounds them. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** A new secret: `whsec_` and 32 random bytes in base64. */
export function createSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return PREFIX + btoa(String.fromCharCode(...bytes));
}

/** Whether a text is a secret that signs: `whsec_` + base64 of 24 to 64 bytes. */
export function isSecret(text: string): boolean {
  if (!text.startsWith(PREFIX)) return false;
  try {
    const bytes = atob(text.slice(PREFIX.length)).length;
    return bytes >= MIN_BYTES && bytes <= MAX_BYTES;
  } catch {
    return false;
  }
}
