import { escapedXml } from "../text/xml.ts";

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
  const head = `<id>${escapedXml(id)}</id><title>${escapedXml(title)}</title><updated>${updated}</updated><link rel="self" href="${escapedXml(id)}"/><author><name>Ratecard</name></author>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">${head}${entries.map(entryText).join("")}</feed>\n`;
}

function entryText({ id, title, updated, link, summary }: AtomEntry): string {
  return `<entry><id>${escapedXml(id)}</id><title>${escapedXml(title)}</title><updated>${updated}</updated><link href="${escapedXml(link)}"/><summary>${escapedXml(summary)}</summary></entry>`;
}
