import { oneOf, quantity, type QueryField } from "../../../../shared/contract/query-field.ts";
import { defaultUsage } from "../../../../shared/cost/mode-usage.ts";
import { pickUsage, type Usage } from "../../../../shared/cost/usage.ts";
import type { Mode } from "../../../../shared/pricing/offer.ts";
import { SERVICE_TIERS, type ServiceTier } from "../../../../shared/pricing/rate.ts";
import { html, type Markup } from "../html.ts";
import { countText } from "./figures.ts";
import { type FormReader, peopleCount } from "./form-reader.ts";
import { selectField, textField } from "./parts.ts";

/** Calls that amounts are shown for besides one: single calls cost fractions of a cent. */
const DEFAULT_CALLS = 1_000;
const MAX_CALLS = 1_000_000_000_000;

/** The reader's own usage: one call, and how many of them. */
export interface MyUsage {
  readonly usage: Usage;
  readonly calls: number;
  readonly service_tier: ServiceTier;
  readonly at: number;
  readonly fields: readonly UsageControl[];
}

interface UsageControl {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

type UnitField = Exclude<keyof Usage, "web_search_context_size">;

/** The form's totals as usage; what is not given stands at what the API's rankings take. */
export function readUsage(form: FormReader, mode: Mode, now: number): MyUsage {
  const usual = defaultUsage(mode);
  const isByToken = usual.input_tokens !== undefined;
  const { usage, fields } = isByToken ? tokenUsage(form, usual) : unitUsage(form, usual);
  return {
    usage,
    fields,
    calls: form.value("calls", "Calls", peopleCount(1, MAX_CALLS)) ?? DEFAULT_CALLS,
    service_tier: form.value("service_tier", "Service tier", oneOf(SERVICE_TIERS)) ?? "standard",
    at: now,
  };
}

interface ReadUsage {
  readonly usage: Usage;
  readonly fields: readonly UsageControl[];
}

function tokenUsage(form: FormReader, usual: Usage): ReadUsage {
  const input = form.value("input_tokens", "Input tokens", peopleCount()) ?? usual.input_tokens ?? 0;
  const fields = [control(form, "input_tokens", "Input tokens", input)];
  const share = form.value("cache_share", "Cached, %", percent());
  const cached = Math.floor((input * (share ?? 0)) / 100);
  const usage = { input_tokens: input, cache_read_tokens: cached === 0 ? undefined : cached };
  fields.push(control(form, "cache_share", "Cached, %", share ?? 0));
  if (usual.output_tokens === undefined) return { usage: pickUsage(usage), fields };
  const output = form.value("output_tokens", "Output tokens", peopleCount()) ?? usual.output_tokens;
  fields.push(control(form, "output_tokens", "Output tokens", output));
  return { usage: pickUsage({ ...usage, output_tokens: output }), fields };
}

function unitUsage(form: FormReader, usual: Usage): ReadUsage {
  const fields: UsageControl[] = [];
  const usage: Partial<Record<UnitField, number>> = {};
  for (const [name, label] of UNIT_FIELDS) {
    const standing = usual[name];
    if (standing === undefined) continue;
    const field = name.endsWith("_seconds") ? quantity() : peopleCount();
    const value = form.value(name, label, field) ?? standing;
    usage[name] = value;
    fields.push(control(form, name, label, value));
  }
  return { usage, fields };
}

const UNIT_FIELDS: readonly (readonly [UnitField, string])[] = [
  ["queries", "Queries"],
  ["output_images", "Images"],
  ["input_audio_seconds", "Seconds of audio"],
  ["input_characters", "Characters"],
  ["output_video_seconds", "Seconds of video"],
  ["pages", "Pages"],
];

function percent(): QueryField<number> {
  const share = quantity(0, 100);
  return { ...share, read: (text) => share.read(text.replace(/\s*%$/, "")), expects: "a share from 0 to 100 percent" };
}

/** What was typed stays typed, even where it is wrong. */
function control(form: FormReader, name: string, label: string, value: number): UsageControl {
  const typed = form.typed(name);
  return { name, label, value: typed === "" ? String(value) : typed };
}

/** The controls for one call, how many calls, and the service tier. */
export function usageControls(form: FormReader, mine: MyUsage): Markup {
  const calls = form.typed("calls");
  return html`<fieldset class="usage">
    <legend>My usage, per call</legend>
    ${mine.fields.map(({ name, label, value }) => textField(form, name, { label, value, numeric: true }))}
    ${textField(form, "calls", { label: "Calls", value: calls === "" ? String(mine.calls) : calls, numeric: true })}
    ${selectField(
      form,
      "service_tier",
      "Service tier",
      SERVICE_TIERS.map((tier) => ({ value: tier, text: tier })),
      mine.service_tier,
    )}
  </fieldset>`;
}

/** The usage as parameters of the API: it takes counts where the form takes a share. */
export function usageParams(mine: MyUsage): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(mine.usage)) if (value !== undefined) params.set(name, String(value));
  if (mine.service_tier !== "standard") params.set("service_tier", mine.service_tier);
  return params;
}

/** The form's own words for it, to carry the usage from one page to the next. */
export function usageLink(form: FormReader, path: string, more: Readonly<Record<string, string>> = {}): string {
  const params = new URLSearchParams(more);
  for (const name of CARRIED) {
    const typed = form.typed(name);
    if (typed !== "") params.set(name, typed);
  }
  const search = params.toString();
  return search === "" ? path : `${path}?${search}`;
}

const CARRIED = [
  "input_tokens",
  "output_tokens",
  "cache_share",
  "calls",
  "service_tier",
  ...UNIT_FIELDS.map(([name]) => name),
];

/** `1,000 calls of 1,000 input tokens (200 of them cached), 500 output tokens`: what amounts on the page are for. */
export function usageText({ usage, calls }: MyUsage): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(usage)) {
    if (typeof value !== "number" || name === "cache_read_tokens") continue;
    const cached = name === "input_tokens" ? (usage.cache_read_tokens ?? 0) : 0;
    const aside = cached === 0 ? "" : ` (${countText(cached)} of them cached)`;
    parts.push(`${countText(value)} ${unitWords(name, value)}${aside}`);
  }
  return `${countText(calls)} ${calls === 1 ? "call" : "calls"} of ${parts.join(", ")}`;
}

function unitWords(name: string, value: number): string {
  const words = UNIT_WORDS.get(name) ?? name.replaceAll("_", " ");
  return value === 1 ? (SINGULARS.get(words) ?? words) : words;
}

const UNIT_WORDS: ReadonlyMap<string, string> = new Map([
  ["input_audio_seconds", "seconds of audio"],
  ["output_video_seconds", "seconds of video"],
  ["input_characters", "characters"],
  ["output_images", "images"],
]);

const SINGULARS: ReadonlyMap<string, string> = new Map([
  ["images", "image"],
  ["queries", "query"],
  ["pages", "page"],
  ["input tokens", "input token"],
  ["output tokens", "output token"],
]);
