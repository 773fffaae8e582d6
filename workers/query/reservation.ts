import { problem, type Problem } from "../../shared/contract/problem.ts";
import { formatDecimal } from "../../shared/money/decimal.ts";
import type { Call, Outcome } from "./call.ts";
import type { Estimated } from "./estimate-call.ts";

/** Holds an estimate against the budget of the caller's tenant: all of it or nothing, decided in the tenant's own object. */
export async function reserved({ data, offer, receipt, usage }: Estimated, call: Call): Promise<Outcome> {
  const { credentials } = call;
  if (credentials.kind !== "tenant")
    return problem("unauthorized", "reserving needs a tenant's key: Authorization: Bearer <key>");
  const request = {
    amount_usd: formatDecimal(receipt.total),
    model: offer.id,
    price_version: String(data["price_version"]),
    input_tokens: usage.input_tokens ?? null,
  };
  const outcome = await call.env.TENANT.getByName(credentials.tenant_id)
    .reserve(request, call.now)
    .catch(() => null);
  // Restarting, or out of reach: nothing is known to be held, and what is ends by itself after ten minutes.
  if (outcome === null) return problem("unavailable", "the budget does not answer: ask again");
  if (outcome.reserved) {
    const expires_at = new Date(outcome.expires_at).toISOString();
    return { data: { ...data, estimate_id: outcome.estimate_id, reservation_expires_at: expires_at } };
  }
  if ("room_at" in outcome) return tooManyOpen(outcome.room_at, call.now);
  return problem("budget_exceeded", "the amount does not fit the budget", { budget: outcome.refusal });
}

function tooManyOpen(room_at: number, now: number): Problem {
  const seconds = Math.max(1, Math.ceil((room_at - now) / 1_000));
  const reason = problem("rate_limited", "too many open reservations: settle some, or wait until they are released");
  return { ...reason, headers: { "retry-after": String(seconds) } };
}
