/**
 * Every way an answer can be a refusal: code -> HTTP status and title (RFC 9457). Codes are stable; details are for people.
 */
export const PROBLEMS = {
  invalid_request: { status: 400, title: "The request is not valid" },
  unauthorized: { status: 401, title: "A valid credential is needed" },
  budget_exceeded: { status: 402, title: "The budget does not allow it" },
  forbidden: { status: 403, title: "The credential does not allow it" },
  not_found: { status: 404, title: "There is nothing here" },
  model_not_found: { status: 404, title: "No such model" },
  method_not_allowed: { status: 405, title: "The method is not allowed here" },
  not_acceptable: { status: 406, title: "The answer is JSON" },
  conflict: { status: 409, title: "It conflicts with what is stored" },
  payload_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body must be JSON" },
  price_unknown: { status: 422, title: "The price is not known" },
  usage_impossible: { status: 422, title: "The usage contradicts itself" },
  service_tier_unavailable: { status: 422, title: "The offer has no price for this service tier" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal_error: { status: 500, title: "An error of ours" },
  unavailable: { status: 503, title: "Not available right now" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** A fault at one place of the request: a JSON pointer into the body, or `/name` of a parameter. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

/** A refusal before it is written out; `extra` members are documented per code (`suggestions`, `available_tiers`). */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Where the status of the code does not fit (a stale `If-Match` is a 412 `conflict`). */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function problem(code: ProblemCode, detail: string, extra?: Readonly<Record<string, unknown>>): Problem {
  return extra === undefined ? { code, detail } : { code, detail, extra };
}

export function invalid(errors: readonly FieldError[]): Problem {
  const first = errors[0];
  return {
    code: "invalid_request",
    detail: first === undefined ? "the request is not valid" : `${first.pointer}: ${first.message}`,
    errors,
  };
}

/** The members that go on the wire; `type` is a page of the service itself. */
export function problemBody(problem: Problem, request_id?: string): Record<string, unknown> {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `/docs/problems#${problem.code}`,
    title,
    status: problem.status ?? status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
    ...problem.extra,
    ...(request_id === undefined ? {} : { request_id }),
  };
}
