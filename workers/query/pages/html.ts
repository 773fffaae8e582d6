/** Text that is markup already: only `html` and `trusted` make it, so whatever else is put into a page is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[];

/** A piece of a page; each value in it is escaped unless it is markup itself. Safe in text and in quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = parts[0] ?? "";
  for (let index = 0; index < values.length; index += 1) text += render(values[index]) + (parts[index + 1] ?? "");
  return new Markup(text);
}

/** Markup that the project wrote itself; never for words of an upstream or a caller. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

export function render(content: Content): string {
  if (content === null || content === undefined || content === false) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "string") return escapeHtml(content);
  if (typeof content === "number") return String(content);
  return content.map(render).join("");
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
