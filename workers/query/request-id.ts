const CLIENT_ID = /^[\w.:-]{6,128}$/;

/** Drawn with the first request, since nothing random may be drawn before; the count behind it makes each id unique. */
let isolate: string | null = null;
let count = 0;

/** The caller's own id where it is harmless, else a new one: it goes into headers, answers and logs. */
export function requestId(headers: Headers): string {
  const given = headers.get("x-request-id");
  if (given !== null && CLIENT_ID.test(given)) return given;
  isolate ??= crypto.randomUUID().replaceAll("-", "");
  count += 1;
  return `${isolate}-${count}`;
}
