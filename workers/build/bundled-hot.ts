import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { encodeBody, sealCatalog } from "../../shared/pricing/catalog-codec.ts";
import { NO_DECISIONS } from "../../shared/pricing/held.ts";
import { advance } from "../../shared/pricing/refresh.ts";
import { BUNDLED_PACKAGE, bundledOffers } from "./bundled-catalog.ts";

const FILE = new URL("../generated/bundled-hot.txt", import.meta.url);

/** The catalog that is served before any live source has been read: the bundled offers, merged and encoded like any publication. */
export function bundledHotText(): string {
  const bundled = bundledOffers();
  const published_at = `${BUNDLED_PACKAGE.published}T00:00:00.000Z`;
  const { offers } = advance({
    previous: null,
    published: null,
    snapshots: new Map(),
    bundled,
    bundled_as_of: BUNDLED_PACKAGE.published,
    decisions: NO_DECISIONS,
    now: Date.parse(published_at),
  });
  const body = encodeBody(offers);
  const version = createHash("sha256").update(body.timeless).digest("hex").slice(0, 32);
  const source = {
    name: "bundled",
    state: "bundled",
    outcome: null,
    detail: `${BUNDLED_PACKAGE.name} ${BUNDLED_PACKAGE.version}`,
    last_attempt_at: null,
    last_success_at: published_at,
    rows: bundled.length,
    rejected: 0,
    held: 0,
    success_rate_24h: null,
    success_rate_7d: null,
    license: "MIT",
    attribution: "Pydantic genai-prices",
    url: "https://www.npmjs.com/package/@pydantic/genai-prices",
  } as const;
  const header = {
    schema: 1,
    version,
    sequence: 0,
    published_at,
    confirmed_at: null,
    pinned: null,
    sources: [source],
  } as const;
  return sealCatalog(header, body);
}

if (import.meta.main) writeFileSync(FILE, bundledHotText());
