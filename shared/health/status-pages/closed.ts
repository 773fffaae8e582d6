/** States after which an incident or a maintenance counts no more. Every other word means that it is still open: a new word must not hide an outage. */
const CLOSED: ReadonlySet<string> = new Set(["resolved", "postmortem", "completed", "closed", "cancelled", "canceled"]);

export function isClosed(state: string | null | undefined): boolean {
  return CLOSED.has((state ?? "").trim().toLowerCase());
}
