/** An offer id without its provider: `gpt-4o` of `openai/gpt-4o`. */
export function bareId(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}
