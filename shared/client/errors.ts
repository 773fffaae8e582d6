import { isObject, type JsonObject, parsedJson } from "../text/json.ts";
import { PROBLEMS, type FieldError, type ProblemCode } from "../contract/problem.ts";

/**
 * Everything a call can reject with, told apart by `kind`:
 * `problem` the service refused (RFC 9457); `unreachable` no answer came; `timeout` none came in time;
 * `unreadable` an answer came that is not of this API; `aborted` the caller's own signal ended it.
 */
export type RatecardError = ProblemError | UnreachableError | TimeoutError | UnreadableError | AbortedError;

/** A code that this version of the SDK does not know is `unrecognized`; `body.code` has its own words. */
export type AnyProblemCode = ProblemCode | "unrecognized";

/** The members of a problem document that the API documents; others stand in `body`. */
export interface ProblemDetails {
  readonly code: AnyProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  /** Nearest ids, with `model_not_found`. */
  readonly suggestions: readonly string[];
  readonly request_id: string | null;
  readonly body: JsonObject;
}

/** The service refused the request; `code` is stable and says why. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly kind = "problem";
  readonly code: AnyProblemCode;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly suggestions: readonly string[];
  readonly request_id: string | null;
  /** Seconds after which the service invites another try; null where it says nothing. */
  readonly retry_after: number | null;
  readonly body: JsonObject;

  constructor(details: ProblemDetails, retry_after: number | null) {
    super(`${details.code}: ${details.detail === "" ? details.title : details.detail}`);
    this.code = details.code;
    this.status = details.status;
    this.detail = details.detail;
    this.errors = details.errors;
    this.suggestions = details.suggestions;
    this.request_id = details.request_id;
    this.retry_after = retry_after;
    this.body = details.body;
  }
}

/** No answer came: no network, no such host, or the connection broke. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
  readonly kind = "unreachable";
}

/** No whole answer came within `timeout_ms`. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  readonly kind = "timeout";
}

/** An answer came, but it is not one of this API: a proxy's page, a cut body, another service. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
  readonly kind = "unreadable";
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The caller's own signal ended the call. */
export class AbortedError extends Error {
  override readonly name = "AbortedError";
  readonly kind = "aborted";
}

export function isRatecardError(error: unknown): error is RatecardError {
  return (
    error instanceof ProblemError ||
    error instanceof UnreachableError ||
    error instanceof TimeoutError ||
    error instanceof UnreadableError ||
    error instanceof AbortedError
  );
}

/** Reads a problem document; null where the text is none. */
export function readProblem(text: string, status: number): ProblemDetails | null {
  const body = parsedObject(text);
  const code = body?.["code"];
  if (body === null || typeof code !== "string") return null;
  return {
    code: isProblemCode(code) ? code : "unrecognized",
    status,
    title: textOf(body["title"]),
    detail: textOf(body["detail"]),
    errors: listOf(body["errors"]).filter(isFieldError),
    suggestions: listOf(body["suggestions"]).filter((item) => typeof item === "string"),
    request_id: typeof body["request_id"] === "string" ? body["request_id"] : null,
    body,
  };
}

export function parsedObject(text: string): JsonObject | null {
  const value = parsedJson(text);
  return isObject(value) ? value : null;
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function isFieldError(value: unknown): value is FieldError {
  return isObject(value) && typeof value["pointer"] === "string" && typeof value["message"] === "string";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
