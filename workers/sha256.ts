const ENCODER = new TextEncoder();

export async function sha256(data: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const bytes = typeof data === "string" ? ENCODER.encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The first `length` bytes of the digest as lower-case hex. */
export async function sha256Hex(data: string | Uint8Array<ArrayBuffer>, length = 32): Promise<string> {
  let hex = "";
  for (const byte of (await sha256(data)).subarray(0, length)) hex += byte.toString(16).padStart(2, "0");
  return hex;
}
