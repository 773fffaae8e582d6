/** Where the owner of a page finds out who is polling it. `.example` is reserved (RFC 2606): an operator names a real page with the variable `CONTACT_URL`. */
const DEFAULT_CONTACT_URL = "https://ratecard.example/contact";

/** Bot walls challenge blank and default agents first; a name, a version and an address are what their owners ask for. */
export function userAgent(contactUrl: string = DEFAULT_CONTACT_URL): string {
  return `Ratecard/1 (+${contactUrl.replace(/[^\x21-\x7e]|[()]/g, "")})`;
}
