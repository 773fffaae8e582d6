/** Fields that a row's facts are read from. */
export const FACTS = [
  "litellm_provider",
  "mode",
  "aliases",
  "max_input_tokens",
  "max_output_tokens",
  "prompt_cache_min_tokens",
  "deprecation_date",
  "supported_output_modalities",
] as const;

/** What a row states of its model, unread. */
export type StatedFacts = { -readonly [Fact in (typeof FACTS)[number]]?: unknown };

export interface RowFields {
  readonly facts: StatedFacts;
  /** Bits in the order of CAPABILITIES. */
  readonly capabilities: number;
  readonly prices: readonly (readonly [string, unknown])[];
}
