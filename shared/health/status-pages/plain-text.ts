/** C0 and C1 controls, zero-width and bidirectional marks: they can hide or reorder what a reader sees. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const TAGS = /<[^<>]{0,2000}>/g;

const TITLE_LENGTH = 200;
export const NAME_LENGTH = 100;
export const ID_LENGTH = 100;
const URL_LENGTH = 500;

/** Upstream text as plain text of at most `max` characters: no markup, no control characters, white space folded. */
export function plainText(text: string, max: number = TITLE_LENGTH): string {
  const folded = text
    .slice(0, max * 20)
    .replace(TAGS, " ")
    .replace(INVISIBLE, " ")
    .replace(/\s+/g, " ")
    .trim();
  const points = [...folded];
  return points.length <= max ? folded : `${points.slice(0, max - 1).join("")}…`;
}

/** An https link on the host of `page`, else null: what a page links to is upstream text, and a reader must not be sent anywhere by it. */
export function ownLink(link: string | null | undefined, page: string): string | null {
  const base = URL.parse(page);
  if (base === null || typeof link !== "string" || link === "" || link.length > URL_LENGTH) return null;
  const bare = link.startsWith(`${base.host}/`) ? `https://${link}` : link;
  const url = URL.parse(bare, base);
  if (url === null || url.protocol !== "https:" || url.host !== base.host) return null;
  return url.username === "" && url.password === "" ? url.href : null;
}

/** Milliseconds of an upstream's date, null when it says none or an absurd one (before 2000 or after 2100). */
export function timeOf(date: string | number | null | undefined): number | null {
  const ms = typeof date === "string" ? Date.parse(date) : (date ?? Number.NaN);
  return ms >= 946_684_800_000 && ms < 4_102_444_800_000 ? ms : null;
}

/** RFC 3339 UTC of an upstream's date, null when it says none. */
export function isoTime(date: string | number | null | undefined): string | null {
  const ms = timeOf(date);
  return ms === null ? null : new Date(ms).toISOString();
}
