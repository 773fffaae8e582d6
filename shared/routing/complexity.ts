/**
 * A caller's own word for how hard a task is: the tiers of the system this replaces, as constraints.
 *
 * Old tiers had a quality floor on a scale of their own (0, 80, 86, 90, 94) and a context (4k, 8k, 16k, 32k). The floors are carried over
 * through the two models that both scales fix: gpt-4o was 90 there and is 40 on scale q1, gpt-5 was 99 and is 70, so
 * `new = 40 + (old - 90) x (70 - 40) / (99 - 90)`: 80 -> 6.7, 86 -> 26.7, 90 -> 40, 94 -> 53.3. The old system gave a model that nobody had
 * measured 70, which is below every floor: an unknown score passes none but the first.
 */
export const COMPLEXITIES = ["micro", "standard", "versatile", "heavy", "complex"] as const;
type Complexity = (typeof COMPLEXITIES)[number];

interface Floors {
  /** 0..100 on scale q1; null: no floor. */
  readonly min_quality: number | null;
  readonly min_context_tokens: number;
}

const OLD_FLOORS: Readonly<Record<Complexity, { readonly quality: number; readonly context: number }>> = {
  micro: { quality: 0, context: 4_096 },
  standard: { quality: 80, context: 8_192 },
  versatile: { quality: 86, context: 16_384 },
  heavy: { quality: 90, context: 32_768 },
  complex: { quality: 94, context: 32_768 },
};

export function floorsOf(complexity: Complexity): Floors {
  const { quality, context } = OLD_FLOORS[complexity];
  return { min_quality: quality === 0 ? null : onScale(quality), min_context_tokens: context };
}

function onScale(old: number): number {
  return Math.round((40 + ((old - 90) * (70 - 40)) / (99 - 90)) * 10) / 10;
}
