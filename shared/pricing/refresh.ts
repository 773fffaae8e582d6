import type { AcceptedOffer } from "./accepted.ts";
import type { PriceChange } from "./changes.ts";
import { priceChanges, sameRates } from "./changes.ts";
import { Evidence } from "./evidence.ts";
import type { GateContext } from "./gates.ts";
import { gateOffer } from "./gates.ts";
import { keepRejected } from "./gate-rejected.ts";
import type { Decisions, HeldRow, HoldReason } from "./held.ts";
import { valuesHeld } from "./held.ts";
import type { Intake, OutcomeName, Received } from "./intake.ts";
import { receive } from "./intake.ts";
import type { Listing } from "./listing.ts";
import { mergeListings } from "./merge.ts";
import { groupModels } from "./model-group.ts";
import type { Offer, SourceOffer } from "./offer.ts";
import { Peers } from "./peers.ts";
import type { LiveSource, PricingState, SourceLedger } from "./pricing-state.ts";
import { EMPTY_STATE, LIVE_SOURCES } from "./pricing-state.ts";
import type { SourceName } from "./rate.ts";
import { tombstones } from "./tombstones.ts";

export interface RefreshInput {
  /** Null at the very first refresh. */
  readonly previous: PricingState | null;
  /** The offers published before, for the changes; null where there are none. */
  readonly published: Iterable<Offer> | null;
  /** What came of each source that was asked; a source that was not stays as it is. */
  readonly snapshots: ReadonlyMap<LiveSource, Intake>;
  /** The snapshot that ships with the Worker, and its date (RFC 3339). */
  readonly bundled: readonly SourceOffer[];
  readonly bundled_as_of: string;
  readonly decisions: Decisions;
  /** Epoch ms. */
  readonly now: number;
}

/** What became of one source in this refresh. */
export interface SourceOutcome {
  readonly name: LiveSource;
  readonly outcome: OutcomeName;
  readonly detail: string | null;
  /** Rows of its body, rows rejected, prices held, offers new, gone or with another price than before. */
  readonly rows: number;
  readonly rejected: number;
  readonly held: number;
  readonly changed: number;
}

export interface Refreshed {
  readonly state: PricingState;
  /** What to publish, sorted by id. */
  readonly offers: readonly Offer[];
  readonly held: readonly HeldRow[];
  /** Of each source that was asked. */
  readonly outcomes: readonly SourceOutcome[];
  readonly changes: readonly PriceChange[];
}

/**
 * One refresh: what the sources sent, judged against what was good before, merged into one catalog. Pure and total: whatever a source
 * sends, the others' rows and its own last good ones stand. The same input gives the same answer, in whatever order rows come.
 */
export function advance(input: RefreshInput): Refreshed {
  const previous = input.previous ?? EMPTY_STATE;
  const sources = LIVE_SOURCES.map((name) => {
    const ledger = previous.sources.find((each) => each.name === name);
    return { name, ledger, received: receive(input.snapshots.get(name), ledger) };
  });
  const witnesses = witnessesOf(sources, input.bundled);
  const known = new Map(previous.held.map((row) => [row.id, row]));
  const judged = sources.map((source) => judge(source, { input, witnesses, known }));
  const ledgers = judged.flatMap(({ ledger }) => (ledger === null ? [] : [ledger]));
  const bundled = judgeBundled({ input, witnesses, known });
  const offers = mergeListings([...ledgers.map(listingOf), bundled.listing]);
  const held = [...judged, bundled].flatMap((each) => each.held);
  return {
    state: { sources: ledgers, held },
    offers,
    held,
    outcomes: judged.flatMap(({ outcome }) => (outcome === null ? [] : [outcome])),
    changes: input.published === null ? [] : priceChanges(input.published, offers, valuesHeld(previous.held)),
  };
}

interface Source {
  readonly name: LiveSource;
  readonly ledger: SourceLedger | undefined;
  readonly received: Received;
}

type WitnessesOf = (source: SourceName) => GateContext["witnesses"];

/** Evidence and peers from what all sources state now, before any of it is judged. */
function witnessesOf(sources: readonly Source[], bundled: readonly SourceOffer[]): WitnessesOf {
  const stated = new Map<SourceName, readonly SourceOffer[]>();
  for (const { name, received } of sources) if (received.rows !== null) stated.set(name, received.rows);
  stated.set("bundled", bundled);
  const evidence = once(() => new Evidence(stated));
  const before = new Map<SourceName, SourceLedger | undefined>(sources.map(({ name, ledger }) => [name, ledger]));
  const peers = once(() => peersOf([...stated].map(([name, rows]) => settled(rows, before.get(name)))));
  return (source) => (row) => ({ others: evidence().others(row, source), peers: peers() });
}

/** What a source said last time where it said anything: a file whose prices all moved at once bears no witness for itself. */
function settled(rows: readonly SourceOffer[], ledger: SourceLedger | undefined): readonly SourceOffer[] {
  if (ledger === undefined) return rows;
  const good = new Map(ledger.offers.map((offer) => [offer.id, offer]));
  return rows.map((row) => good.get(row.id) ?? row);
}

/** One statement an offer, that of the source which comes first. */
function peersOf(listings: Iterable<readonly SourceOffer[]>): Peers {
  const first = new Map<string, SourceOffer>();
  for (const offers of listings) for (const offer of offers) if (!first.has(offer.id)) first.set(offer.id, offer);
  const models = groupModels(first.values());
  return new Peers(first.values(), (id) => models.get(id) ?? id);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

interface Judging {
  readonly input: RefreshInput;
  readonly witnesses: WitnessesOf;
  readonly known: ReadonlyMap<string, HeldRow>;
}

interface Judged {
  readonly ledger: SourceLedger | null;
  readonly held: readonly HeldRow[];
  readonly outcome: SourceOutcome | null;
}

function judge({ name, ledger, received }: Source, { input, witnesses, known }: Judging): Judged {
  if (received.rows === null) return { ledger: null, held: [], outcome: outcomeOf(name, received, null) };
  const now = new Date(input.now).toISOString();
  const good = new Map(ledger?.offers.map((offer) => [offer.id, offer]));
  const context: GateContext = {
    source: name,
    good,
    good_as_of: ledger?.fetched_at ?? now,
    witnesses: witnesses(name),
    decisions: input.decisions,
    known,
    now,
  };
  const { accepted: gated, pending, held: heldRows } = gateRows(received.rows, context);
  const read = received.taken === null ? null : keepRejected(received.taken.snapshot.rejected, gated, context);
  const accepted = read?.offers ?? gated;
  // In order of id: the list does not depend on the order of a body.
  const held = [...heldRows, ...(read?.held ?? stillUnread(name, input, heldRows))].sort(byOffer);
  const gone = ledger === undefined ? [] : tombstones(ledger, accepted, input.now);
  const next = nextLedger({ name, ledger, received, now, offers: [...accepted, ...gone], pending });
  const changed = changedCount(accepted, good);
  const vanished = gone.filter(({ id }) => good.get(id)?.last_seen === undefined).length;
  const counts = { held: held.length, changed: changed + vanished };
  return { ledger: next, held, outcome: outcomeOf(name, received, { ...counts, ledger: next }) };
}

function byOffer(a: HeldRow, b: HeldRow): number {
  return a.offer === b.offer ? 0 : a.offer < b.offer ? -1 : 1;
}

/** Without a new body, what could not be read of the last one is still unread. */
function stillUnread(
  name: LiveSource,
  { previous, decisions }: RefreshInput,
  held: readonly HeldRow[],
): readonly HeldRow[] {
  const known = new Set([...held.map(({ id }) => id), ...decisions.accepted]);
  return (previous?.held ?? []).filter(
    (row) => row.source === name && row.new === null && UNREAD.has(row.reason) && !known.has(row.id),
  );
}

const UNREAD: ReadonlySet<HoldReason> = new Set<HoldReason>(["negative_price", "unreadable_price"]);

interface GatedRows {
  readonly accepted: readonly AcceptedOffer[];
  readonly pending: readonly SourceOffer[];
  readonly held: readonly HeldRow[];
}

function gateRows(rows: readonly SourceOffer[], context: GateContext): GatedRows {
  const accepted: AcceptedOffer[] = [];
  const pending: SourceOffer[] = [];
  const held: HeldRow[] = [];
  for (const row of rows) {
    const gated = gateOffer(row, context);
    accepted.push(gated.offer);
    if (gated.held.length === 0) continue;
    pending.push(row);
    held.push(...gated.held);
  }
  return { accepted, pending, held };
}

interface Next {
  readonly name: LiveSource;
  readonly ledger: SourceLedger | undefined;
  readonly received: Received;
  readonly now: string;
  readonly offers: readonly AcceptedOffer[];
  readonly pending: readonly SourceOffer[];
}

function nextLedger({ name, ledger, received, now, offers, pending }: Next): SourceLedger {
  const { taken, outcome } = received;
  const isConfirmed = outcome === "ok" || outcome === "not_modified";
  return {
    name,
    fetched_at: taken?.fetched_at ?? ledger?.fetched_at ?? now,
    confirmed_at: isConfirmed ? now : (ledger?.confirmed_at ?? now),
    rows: taken?.snapshot.rows ?? ledger?.rows ?? 0,
    parsed: taken?.snapshot.offers.length ?? ledger?.parsed ?? 0,
    rejected: taken?.snapshot.rejected.length ?? ledger?.rejected ?? 0,
    offers,
    pending,
  };
}

/** Offers that are new or have another price than the last good one. */
function changedCount(accepted: readonly AcceptedOffer[], good: ReadonlyMap<string, AcceptedOffer>): number {
  let changed = 0;
  for (const offer of accepted) {
    const before = good.get(offer.id);
    if (before !== offer && (before === undefined || !samePrices(before, offer))) changed += 1;
  }
  return changed;
}

function samePrices(a: AcceptedOffer, b: AcceptedOffer): boolean {
  return a.price_type === b.price_type && a.last_seen === b.last_seen && sameRates(a.rates, b.rates);
}

interface Counts {
  readonly held: number;
  readonly changed: number;
  readonly ledger: SourceLedger;
}

function outcomeOf(name: LiveSource, { outcome, detail }: Received, counts: Counts | null): SourceOutcome | null {
  if (outcome === null) return null;
  return {
    name,
    outcome,
    detail,
    rows: counts?.ledger.rows ?? 0,
    rejected: counts?.ledger.rejected ?? 0,
    held: counts?.held ?? 0,
    changed: counts?.changed ?? 0,
  };
}

function listingOf({ name, fetched_at, offers }: SourceLedger): Listing {
  return { source: name, fetched_at, offers };
}

/** The bundled snapshot passes the bounds like any source, but has no last good values and is none. */
function judgeBundled({ input, witnesses, known }: Judging): {
  readonly listing: Listing;
  readonly held: readonly HeldRow[];
} {
  const context: GateContext = {
    source: "bundled",
    good: new Map(),
    good_as_of: input.bundled_as_of,
    witnesses: witnesses("bundled"),
    decisions: input.decisions,
    known,
    now: new Date(input.now).toISOString(),
  };
  const { accepted, held } = gateRows(input.bundled, context);
  return {
    listing: { source: "bundled", fetched_at: input.bundled_as_of, offers: accepted },
    held: [...held].sort(byOffer),
  };
}
