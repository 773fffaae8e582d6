import type { Draft } from "./draft.ts";
import { less } from "./fields.ts";
import type { Count } from "./fields.ts";
import type { Modalities } from "./modalities.ts";

export interface InputParts {
  readonly total: Count | undefined;
  readonly cache_read?: Count | undefined;
  readonly cache_write?: Count | undefined;
  readonly cache_write_1h?: Count | undefined;
  /** Of the whole input, cached tokens included, as providers state them. */
  readonly modalities?: Modalities;
  /** What of the cached tokens is of which modality; undefined when the provider does not say. */
  readonly cached?: Modalities | undefined;
}

const KINDS = ["audio", "image", "video"] as const;

/** Puts the input with disjoint parts: a cached audio token is a cache read, never an audio token as well. */
export function putInput(draft: Draft, parts: InputParts): void {
  draft.put("input_tokens", parts.total);
  draft.put("cache_read_tokens", parts.cache_read);
  draft.put("cache_write_tokens", parts.cache_write);
  draft.put("cache_write_1h_tokens", parts.cache_write_1h);
  const cached = parts.cached ?? assumedCached(draft, parts);
  draft.put("cache_read_audio_tokens", cached.audio);
  for (const kind of KINDS) draft.put(`input_${kind}_tokens`, uncached(draft, parts.modalities?.[kind], cached[kind]));
}

function uncached(draft: Draft, stated: Count | undefined, cached: Count | undefined): Count | undefined {
  if (stated === undefined || cached === undefined) return stated;
  if (cached.value > stated.value) {
    const message = `${cached.value} cached tokens of a modality that has ${stated.value}`;
    draft.findings.refuse("usage_impossible", message, cached.pointer);
  }
  return less(stated, cached.value);
}

/**
 * Where nobody says which cached tokens are audio or images: as few as the totals allow, in the order audio, image, video,
 * and the answer says so.
 */
function assumedCached(draft: Draft, parts: InputParts): Modalities {
  const read = parts.cache_read?.value ?? 0;
  const stated = KINDS.reduce((total, kind) => total + (parts.modalities?.[kind]?.value ?? 0), 0);
  if (read === 0 || stated === 0) return {};
  const written = (parts.cache_write?.value ?? 0) + (parts.cache_write_1h?.value ?? 0);
  const room = (parts.total?.value ?? 0) - read - written;
  let overlap = Math.min(read, Math.max(0, stated - room));
  draft.findings.warn(
    "ambiguous_usage",
    `the response does not say how many of the ${read} cached tokens are audio, image or video; assumed ${overlap}, the fewest the totals allow`,
  );
  const taken: { [kind in (typeof KINDS)[number]]?: Count } = {};
  for (const kind of KINDS) {
    const count = parts.modalities?.[kind];
    if (count === undefined || overlap === 0) continue;
    const part = Math.min(count.value, overlap);
    taken[kind] = { value: part, pointer: count.pointer };
    overlap -= part;
  }
  return taken;
}
