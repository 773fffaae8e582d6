import { readFileSync } from "node:fs";
import { makeBodies } from "./bodies.ts";
import { NOW } from "./catalogs.ts";
import { hourLater, refreshOnce } from "./refresh.ts";

/** Two refreshes, an hour apart, in a process whose heap is capped from outside: ends well or not at all. */
const [litellm, openrouter] = process.argv.slice(2);
const bodies =
  litellm === undefined || openrouter === undefined
    ? makeBodies()
    : { litellm: readFileSync(litellm, "utf8"), openrouter: readFileSync(openrouter, "utf8") };
const kept = refreshOnce(bodies, null, NOW);
refreshOnce(hourLater(bodies), kept, NOW + 3_600_000);
