import * as z from "zod/mini";
import { isDayOrInstant } from "../text/instant.ts";

/** A query parameter: how its text is read, what the value must be, and what stands when it is absent. */
export interface QueryField<T> {
  /** Null where the text is not of the form; the message then is `expects`. */
  readonly read: (text: string) => T | null;
  readonly absent: T | undefined;
  readonly required: boolean;
  readonly expects: string;
  /** JSON Schema of the value, for the document. */
  readonly schema: () => Record<string, unknown>;
  readonly description?: string;
}

const INTEGER = /^\d{1,16}$/;
const QUANTITY = /^\d{1,16}(?:\.\d{1,12})?$/;

export function optional<T>(field: QueryField<T>): QueryField<T | undefined> {
  return { ...field, required: false };
}

export function withDefault<T>(field: QueryField<T>, value: T): QueryField<T> {
  return { ...field, required: false, absent: value };
}

export function described<T>(field: QueryField<T>, description: string): QueryField<T> {
  return { ...field, description };
}

export function integer(minimum = 0, maximum: number = Number.MAX_SAFE_INTEGER): QueryField<number> {
  return required(
    (text) => {
      if (!INTEGER.test(text)) return null;
      const value = Number(text);
      return value >= minimum && value <= maximum ? value : null;
    },
    `an integer from ${minimum} to ${maximum}`,
    { type: "integer", minimum, maximum },
  );
}

export function quantity(minimum = 0, maximum: number = Number.MAX_SAFE_INTEGER): QueryField<number> {
  return required(
    (text) => {
      if (!QUANTITY.test(text)) return null;
      const value = Number(text);
      return value >= minimum && value <= maximum ? value : null;
    },
    `a number from ${minimum} to ${maximum}`,
    { type: "number", minimum, maximum },
  );
}

export function boolean(): QueryField<boolean> {
  return required((text) => (text === "true" ? true : text === "false" ? false : null), "true or false", {
    type: "boolean",
  });
}

export function text(maximum = 256, minimum = 1): QueryField<string> {
  return required(
    (value) => (value.length >= minimum && value.length <= maximum ? value : null),
    `a text of ${minimum} to ${maximum} characters`,
    { type: "string", minLength: minimum, maxLength: maximum },
  );
}

export function oneOf<const Words extends readonly string[]>(words: Words): QueryField<Words[number]> {
  const schema = z.enum(words);
  return required(
    (value) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? parsed.data : null;
    },
    `one of ${words.join(", ")}`,
    { type: "string", enum: words },
  );
}

/** Comma-separated; every item is read by `item`; repeated items count once. */
export function list<T>(item: QueryField<T>, maximum: number): QueryField<readonly T[]> {
  return required(
    (value) => {
      const parts = value.split(",");
      if (parts.length > maximum) return null;
      const items = new Set<T>();
      for (const part of parts) {
        const read = item.read(part.trim());
        if (read === null) return null;
        items.add(read);
      }
      return [...items];
    },
    `up to ${maximum} values separated by commas, each ${item.expects}`,
    { type: "array", items: item.schema(), maxItems: maximum },
  );
}

/** RFC 3339 instant or plain date -> epoch milliseconds. */
export function instant(): QueryField<number> {
  return required(readInstant, "an RFC 3339 instant such as 2026-11-25T12:00:00Z", {
    type: "string",
    format: "date-time",
  });
}

/** Also with a space for the `T`, as people write it (RFC 3339, 5.6). */
export function readInstant(value: string): number | null {
  const text = value.replace(" ", "T");
  return isDayOrInstant(text) ? Date.parse(text) : null;
}

function required<T>(
  read: (text: string) => T | null,
  expects: string,
  schema: Record<string, unknown>,
): QueryField<T> {
  return { read, absent: undefined, required: true, expects, schema: () => schema };
}
