import type { Answer, OperationName } from "./answer.ts";
import type { LocalCatalog } from "./local/open.ts";

/** Where the last-seen snapshot is kept between runs: a file, `localStorage`, a KV. Failures are the same as nothing kept. */
export interface SnapshotStore {
  get(): Promise<string | null>;
  set(text: string): Promise<void>;
}

export interface OfflineSettings {
  /** The text of a snapshot, or where to get it; the one that ships with the package unless given. */
  readonly snapshot: string | (() => Promise<string | null>) | undefined;
  readonly store: SnapshotStore | undefined;
  readonly now: () => number;
}

/** The newest catalog that can be had without the service. The engine is loaded when first needed. */
export class OfflineCatalog {
  readonly #settings: OfflineSettings;
  #open: Promise<LocalCatalog | null> | null = null;

  constructor(settings: OfflineSettings) {
    this.#settings = settings;
  }

  /** The one last taken in this run, else the newer of the stored and the bundled; null where there is none. */
  catalog(): Promise<LocalCatalog | null> {
    this.#open ??= this.#find();
    return this.#open;
  }

  /** Takes a snapshot that the service just gave; false where the text is none. */
  async take(text: string): Promise<boolean> {
    const { openCatalog } = await import("./local/open.ts");
    const opened = openCatalog(text, this.#settings.now);
    if (opened === null) return false;
    this.#open = Promise.resolve(opened);
    await this.#settings.store?.set(text).catch(() => undefined);
    return true;
  }

  async #find(): Promise<LocalCatalog | null> {
    const { openCatalog } = await import("./local/open.ts");
    const texts = [await this.#stored(), await this.#bundled()];
    const opened = texts.flatMap((text) => {
      const catalog = text === null ? null : openCatalog(text, this.#settings.now);
      return catalog === null ? [] : [catalog];
    });
    return opened.sort((a, b) => b.published_at.localeCompare(a.published_at))[0] ?? null;
  }

  async #stored(): Promise<string | null> {
    return (await this.#settings.store?.get().catch(() => null)) ?? null;
  }

  async #bundled(): Promise<string | null> {
    const { snapshot } = this.#settings;
    if (typeof snapshot === "string") return snapshot;
    if (snapshot !== undefined) return await snapshot().catch(() => null);
    const { SNAPSHOT } = await import("./snapshot.ts");
    return SNAPSHOT;
  }
}

/** What a snapshot answers of an operation; null where it cannot. */
export function answerFrom(
  catalog: LocalCatalog,
  name: OperationName,
  input: Readonly<Record<string, unknown>>,
): Answer<OperationName> | null {
  switch (name) {
    case "estimate":
      return isPriced(input) ? catalog.estimate(input) : null;
    case "postEstimate":
      return isPriced(input) ? catalog.postEstimate(input) : null;
    case "cheapest":
      return catalog.cheapest(input);
    case "compare":
      return isComparison(input) ? catalog.compare(input) : null;
    default:
      return null;
  }
}

function isPriced(input: Readonly<Record<string, unknown>>): input is { readonly model: string } {
  return typeof input["model"] === "string";
}

function isComparison(input: Readonly<Record<string, unknown>>): input is { readonly models: readonly string[] } {
  const { models } = input;
  return Array.isArray(models) && models.every((model) => typeof model === "string");
}
