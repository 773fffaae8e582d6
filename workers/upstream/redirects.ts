/** Statuses that move a GET elsewhere; 300 and 305 offer a choice or a proxy and are refused as statuses. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A page that moves more often than this is a loop. */
export const MAX_REDIRECTS = 5;

export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/** A URL we may send a request to: http(s), and no credentials in it. */
export function requestableUrl(text: string, base?: URL): URL | null {
  const url = URL.parse(text, base);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  return url.username === "" && url.password === "" ? url : null;
}

/** Whether `next` stays on the host of `from`: same name and port, or the same name moved from http up to https. A request never follows a payload to a host that nobody configured. */
export function staysOnHost(from: URL, next: URL): boolean {
  if (from.hostname !== next.hostname) return false;
  if (from.protocol === next.protocol) return from.port === next.port;
  return next.protocol === "https:" && next.port === "";
}

/** Whether `next` is one of the hosts that somebody configured for this upstream: over https, on its default port. */
export function isAllowedHost(next: URL, allowed: readonly string[]): boolean {
  if (next.protocol !== "https:" || next.port !== "") return false;
  return allowed.some((host) => (host.startsWith(".") ? next.hostname.endsWith(host) : next.hostname === host));
}
