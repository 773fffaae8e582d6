import { escapedXml } from "../text/xml.ts";

export interface Badge {
  readonly label: string;
  readonly message: string;
  readonly colour: "good" | "warn" | "bad" | "neutral";
}

/** Contrast of white on each is at least 4.5:1. */
const COLOURS = { good: "#1a6b2d", warn: "#7a5200", bad: "#a3241b", neutral: "#4b5755" } as const;

/** Advance of a character of an 11 px sans-serif, px, on the wide side: text may end early, never beyond its box. */
const CHARACTER = 7;
const PADDING = 6;
const MOST_CHARACTERS = 60;

/** A flat badge, 20 px high; every text is escaped, no script, style or link is in it. */
export function badgeSvg({ label, message, colour }: Badge): string {
  const left = shortened(label);
  const right = shortened(message);
  const leftWidth = widthOf(left);
  const width = leftWidth + widthOf(right);
  const title = escapedXml(`${left}: ${right}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${title}"><title>${title}</title>`,
    `<rect width="${width}" height="20" rx="3" fill="${COLOURS[colour]}"/><path d="M3 0h${leftWidth - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#17201f"/>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${textAt(PADDING, left)}${textAt(leftWidth + PADDING, right)}</g></svg>\n`,
  ].join("");
}

function textAt(x: number, text: string): string {
  return `<text x="${x}" y="14" textLength="${[...text].length * CHARACTER}" lengthAdjust="spacingAndGlyphs">${escapedXml(text)}</text>`;
}

function widthOf(text: string): number {
  return [...text].length * CHARACTER + 2 * PADDING;
}

function shortened(text: string): string {
  const characters = [...text.replaceAll(/\p{C}/gu, "")];
  return characters.length <= MOST_CHARACTERS
    ? characters.join("")
    : `${characters.slice(0, MOST_CHARACTERS - 1).join("")}…`;
}
