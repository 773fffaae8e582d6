import type { PriceSource } from "../source.ts";
import { readProviders } from "./genai-prices/providers.ts";
import { isList, parseBody } from "./json.ts";

/** Pydantic's price list: providers with models, USD per million tokens, dated prices and daily windows. */
export const genaiPrices: PriceSource = {
  name: "genai_prices",
  url: "https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/data.json",
  license: "MIT",
  attribution: "genai-prices, © Pydantic Services Inc., MIT licence",
  read: ([body], now) => {
    if (body === undefined) return { unusable: "no body" };
    const parsed = parseBody(body);
    if ("unusable" in parsed) return parsed;
    return isList(parsed.value)
      ? readProviders(parsed.value, { now, retired_on: null })
      : { unusable: "not a JSON list" };
  },
};
