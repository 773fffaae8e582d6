import type { ServiceTier } from "../../pricing/rate.ts";
import type { Usage } from "../usage.ts";
import { Draft } from "./draft.ts";
import { sourceOf } from "./events.ts";
import type { Source } from "./events.ts";
import { isObject } from "../../text/json.ts";
import { Fields } from "./fields.ts";
import type { JsonObject } from "../../text/json.ts";
import { Findings } from "./findings.ts";
import type { UsageProblem, UsageWarning } from "./findings.ts";
import { sellerNamed } from "./providers.ts";
import { SHAPES, STREAMS } from "./registry.ts";
import type { Shape } from "./shape.ts";
import { unwrapped } from "./wrapper.ts";

/** What the caller knows of the call; what is named here wins over what the response says. */
export interface UsageHints {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
}

export interface UsageReading {
  readonly kind: "usage";
  /** Totals with disjoint parts; a part of zero is left out. */
  readonly usage: Usage;
  /** Stable name of the shape that was recognised: `openai_chat`, `anthropic_messages`, … */
  readonly convention: string;
  /** The seller in the catalog's spelling: as named, else where the response itself tells. */
  readonly provider?: string;
  readonly model?: string;
  readonly service_tier?: ServiceTier;
  /** Where inference ran (`inference_geo`). */
  readonly region?: string;
  /** What the provider says it charged, a decimal of USD. */
  readonly provider_reported_usd?: string;
  readonly response_id?: string;
  /** When the response was made, epoch milliseconds. */
  readonly created?: number;
  readonly warnings: readonly UsageWarning[];
}

/**
 * The normalised usage of a provider's raw answer: a parsed JSON value, or text of JSON, NDJSON or server-sent events;
 * a whole response, its usage object alone, or the last event of a stream. Of a stream the last cumulative usage counts.
 * What cannot be told is said in `warnings`; what cannot be is a problem that names the field.
 */
export function usageFrom(response: unknown, hints: UsageHints = {}): UsageReading | UsageProblem {
  const findings = new Findings();
  const draft = new Draft(findings, sellerNamed(hints.provider), hints.model);
  const body = bodyOf(response, draft);
  if (body === null) return findings.problem ?? unreadable("no usage", "");
  const shape = shapeOf(body, draft.named);
  if (shape === undefined) return withoutUsage(body, response);
  shape.read(body, draft);
  draft.check();
  if (findings.problem !== null) return findings.problem;
  if (Object.keys(draft.usage).length === 0) return withoutUsage(body, response);
  return reading(body, draft, shape);
}

/** The body to read: of a stream its merged message, of a wrapper what it wraps. */
function bodyOf(response: unknown, draft: Draft): Fields | null {
  const { findings } = draft;
  const source = sourceOf(response);
  if (source.kind === "unreadable") findings.refuse("invalid_request", source.detail, "");
  if (source.kind === "events") return folded(source, findings);
  if (source.kind !== "value") return null;
  if (!isObject(source.value)) {
    findings.refuse("invalid_request", "the response must be an object, a list of events, or text of either", "");
    return null;
  }
  const body = unwrapped(new Fields(source.value, "", findings), draft);
  const stream = STREAMS.find((each) => each.recognises(body.value));
  if (stream === undefined) return body;
  const { body: message, ended } = stream.fold([body.value]);
  if (!ended) warnIncomplete(findings, "the event is not the last of its stream");
  return new Fields(message, body.pointer, findings);
}

function folded(source: Extract<Source, { kind: "events" }>, findings: Findings): Fields | null {
  const { events, malformed } = source;
  if (malformed > 0) findings.warn("malformed_event", `${malformed} events were no JSON objects and were left out`);
  const stream = STREAMS.find((each) => events.some(each.recognises));
  if (stream === undefined) return lastUsage(events, findings);
  const { body, ended } = stream.fold(events);
  if (source.cut || !(ended || source.done)) {
    warnIncomplete(findings, "the stream was cut before its end; the usage is the last it stated");
  }
  return new Fields(body, "", findings);
}

/** Events of no known stream: usable only when one of them alone has a usage, as several may be several calls. */
function lastUsage(events: readonly JsonObject[], findings: Findings): Fields | null {
  const carrying = events.filter((event) => isObject(event["usage"]));
  const only = events.length === 1 ? events[0] : carrying[0];
  if (only === undefined || carrying.length > 1) {
    const why = carrying.length > 1 ? "several responses; send each on its own" : "no event with a usage";
    findings.refuse("invalid_request", `the list or stream has ${why}`, "");
    return null;
  }
  if (events.length > 1) warnIncomplete(findings, "the kind of stream is not known, nor whether it ended");
  return new Fields(only, "", findings);
}

function warnIncomplete(findings: Findings, detail: string): void {
  findings.warn("stream_incomplete", detail);
}

/** A shape of the named seller first, then whichever recognises the body. */
function shapeOf(body: Fields, named: string | undefined): Shape | undefined {
  const own = named === undefined ? [] : SHAPES.filter((shape) => shape.sellers.includes(named));
  const fits = (shape: Shape): boolean => shape.recognises(body) || shape.accepts?.(body) === true;
  return own.find(fits) ?? SHAPES.find((shape) => shape.recognises(body));
}

function withoutUsage(body: Fields, response: unknown): UsageProblem {
  if (body.has("error")) return unreadable("the response is an error and states no usage", body.at("error"));
  if (typeof response === "string" || Array.isArray(response)) {
    return unreadable(
      "no usage is stated; a stream states it at its end, OpenAI's only with stream_options.include_usage",
      "",
    );
  }
  return unreadable("no known form of usage is in the response", body.pointer);
}

function unreadable(detail: string, pointer: string): UsageProblem {
  return { kind: "problem", code: "invalid_request", detail, pointer };
}

function reading(body: Fields, draft: Draft, shape: Shape): UsageReading {
  const provider = draft.named ?? draft.provider;
  const model = draft.model ?? body.text("model") ?? body.text("modelId");
  const id = draft.response_id ?? body.text("id") ?? body.text("response_id");
  const created = instantOf(body);
  return {
    kind: "usage",
    usage: { ...draft.usage },
    convention: shape.convention,
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    ...(draft.service_tier !== undefined && { service_tier: draft.service_tier }),
    ...(draft.region !== undefined && { region: draft.region }),
    ...(draft.provider_reported_usd !== undefined && { provider_reported_usd: draft.provider_reported_usd }),
    ...(id !== undefined && { response_id: id }),
    ...(created !== undefined && { created }),
    warnings: draft.findings.warnings,
  };
}

/** Last instant with a year of four digits, epoch milliseconds. */
const LAST_INSTANT = 253_402_300_799_999;

/** `created` and `created_at` in epoch seconds, or RFC 3339 in `createTime` and the like. */
function instantOf(body: Fields): number | undefined {
  const stated = body.raw("created") ?? body.raw("created_at") ?? body.raw("createTime") ?? body.raw("create_time");
  const instant =
    typeof stated === "number" ? Math.round(stated * 1000) : typeof stated === "string" ? Date.parse(stated) : NaN;
  return Number.isFinite(instant) && instant >= 0 && instant <= LAST_INSTANT ? instant : undefined;
}
