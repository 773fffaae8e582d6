import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import bundledText from "../../generated/bundled-hot.txt";
import { HOT_CACHE_TTL_SECONDS, HOT_CATALOG } from "../../storage/catalog.ts";
import type { Handler } from "../call.ts";
import { within } from "../deadline.ts";

/** A reader of the whole catalog can wait a little; one that waits longer gets the bundled one. */
const PATIENCE_MS = 1_500;

export const getSnapshot: Handler<typeof OPERATIONS.getSnapshot> = async (_, { env }) => {
  const reading = env.KV.get(HOT_CATALOG, { cacheTtl: HOT_CACHE_TTL_SECONDS });
  const published = await within(reading, PATIENCE_MS).catch(() => null);
  return { data: null, text: published ?? bundledText };
};
