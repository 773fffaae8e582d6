const CLIENT_ID = /^[\w.:-]{6,128}$/;

/** The caller's own id where it is harmless, else a new one: it goes into headers, answers and logs. */
export function requestId(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && CLIENT_ID.test(given) ? given : crypto.randomUUID();
}
