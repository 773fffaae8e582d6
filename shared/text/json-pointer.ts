/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}
