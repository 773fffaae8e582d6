/** The two models that the scale "q1" is nailed to, as the general category knows them. */
export const LOWER_ANCHOR = { model: "gpt-4o-2024-08-06", score: 40 } as const;
/** ECI publishes one value for GPT-5; the anchor is gpt-5 at effort high (August 2025). */
export const ECI_ANCHOR_EFFORT = { model: "gpt-5", effort: "high", score: 70 } as const;
