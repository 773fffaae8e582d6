import { Webhook } from "standardwebhooks";

/** The three headers of Standard Webhooks for a body sent at `now` (epoch ms). */
export function signedHeaders(secret: string, id: string, now: number, body: string): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now / 1_000)),
    "webhook-signature": new Webhook(secret).sign(id, new Date(now), body),
  };
}
