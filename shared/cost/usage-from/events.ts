import { isObject, parsedJson } from "../../text/json.ts";
import type { JsonObject } from "../../text/json.ts";

/** Longest text read, in UTF-16 units: 128,000 tokens of output at four a chunk of 120 characters. */
export const LONGEST_TEXT = 4 * 1024 * 1024;

/** Most events of one stream, three times as many as that output has. */
export const MOST_EVENTS = 100_000;

/** A response as it was given: one JSON value, or the events of a stream in their order. */
export type Source =
  | { readonly kind: "value"; readonly value: unknown }
  | {
      readonly kind: "events";
      readonly events: readonly JsonObject[];
      /** Events that were no JSON object. */
      readonly malformed: number;
      /** The last event was cut in the middle. */
      readonly cut: boolean;
      /** OpenAI's `[DONE]` was seen, which many copy. */
      readonly done: boolean;
    }
  | { readonly kind: "unreadable"; readonly detail: string };

/** Reads JSON, NDJSON and SSE text; a value that is already parsed is taken as it is, a list of objects as events. */
export function sourceOf(response: unknown): Source {
  if (typeof response === "string") return textSource(response);
  if (Array.isArray(response)) return eventsSource(response);
  return { kind: "value", value: response };
}

function textSource(text: string): Source {
  if (text.length > LONGEST_TEXT)
    return { kind: "unreadable", detail: `the text is longer than ${LONGEST_TEXT} characters` };
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  const whole = parsedJson(trimmed);
  if (whole !== undefined) return Array.isArray(whole) ? eventsSource(whole) : { kind: "value", value: whole };
  const lines = linesOf(trimmed);
  const chunks = lines.some((line) => /^(?:data|event):/.test(line))
    ? dataOf(lines)
    : lines.filter((line) => line.trim() !== "");
  if (chunks.length > MOST_EVENTS) return tooMany();
  const values = chunks.filter((chunk) => chunk.trim() !== "[DONE]").map(parsedJson);
  if (!values.some(isObject))
    return { kind: "unreadable", detail: "the text is neither JSON nor a stream of JSON events" };
  return eventsSource(values, values.at(-1) === undefined, values.length < chunks.length);
}

function tooMany(): Source {
  return { kind: "unreadable", detail: `the list or stream has more than ${MOST_EVENTS} events` };
}

/** Lines of either ending; a carriage return alone ends them only where there is no line feed. */
function linesOf(text: string): readonly string[] {
  if (!text.includes("\n")) return text.split("\r");
  return text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

function eventsSource(values: readonly unknown[], cut = false, done = false): Source {
  if (values.length > MOST_EVENTS) return tooMany();
  const events = values.filter(isObject).map(unpacked);
  if (events.length === 0) return { kind: "unreadable", detail: "the list has no JSON objects" };
  return { kind: "events", events, malformed: values.length - events.length - (cut ? 1 : 0), cut, done };
}

/** The data of each server-sent event; where blank lines between events got lost, each line is one. */
function dataOf(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  let data: string[] = [];
  const flush = (): void => {
    const joined = data.join("\n");
    if (data.length > 1 && parsedJson(joined) === undefined) for (const line of data) found.push(line);
    else if (data.length > 0) found.push(joined);
    data = [];
  };
  for (const line of lines) {
    if (line.startsWith("data:")) data.push(line.slice(5).trim());
    else if (line.trim() === "" || line.startsWith("event:")) flush();
  }
  flush();
  return found;
}

/** InvokeModelWithResponseStream wraps each event as base64 in `chunk.bytes`. */
function unpacked(event: JsonObject): JsonObject {
  const chunk = event["chunk"];
  const bytes = isObject(chunk) ? chunk["bytes"] : undefined;
  if (typeof bytes !== "string") return event;
  try {
    const inner = parsedJson(new TextDecoder().decode(Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))));
    return isObject(inner) ? inner : event;
  } catch {
    return event;
  }
}
