/** One reading of a resource name: an offer id to look for, and whether its price is only near that of what was asked. */
export interface PathReading {
  readonly id: string;
  /** Set where the named profile is not listed itself and its price is known to differ by region. */
  readonly base_region?: boolean;
}

/** `models/gemini-2.5-pro`, as the Gemini API names its models. */
const GEMINI_MODEL = /^(?:gemini\/)?models\/([^/]+)$/;

/** `[projects/…/locations/…/]publishers/<publisher>/models/<model>`, as Vertex names them. */
const VERTEX_MODEL = /^(?:vertex_ai\/)?(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/([^/]+)\/models\/([^/]+)$/;

const BEDROCK_ARN =
  /^(?:bedrock\/)?arn:aws(?:-[a-z-]+)?:bedrock:([a-z0-9-]*):(\d*):(?:foundation-model|inference-profile)\/(.+)$/;

/** A Bedrock model id: a vendor, a dot, a name; before them, for inference profiles, a geography. */
const BEDROCK_ID = /^(?:bedrock\/)?(?:(us-gov|us|eu|apac|au|jp|ca|sa|global)\.)?([a-z0-9]+\.[a-z0-9][\w.:-]*)$/;

/** Offer ids that a resource name of Google or Amazon could mean, most exact first; none for an ordinary id. */
export function pathReadings(requested: string): readonly PathReading[] {
  const gemini = GEMINI_MODEL.exec(requested)?.[1];
  if (gemini !== undefined) return [{ id: `gemini/${gemini}` }];
  const vertex = VERTEX_MODEL.exec(requested);
  if (vertex !== null) return vertexReadings(vertex[1] ?? "", vertex[2] ?? "");
  const arn = BEDROCK_ARN.exec(requested);
  if (arn !== null) return [{ id: `bedrock/${arn[1]}/${arn[3]}` }, ...bedrockReadings(arn[3] ?? "")];
  return bedrockReadings(requested);
}

/** Publishers other than Google and Anthropic are part of LiteLLM's ids (`vertex_ai/meta/llama-…`). */
function vertexReadings(publisher: string, model: string): readonly PathReading[] {
  return [{ id: `vertex_ai/${model}` }, { id: `vertex_ai/${publisher}/${model}` }];
}

function bedrockReadings(name: string): readonly PathReading[] {
  const match = BEDROCK_ID.exec(name);
  if (match === null) return [];
  const [, geography, model = ""] = match;
  if (geography === undefined) return [{ id: `bedrock/${model}` }];
  // The global profile costs what the bare model costs; the others of newer models are 10% dearer.
  const bare = { id: `bedrock/${model}` };
  return [{ id: `bedrock/${geography}.${model}` }, geography === "global" ? bare : { ...bare, base_region: true }];
}
