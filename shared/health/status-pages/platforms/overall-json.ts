import * as z from "zod/mini";
import { factsWith, type PageFacts } from "../facts.ts";
import { jsonParser } from "../parsed.ts";
import { timeOf } from "../plain-text.ts";
import { componentStatus } from "../tokens.ts";

const moment = z.nullish(z.union([z.string(), z.number()]));
const document = z.object({ overallStatus: z.string(), lastUpdatedAt: moment, generatedAt: moment });

/** One word for the whole, with the time it was made (DeepInfra's own `status.json`). */
export const parseOverallJson = jsonParser(document, (found): PageFacts => {
  const made = found.generatedAt ?? found.lastUpdatedAt;
  const seconds = typeof made === "number" && made < 100_000_000_000;
  return factsWith({
    indicator: componentStatus(found.overallStatus),
    made_at: timeOf(seconds ? made * 1_000 : made),
  });
});
