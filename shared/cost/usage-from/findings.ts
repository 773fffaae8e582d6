/** Something the reader had to assume or leave out, said with the answer. */
export interface UsageWarning {
  readonly code: UsageWarningCode;
  readonly detail: string;
}

export type UsageWarningCode =
  | "ambiguous_usage"
  | "stream_incomplete"
  | "malformed_event"
  | "total_mismatch"
  | "missing_field"
  | "invalid_field"
  | "unknown_service_tier"
  | "not_priced";

export interface UsageProblem {
  readonly kind: "problem";
  readonly code: "invalid_request" | "usage_impossible";
  readonly detail: string;
  /** JSON pointer to the field at fault in the response; of a stream, in its merged final message. */
  readonly pointer: string;
}

/** What one reading found: the first problem stands, every warning is kept once. */
export class Findings {
  readonly warnings: UsageWarning[] = [];
  problem: UsageProblem | null = null;

  warn(code: UsageWarningCode, detail: string): void {
    if (!this.warnings.some((warning) => warning.code === code && warning.detail === detail)) {
      this.warnings.push({ code, detail });
    }
  }

  refuse(code: UsageProblem["code"], detail: string, pointer: string): void {
    this.problem ??= { kind: "problem", code, detail, pointer };
  }
}
