/** `ratecard/client/usage`: the usage of a provider's raw answer, read in this process. */
export { usageFrom, type UsageHints, type UsageReading } from "../cost/usage-from/index.ts";
