import type { ParseArgsOptionsConfig } from "node:util";
import { SERVICE_TIERS } from "../../../shared/pricing/rate.ts";
import { type Arguments, wordOf } from "../arguments.ts";

export const BILLING_OPTIONS: ParseArgsOptionsConfig = {
  "service-tier": { type: "string" },
  region: { type: "string" },
  at: { type: "string" },
};

export function billingOf(given: Arguments) {
  return {
    service_tier: wordOf(given, "service-tier", SERVICE_TIERS),
    region: given.text("region"),
    at: given.text("at"),
  };
}

export const USAGE_HELP = `Usage of the call:
  --input N, --output N       tokens, everything included (default 1000 and 500 where models are ranked)
  --cache-read N              part of the input that is read from the cache
  --cache-write N             part of the input that is written to it
  --<field> N                 any other usage field: --reasoning-tokens, --web-searches, --input-images, --pages …
                              Numbers may be written 1000, 200k or 1.5M.
Billing:
  --service-tier TIER         standard, batch, flex, priority, fast, ultrafast
  --region REGION             where inference runs
  --at INSTANT                prices of that time, RFC 3339
`;

export const COMMON_HELP = `Common:
  --url URL                   the service; RATECARD_URL, else http://127.0.0.1:8787
  --json                      the answer as JSON: data, meta, state, age_seconds
  --no-offline                fail (3) rather than answer from the bundled snapshot
  -h, --help                  this text
The key is read from RATECARD_KEY. NO_COLOR and a pipe switch colours off.
Exit codes: 0 answered, 1 refused, 2 wrong command line, 3 no service answered, 4 not this service.
`;
