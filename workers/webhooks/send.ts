import { checkWebhookUrl } from "../../shared/tenancy/webhook-url.ts";
import { signedHeaders } from "./signature.ts";

/** How long a destination may take, ms. */
const TIMEOUT_MS = 5_000;
/** How much of a reply is read before the connection is given up, bytes. */
const MAX_REPLY = 4_096;

export interface Destination {
  readonly url: string;
  readonly secret: string;
}

/** How one attempt ended. */
export interface Attempt {
  readonly ok: boolean;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** `http_<status>`, `redirect`, `timeout`, `unreachable`, `refused_address`; null of a success. Never text of the destination's. */
  readonly error: string | null;
  /** What the destination asked for by `Retry-After`, ms. */
  readonly asked_ms: number | null;
  /** There is no use in trying again: the destination says so, or is none that anything is sent to. */
  readonly gone: boolean;
}

/**
 * Sends a body once: signed, without credentials, following no redirect. Never throws. Whoever chose the address, and whatever the rules were
 * when it was stored, it is judged here.
 */
export async function send(to: Destination, id: string, body: string, now: number): Promise<Attempt> {
  const checked = checkWebhookUrl(to.url, []);
  if (!checked.ok) return { ...failed(null, "refused_address"), gone: true };
  // Not AbortSignal.timeout: its timer would go on after the answer and keep the object alive, and billed, for five seconds.
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(checked.url, {
      method: "POST",
      body,
      redirect: "manual",
      signal: controller.signal,
      headers: {
        "content-type": "application/json",
        "user-agent": "Ratecard-Webhooks/1",
        ...signedHeaders(to.secret, id, now, body),
      },
    });
    // The status is the answer: a reply that breaks off or never ends is dropped at the timeout.
    await drain(response).catch(() => undefined);
    return judge(response);
  } catch {
    return failed(null, controller.signal.aborted ? "timeout" : "unreachable");
  } finally {
    clearTimeout(timer);
  }
}

function judge(response: Response): Attempt {
  if (response.status >= 200 && response.status < 300) {
    return { ok: true, status: response.status, error: null, asked_ms: null, gone: false };
  }
  const redirect = response.status >= 300 && response.status < 400;
  const attempt = failed(response.status, redirect ? "redirect" : `http_${response.status}`);
  return { ...attempt, asked_ms: retryAfter(response), gone: response.status === 410 };
}

function failed(status: number | null, error: string): Attempt {
  return { ok: false, status, error, asked_ms: null, gone: false };
}

/** Seconds only: a date would need the destination's clock. */
function retryAfter(response: Response): number | null {
  const text = response.headers.get("retry-after") ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : null;
}

/** Reads a little of the reply so that the connection can be used again, and drops the rest. */
async function drain(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  for (let read = 0; read < MAX_REPLY;) {
    const { done, value } = await reader.read();
    if (done) return;
    read += value.byteLength;
  }
  await reader.cancel();
}
