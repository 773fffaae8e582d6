import ipaddr from "ipaddr.js";

/** Longest destination accepted, characters. */
const MAX_URL = 2_048;
const PORTS: ReadonlySet<string> = new Set(["", "443", "8443"]);

/** Names that never lead to a public host: RFC 6761, 6762, 7686, 8375 and the private `.internal`. */
const PRIVATE_SUFFIXES = ["localhost", "localdomain", "local", "internal", "home.arpa", "onion"] as const;

/** Public names whose answers are, by design, private or chosen by whoever writes the name. */
const REBINDING_SUFFIXES = [
  "nip.io",
  "sslip.io",
  "xip.io",
  "localtest.me",
  "lvh.me",
  "vcap.me",
  "lacolhost.com",
] as const;

const WEBHOOK_URL_REFUSALS = [
  "not_a_url",
  "not_https",
  "user_info",
  "port",
  "ip_address",
  "private_name",
  "own_host",
] as const;

export type WebhookUrlRefusal = (typeof WEBHOOK_URL_REFUSALS)[number];

export type WebhookUrlCheck =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: WebhookUrlRefusal };

/**
 * Whether a webhook may be sent to a URL: https, to a public host name, on port 443 or 8443, without user info. Names are not
 * resolved: the platform gives a Worker no route into a private network, and this refuses what asks for one.
 *
 * @param own_hosts host names of this service, which must not call itself.
 */
export function checkWebhookUrl(raw: string, own_hosts: readonly string[]): WebhookUrlCheck {
  const url = readUrl(raw);
  if (url === null) return refuse("not_a_url");
  if (url.protocol !== "https:") return refuse("not_https");
  if (hasUserInfo(raw, url)) return refuse("user_info");
  if (!PORTS.has(url.port)) return refuse("port");
  const host = withoutDot(url.hostname);
  if (isAddress(host)) return refuse("ip_address");
  if (!isPublicName(host)) return refuse("private_name");
  if (own_hosts.some((own) => withoutDot(own.toLowerCase()) === host)) return refuse("own_host");
  url.hostname = host;
  url.hash = "";
  return { ok: true, url: url.href };
}

/** The parsed URL; null of what a reader and a parser could take for different things (spaces, controls, backslashes). */
function readUrl(raw: string): URL | null {
  if (raw.length > MAX_URL || !/^[^\s\\\p{Cc}\p{Cf}]+$/u.test(raw)) return null;
  // A parser makes https://host of https:host and https:///host; only the spelling with two slashes is one.
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(raw)) return null;
  return URL.canParse(raw) ? new URL(raw) : null;
}

/** User info also where it is empty (`https://@host`), which the parsed URL no longer shows. */
function hasUserInfo(raw: string, url: URL): boolean {
  const authority = raw.slice(raw.indexOf("//") + 2).split(/[/?#]/, 1)[0] ?? "";
  return authority.includes("@") || url.username !== "" || url.password !== "";
}

/** The parser has already turned hexadecimal, octal, short and full-width spellings of an address into the usual one. */
function isAddress(host: string): boolean {
  return host.startsWith("[") || ipaddr.isValid(host);
}

function isPublicName(host: string): boolean {
  const labels = host.split(".");
  if (labels.length < 2 || labels.some((label) => !/^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))) return false;
  // A top-level domain has a letter: what ends in a number is an address in some spelling.
  if (!/[a-z]/.test(labels.at(-1) ?? "")) return false;
  return ![...PRIVATE_SUFFIXES, ...REBINDING_SUFFIXES].some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

function withoutDot(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

function refuse(reason: WebhookUrlRefusal): WebhookUrlCheck {
  return { ok: false, reason };
}
