import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import bundledText from "../../generated/bundled-hot.txt";
import { HOT_CACHE_TTL_SECONDS, HOT_CATALOG } from "../../storage/catalog.ts";
import type { Call, Handler } from "../call.ts";

/** A reader of the whole catalog can wait a little; one that waits longer gets the bundled one. */
const PATIENCE_MS = 1_500;

export const getSnapshot: Handler<typeof OPERATIONS.getSnapshot> = async (_, call) => {
  const text = (await published(call)) ?? bundledText;
  return { data: null, text };
};

async function published({ env }: Call): Promise<string | null> {
  const reading = env.KV.get(HOT_CATALOG, { cacheTtl: HOT_CACHE_TTL_SECONDS }).catch(() => null);
  return await Promise.race([reading, scheduler.wait(PATIENCE_MS).then(() => null)]);
}
