import type { Flag, Mode } from "../offer.ts";

const GENERATING: ReadonlySet<Mode> = new Set<Mode>(["chat", "completion", "responses"]);

/** Words of a model's own name (its last path segment) that no text generator carries. */
const NO_TEXT_GENERATOR =
  /(?:^|[-_.])(?:embed|embeds|embedding|embeddings|rerank|reranker|flux|controlnet|sdxl|stable-diffusion|dall-e|imagen|whisper|tts)(?:$|[-_.:\d])/;

const ROUTER_NAME = /(?:^|[-_.])router$/;

/** What a row's own name tells for certain; everything that needs other rows is found after the merge. */
export function rowFlags(key: string, mode: Mode): readonly Flag[] {
  const name = lastSegment(key).toLowerCase();
  const flags: Flag[] = [];
  if (GENERATING.has(mode) && ROUTER_NAME.test(name)) flags.push("router");
  if (GENERATING.has(mode) && NO_TEXT_GENERATOR.test(name)) flags.push("misfiled_mode");
  return flags;
}

export function lastSegment(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}
