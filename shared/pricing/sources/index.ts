import type { PriceSource } from "../source.ts";
import { genaiPrices } from "./genai-prices.ts";
import { litellm } from "./litellm.ts";
import { modelsDev } from "./models-dev.ts";
import { openrouter } from "./openrouter.ts";

/**
 * THE list of live price sources, in order of precedence; nothing else knows which exist. To add one: a file that exports a `PriceSource`,
 * its name in `SOURCE_NAMES`, a line here. The last two are opinions: they count in consensus, and price only offers that the first two do not list.
 */
export const PRICE_SOURCES: readonly PriceSource[] = [litellm, openrouter, modelsDev, genaiPrices];
