import type { Draft } from "./draft.ts";
import type { JsonObject } from "../../text/json.ts";
import type { Fields } from "./fields.ts";

/**
 * The form in which a provider states usage. A new one is a file with one of these, named in `registry.ts`.
 * Recognising looks at marks only; reading takes every count through `Fields` and puts it into the draft.
 */
export interface Shape {
  /** Stable name that answers carry. */
  readonly convention: string;
  /** Sellers (in the catalog's spelling) whose answers are read this way when the caller names them. */
  readonly sellers: readonly string[];
  /** Whether the body carries marks of this form and of no other. */
  readonly recognises: (body: Fields) => boolean;
  /** Whether a body of one of `sellers` can be read this way; as `recognises` when absent. */
  readonly accepts?: (body: Fields) => boolean;
  readonly read: (body: Fields, draft: Draft) => void;
}

/** The events of one stream, merged into the body that the same call answers without streaming. */
export interface Folded {
  readonly body: JsonObject;
  /** Whether the stream's own end was seen. */
  readonly ended: boolean;
}

export interface StreamShape {
  readonly recognises: (event: JsonObject) => boolean;
  readonly fold: (events: readonly JsonObject[]) => Folded;
}

/** The `usage` object of a body, or the body itself where a bare usage object was given. */
export function usageOf(body: Fields): Fields {
  return body.object("usage") ?? body;
}

/** The same for looking at marks. */
export function usageMarks(body: Fields): Fields {
  return body.inside("usage") ?? body;
}

/** Later fields win, nulls say nothing. Keys go through a map: `__proto__` stays an ordinary key. */
export function merged(objects: readonly (JsonObject | undefined)[]): JsonObject {
  const fields = new Map<string, unknown>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object ?? {})) {
      if (value !== null && value !== undefined) fields.set(key, value);
    }
  }
  return Object.fromEntries(fields);
}

/** A text field of an event, else nothing: an object there may have no text (`{"toString": 1}`), so none is made of it. */
export function wordOf(event: JsonObject | undefined, name: string): string {
  const value = event?.[name];
  return typeof value === "string" ? value : "";
}
