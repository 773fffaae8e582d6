import type { Draft } from "./draft.ts";
import { sum } from "./fields.ts";
import type { Fields } from "./fields.ts";

/** xAI states what it charged in ticks: 1 USD = 10^10 ticks (docs.x.ai, Cost Tracking, read 2026-11-25). */
const TICK_SCALE = 10;

/** Fields that only xAI's usage has. */
export function isXai(usage: Fields): boolean {
  return usage.has(
    "cost_in_usd_ticks",
    "num_sources_used",
    "num_server_side_tools_used",
    "server_side_tool_usage_details",
  );
}

/** Ticks and tool calls; live search bills every source it used, the agent tools every call. */
export function readXaiExtras(usage: Fields, draft: Draft): void {
  if (isXai(usage)) draft.provider = "xai";
  const ticks = usage.count("cost_in_usd_ticks");
  if (ticks !== undefined) draft.amount({ coefficient: ticks.value, scale: TICK_SCALE });
  const tools = usage.object("server_side_tool_usage_details", "server_side_tool_usage");
  const searches = sum(tools?.count("web_search_calls"), tools?.count("x_search_calls"));
  const sources = usage.count("num_sources_used");
  const billed = searches !== undefined && searches.value > 0 ? searches : sources;
  if (billed !== undefined && billed.value > 0) draft.searches(billed);
  const interpreter = tools?.count("code_interpreter_calls");
  if (interpreter !== undefined && interpreter.value > 0) draft.put("code_interpreter_sessions", interpreter);
}
