import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { findProvider } from "@pydantic/genai-prices";
import { encodeSourceOffers } from "../../shared/pricing/catalog-codec.ts";
import type { SourceOffer } from "../../shared/pricing/offer.ts";
import { readProviders } from "../../shared/pricing/sources/genai-prices/providers.ts";

/**
 * The snapshot that ships with the Worker: the offers of the pinned npm package (MIT), in our own lines.
 * The package does not date its data; the day its version was published on npm is the latest it can be of.
 */
export const BUNDLED_PACKAGE = { name: "@pydantic/genai-prices", version: "0.1.8", published: "2026-09-23" } as const;

const FILE = new URL("../generated/bundled-catalog.txt", import.meta.url);
const PACKAGE = new URL("../../node_modules/@pydantic/genai-prices/", import.meta.url);

/** A package with fewer providers than this was not read as it is written. */
const MIN_PROVIDERS = 30;

/** All offers of the package, each dated, sorted by id. */
export function bundledOffers(): readonly SourceOffer[] {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(new URL("package.json", PACKAGE), "utf8"));
  if (version !== BUNDLED_PACKAGE.version) {
    throw new Error(`${BUNDLED_PACKAGE.name} is ${String(version)}: state its version and day of publication here`);
  }
  const as_of = BUNDLED_PACKAGE.published;
  const snapshot = readProviders(packagedProviders(), { now: Date.parse(as_of), as_of, retired_on: as_of });
  if ("unusable" in snapshot) throw new Error(snapshot.unusable);
  return [...snapshot.offers].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The text of the generated file. */
function bundledCatalogText(): string {
  return encodeSourceOffers(bundledOffers());
}

/** The package answers one provider at a time and lists none: its ids are read from its source, its data through its own function. */
function packagedProviders(): readonly unknown[] {
  const source = readFileSync(new URL("dist/index.js", PACKAGE), "utf8");
  const ids = [...source.matchAll(/^ {4}id: "([^"]+)"/gm)].map((match) => match[1] ?? "");
  const providers = ids.map((providerId) => findProvider({ providerId }));
  if (providers.length < MIN_PROVIDERS || providers.includes(undefined))
    throw new Error("the package's providers cannot be listed");
  return providers;
}

/** Whether the generated file is what the pinned package gives. */
export function isBundledCatalogFresh(): boolean {
  return existsSync(FILE) && readFileSync(FILE, "utf8") === bundledCatalogText();
}

/** Writes the file, or with `--check` fails where it is not fresh. */
if (import.meta.main) {
  if (!process.argv.includes("--check")) writeFileSync(FILE, bundledCatalogText());
  else if (!isBundledCatalogFresh())
    throw new Error("workers/generated/bundled-catalog.txt is out of date: run `npm run build`");
}
