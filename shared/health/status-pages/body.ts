export type OpenedJson =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly reason: string };
export type OpenedXml = { readonly ok: true; readonly xml: string } | { readonly ok: false; readonly reason: string };

/** JSON is told by its first character before it is parsed: the commonest fault is a 200 with somebody's home page. */
export function openJson(text: string): OpenedJson {
  const start = text.trimStart();
  if (start.startsWith("<")) return { ok: false, reason: "html_instead_of_json" };
  if (!start.startsWith("{") && !start.startsWith("[")) return { ok: false, reason: "not_json" };
  try {
    const json: unknown = JSON.parse(start);
    return { ok: true, json };
  } catch {
    return { ok: false, reason: "truncated_or_invalid_json" };
  }
}

/** XML is told by its first characters; a document type is refused before parsing, since no feed needs one and entities are declared there. */
export function openXml(text: string): OpenedXml {
  const start = text.trimStart();
  if (/^<!doctype html|^<html/i.test(start)) return { ok: false, reason: "html_instead_of_xml" };
  if (!/^<\?xml|^<rss[\s>]|^<feed[\s>]/.test(start)) return { ok: false, reason: "not_xml" };
  if (/<!DOCTYPE|<!ENTITY/i.test(start)) return { ok: false, reason: "xml_with_document_type" };
  return { ok: true, xml: start };
}
