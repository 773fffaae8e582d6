import { type Meter, METERS } from "../../pricing/meter.ts";
import { SEARCH_CONTEXT_SIZES } from "../usage.ts";
import { usageMarks, usageOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Fields whose names providers use too; any other one tells the normalised usage from theirs. */
const SHARED: ReadonlySet<Meter> = new Set<Meter>([
  "input_tokens",
  "output_tokens",
  "reasoning_tokens",
  "cache_write_tokens",
  "requests",
]);
const OWN = METERS.filter((meter) => !SHARED.has(meter));

/** The usage of this API's own answers, given back as it is. */
export const normalised: Shape = {
  convention: "normalised",
  sellers: [],
  recognises: (body) => usageMarks(body).has(...OWN) && !usageMarks(body).has("prompt_tokens"),
  read(body, draft) {
    const usage = usageOf(body);
    for (const meter of METERS) {
      draft.put(meter, meter.endsWith("_seconds") ? usage.quantity(meter) : usage.count(meter));
    }
    const size = usage.text("web_search_context_size");
    const known = SEARCH_CONTEXT_SIZES.find((each) => each === size);
    if (known !== undefined) draft.usage.web_search_context_size = known;
  },
};
