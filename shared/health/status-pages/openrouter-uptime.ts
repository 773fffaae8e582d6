import * as z from "zod/mini";
import type { Corroboration } from "../status-page.ts";
import { openJson } from "./body.ts";
import type { FlagshipModel } from "./flagship-models.ts";

/** OpenRouter has written this as a number; an object of the same figure is accepted as well. */
const figure = z.union([z.number(), z.record(z.string(), z.unknown())]);
const endpointRow = z.object({
  provider_name: z.nullish(z.string()),
  tag: z.nullish(z.string()),
  uptime_last_5m: z.nullish(figure),
});
const document = z.object({ data: z.object({ endpoints: z.array(z.unknown()) }) });

const FIGURE_KEYS = ["value", "uptime", "percent", "percentage", "average", "mean"] as const;

/**
 * Uptime of a provider's endpoints for its flagship model over the last five minutes, percent 0..100 as OpenRouter says it (from real traffic, keyless).
 * The mean of the provider's endpoints; null where it states none. Null for the whole when the body is not that document or does not list the provider.
 */
export function parseOpenRouterUptime(text: string, flagship: FlagshipModel, now: number): Corroboration | null {
  const opened = openJson(text);
  if (!opened.ok) return null;
  const parsed = document.safeParse(opened.json);
  if (!parsed.success) return null;
  const own = parsed.data.data.endpoints.flatMap((row) => {
    const endpoint = endpointRow.safeParse(row);
    return endpoint.success && isOf(endpoint.data, flagship) ? [endpoint.data] : [];
  });
  if (own.length === 0) return null;
  const stated = own.map((endpoint) => percentOf(endpoint.uptime_last_5m)).filter((percent) => percent !== null);
  const uptime_percent = stated.length === 0 ? null : stated.reduce((sum, one) => sum + one, 0) / stated.length;
  return { source: `openrouter:${flagship.model}`, uptime_percent, observed_at: new Date(now).toISOString() };
}

/** Tags are `anthropic`, or `google-vertex/europe` where a provider has several endpoints. */
function isOf(endpoint: z.infer<typeof endpointRow>, flagship: FlagshipModel): boolean {
  return endpoint.tag?.split("/")[0]?.toLowerCase() === flagship.tag;
}

function percentOf(value: z.infer<typeof figure> | null | undefined): number | null {
  const read = typeof value === "object" && value !== null ? firstFigure(value) : value;
  return typeof read === "number" && read >= 0 && read <= 100 ? read : null;
}

function firstFigure(value: Readonly<Record<string, unknown>>): unknown {
  return FIGURE_KEYS.map((key) => value[key]).find((one) => typeof one === "number");
}
