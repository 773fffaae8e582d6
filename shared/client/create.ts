import { isObject } from "../text/json.ts";
import type { Answer, CatalogMeta, OperationName } from "./answer.ts";
import { isRatecardError, parsedObject, type RatecardError, UnreadableError } from "./errors.ts";
import { EtagCache } from "./etag-cache.ts";
import { type Operations, type Route, ROUTES } from "./generated/operations.ts";
import type { LocalCatalog } from "./local/open.ts";
import { answerFrom, OfflineCatalog, type SnapshotStore } from "./offline.ts";
import { HealthReporter, type ReporterOptions } from "./reporter.ts";
import { wireRequest } from "./request.ts";
import { type CallOptions, type Fetch, type Received, send, type TransportSettings } from "./transport.ts";

export interface ClientOptions {
  /** Origin of the service, with a path where it is mounted under one. */
  readonly base_url: string | URL;
  /** A tenant's key, or the administrator's token. */
  readonly key?: string | undefined;
  readonly fetch?: Fetch | undefined;
  /** For one try; 10 s unless said. */
  readonly timeout_ms?: number | undefined;
  /** Tries after the first, of what may be repeated; 2 unless said. */
  readonly retries?: number | undefined;
  /** Answers that are kept for revalidation; 200 unless said, 0 keeps none. */
  readonly cache_entries?: number | undefined;
  /** Whether a service that cannot be reached is stood in for, flagged `offline`; true unless said. */
  readonly offline?: boolean | undefined;
  /** Snapshot to answer from offline; the one that ships with the package unless given. */
  readonly snapshot?: string | (() => Promise<string | null>) | undefined;
  /** Where `sync` keeps the last-seen snapshot between runs. */
  readonly store?: SnapshotStore | undefined;
}

/** Input may be left out where nothing in it is required. */
type Arguments<Input> = {} extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions];

/** One method per operation of the API, named by its operationId. */
export type OperationMethods = {
  readonly [Name in OperationName]: (...args: Arguments<Operations[Name]["input"]>) => Promise<Answer<Name>>;
};

export interface Client extends OperationMethods {
  /** Exact answers without a network: from the last-seen snapshot, else the bundled one; null where there is none. */
  readonly local: () => Promise<LocalCatalog | null>;
  /** Fetches the served catalog and keeps it for `local` and for offline answers. */
  readonly sync: (options?: CallOptions) => Promise<void>;
  /** Collects outcomes of calls and sends them in batches. */
  readonly reporter: (options?: ReporterOptions) => HealthReporter;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_RETRIES = 2;
const DEFAULT_CACHE_ENTRIES = 200;

interface Setup {
  readonly base_url: string;
  readonly transport: TransportSettings;
  readonly offline: OfflineCatalog;
  readonly falls_back: boolean;
}

type Input = Readonly<Record<string, unknown>>;

/** A client of one service. It holds no connection and needs no closing; its reporters do. */
export function createClient(options: ClientOptions): Client {
  const setup = setUp(options);
  const methods = Object.keys(ROUTES).map((name) => [
    name,
    (input: Input = {}, call: CallOptions = {}) => perform(setup, name, input, call),
  ]);
  const client: unknown = Object.freeze({
    ...Object.fromEntries(methods),
    local: () => setup.offline.catalog(),
    sync: (call: CallOptions = {}) => sync(setup, call),
    reporter: (reporting: ReporterOptions = {}) => new HealthReporter(reportSender(setup), reporting),
  });
  if (!isClient(client)) throw new TypeError("the client is incomplete");
  return client;
}

/** True by construction: its methods are made from the routes that its type is made from. */
function isClient(value: unknown): value is Client {
  return isObject(value) && Object.keys(ROUTES).every((name) => typeof value[name] === "function");
}

function setUp(options: ClientOptions): Setup {
  const base_url = String(options.base_url).replace(/\/+$/, "");
  if (!/^https?:\/\//.test(base_url)) throw new TypeError("base_url must be an http or https URL");
  const now = Date.now;
  const transport: TransportSettings = {
    // Called as a function of its own: browsers refuse `fetch` with another `this`.
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    key: options.key ?? null,
    timeout_ms: options.timeout_ms ?? DEFAULT_TIMEOUT_MS,
    retries: options.retries ?? DEFAULT_RETRIES,
    cache: new EtagCache(options.cache_entries ?? DEFAULT_CACHE_ENTRIES),
    now,
    wait,
  };
  const offline = new OfflineCatalog({ snapshot: options.snapshot, store: options.store, now });
  return { base_url, transport, offline, falls_back: options.offline ?? true };
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(ROUTES, name);
}

async function perform(setup: Setup, name: string, input: Input, call: CallOptions): Promise<unknown> {
  if (!isOperation(name)) throw new TypeError(`there is no operation ${name}`);
  const route: Route = ROUTES[name];
  const request = wireRequest(setup.base_url, route, input);
  try {
    return readAnswer(route, await send(request, setup.transport, call));
  } catch (error) {
    if (!setup.falls_back || !isRatecardError(error) || !isAbsence(error)) throw error;
    const kept = request.method === "GET" ? setup.transport.cache.get(request.url) : undefined;
    if (kept !== undefined) return lastSeen(route, kept.text, kept.received_at, setup.transport.now());
    const local = await computed(setup, name, input);
    if (local === null) throw error;
    return local;
  }
}

/** The service did not answer, as against: it answered no. */
function isAbsence(error: RatecardError): boolean {
  if (error.kind === "problem") return error.status >= 500;
  return error.kind === "unreachable" || error.kind === "timeout" || error.kind === "unreadable";
}

async function computed(setup: Setup, name: OperationName, input: Input): Promise<unknown> {
  const catalog = await setup.offline.catalog();
  if (catalog === null) return null;
  try {
    return answerFrom(catalog, name, input);
  } catch (error) {
    // What the snapshot does not hold cannot stand in; a refusal (no such model) can.
    if (error instanceof Error && error.name === "NeedsServiceError") return null;
    throw error;
  }
}

function readAnswer(route: Route, received: Received): unknown {
  const state = received.origin === "revalidated" ? "revalidated" : "live";
  return shaped(route, received, state, 0);
}

/** An answer received earlier, its ages counted on to now. */
function lastSeen(route: Route, text: string, received_at: number, now: number): unknown {
  const age_seconds = Math.max(0, Math.floor((now - received_at) / 1000));
  return shaped(route, { text, status: 200, request_id: null }, "offline", age_seconds);
}

function shaped(
  route: Route,
  { text, status, request_id }: Pick<Received, "text" | "status" | "request_id">,
  state: Answer<OperationName>["state"],
  age_seconds: number,
): unknown {
  if (route.text === true) return { data: text, meta: { catalog: null, request_id }, state, age_seconds };
  if (status === 204) return { data: null, meta: { catalog: null, request_id }, state, age_seconds };
  const body = parsedObject(text);
  const meta = body?.["meta"];
  if (body === null || !("data" in body) || !isObject(meta))
    throw new UnreadableError("the answer is not one of this API", status);
  const catalog = aged(meta["catalog"], age_seconds);
  return { data: body["data"], meta: { ...meta, catalog, request_id }, state, age_seconds };
}

function aged(catalog: unknown, by_seconds: number): CatalogMeta | unknown {
  if (!isObject(catalog) || typeof catalog["age_seconds"] !== "number") return null;
  return { ...catalog, age_seconds: catalog["age_seconds"] + by_seconds };
}

async function sync(setup: Setup, call: CallOptions): Promise<void> {
  const request = wireRequest(setup.base_url, ROUTES.getSnapshot, {});
  const received = await send(request, setup.transport, call);
  if (!(await setup.offline.take(received.text)))
    throw new UnreadableError("the answer is no snapshot of a catalog", received.status);
}

function reportSender(setup: Setup) {
  return async (body: string, last: boolean): Promise<void> => {
    const input: unknown = JSON.parse(body);
    if (!isObject(input)) return;
    const request = wireRequest(setup.base_url, ROUTES.reportHealth, input);
    // A page that is being left gets one try, which the browser finishes after it.
    const fetch: Fetch = last ? (url, init) => setup.transport.fetch(url, leaving(init)) : setup.transport.fetch;
    await send(request, { ...setup.transport, fetch, retries: last ? 0 : setup.transport.retries }, {});
  };
}

/** `keepalive` (Fetch): the request outlives the page. Runtimes without pages know no such member and pass over it. */
function leaving(init: RequestInit): RequestInit {
  return Object.assign({}, init, { keepalive: true });
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
