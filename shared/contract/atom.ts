export interface AtomEntry {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly link: string;
  readonly summary: string;
}

export interface AtomFeed {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly entries: readonly AtomEntry[];
}

/** RFC 4287; every text is escaped, whatever an upstream put into a name. */
export function atomFeed({ id, title, updated, entries }: AtomFeed): string {
  const head = `<id>${xml(id)}</id><title>${xml(title)}</title><updated>${updated}</updated><link rel="self" href="${xml(id)}"/><author><name>Ratecard</name></author>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">${head}${entries.map(entryText).join("")}</feed>\n`;
}

function entryText({ id, title, updated, link, summary }: AtomEntry): string {
  return `<entry><id>${xml(id)}</id><title>${xml(title)}</title><updated>${updated}</updated><link href="${xml(link)}"/><summary>${xml(summary)}</summary></entry>`;
}

/** Characters that XML 1.0 does not allow even when escaped are left out. */
function xml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
