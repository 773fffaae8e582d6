import type { Decimal } from "../money/decimal.ts";
import { parseDecimal, formatDecimal } from "../money/decimal.ts";
import { isMeter } from "./meter.ts";
import type { CacheMinimum, Capability, Flag, Limits, Mode } from "./offer.ts";
import { CAPABILITIES, FLAGS, MODES } from "./offer.ts";
import type { Multiplier, Rate, RateCondition, RateSlot, ServiceTier, TimeWindow } from "./rate.ts";
import { SERVICE_TIERS } from "./rate.ts";

/** A stored row that is not what its writer writes; caught where a row is decoded, never seen by a caller. */
export class MalformedRow extends Error {}

export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedRow("not a list");
  return value;
}

export function asText(value: unknown): string {
  if (typeof value !== "string") throw new MalformedRow("not a text");
  return value;
}

export function asNumber(value: unknown): number {
  if (typeof value !== "number") throw new MalformedRow("not a number");
  return value;
}

/** JSON in plain ASCII: one byte a character wherever it is stored, and no half of a surrogate pair to lose. */
export function asciiJson(value: unknown): string {
  const text = JSON.stringify(value);
  return NOT_ASCII.test(text) ? text.replace(EACH_NOT_ASCII, escapeUnit) : text;
}

// oxlint-disable-next-line no-control-regex
const NOT_ASCII = /[^\u0000-\u007e]/;
// oxlint-disable-next-line no-control-regex
const EACH_NOT_ASCII = /[^\u0000-\u007e]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Values that many rows share, written once and named by their position. */
export class Dictionary {
  readonly values: unknown[] = [];
  readonly #positions = new Map<string, number>();
  /** Unconditional slots, most of all, without building a key. */
  readonly #plain = new Map<string, Map<string, number>>();

  /** Position of the value that `key` stands for; the value is made when it is met first. */
  known(key: string, make: () => unknown): number {
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    const position = this.values.push(make()) - 1;
    this.#positions.set(key, position);
    return position;
  }

  slot(slot: RateSlot): number {
    if (slot.condition !== null || slot.precedence !== 0) return this.#anySlot(slot);
    let tiers = this.#plain.get(slot.meter);
    if (tiers === undefined) this.#plain.set(slot.meter, (tiers = new Map()));
    const known = tiers.get(slot.tier);
    if (known !== undefined) return known;
    const position = this.#anySlot(slot);
    tiers.set(slot.tier, position);
    return position;
  }

  #anySlot({ meter, tier, precedence, condition }: RateSlot): number {
    const when = condition === null ? "" : JSON.stringify(condition);
    return this.known(`${meter}|${tier}|${precedence}|${when}`, () => [meter, tier, precedence, condition ?? 0]);
  }

  traits(traits: Traits): number {
    return this.known(traitsKey(traits), () => traitsRow(traits));
  }
}

/** The reading side of a `Dictionary`: each value is understood once, when a row first names it. */
export class Glossary {
  readonly #values: readonly unknown[];
  readonly #slots = new Map<number, RateSlot>();
  readonly #traits = new Map<number, Traits>();

  constructor(values: readonly unknown[]) {
    this.#values = values;
  }

  value(position: unknown): unknown {
    return this.#values[asNumber(position)];
  }

  slot(position: unknown): RateSlot {
    return memoised(this.#slots, asNumber(position), () => slotFrom(asList(this.value(position))));
  }

  traits(position: unknown): Traits {
    return memoised(this.#traits, asNumber(position), () => traitsFrom(asList(this.value(position))));
  }
}

function memoised<T>(known: Map<number, T>, position: number, read: () => T): T {
  const found = known.get(position);
  if (found !== undefined) return found;
  const value = read();
  known.set(position, value);
  return value;
}

/** What many offers have in common. */
export interface Traits {
  readonly provider: string;
  readonly declared_provider: string;
  readonly mode: Mode;
  readonly flags: readonly Flag[];
  readonly capabilities: readonly Capability[];
  readonly multipliers: readonly Multiplier[];
  readonly cache_minimum?: CacheMinimum;
}

/** NUL cannot be mistaken for a part: what contains one is written as JSON. */
function traitsKey(traits: Traits): string {
  const { provider, declared_provider, mode, flags, capabilities, multipliers, cache_minimum } = traits;
  const isPlain =
    multipliers.length === 0 && cache_minimum === undefined && !(provider + declared_provider).includes("\0");
  if (!isPlain) return JSON.stringify(traitsRow(traits));
  const words = flags.length === 0 ? "" : flags.join();
  return `${provider}\0${declared_provider}\0${mode}\0${words}\0${capabilities.join()}`;
}

function traitsRow(traits: Traits): readonly unknown[] {
  const minimum = traits.cache_minimum;
  return [
    traits.provider,
    traits.declared_provider,
    traits.mode,
    traits.flags.join(" "),
    traits.capabilities.join(" "),
    traits.multipliers.map(({ kind, name, factor }) => [kind, name, decimalText(factor)]),
    minimum === undefined ? 0 : [minimum.tokens, minimum.source, minimum.as_of],
  ];
}

function traitsFrom(row: readonly unknown[]): Traits {
  const minimum = row[6] === 0 ? undefined : asList(row[6]);
  return {
    provider: asText(row[0]),
    declared_provider: asText(row[1]),
    mode: member(MODES, row[2]),
    flags: words(FLAGS, row[3]),
    capabilities: words(CAPABILITIES, row[4]),
    multipliers: asList(row[5]).map((each) => multiplierFrom(asList(each))),
    ...(minimum !== undefined && {
      cache_minimum: { tokens: asNumber(minimum[0]), source: asText(minimum[1]), as_of: asText(minimum[2]) },
    }),
  };
}

function multiplierFrom([kind, name, factor]: readonly unknown[]): Multiplier {
  return { kind: member(["region", "tier"], kind), name: asText(name), factor: decimalFrom(asText(factor)) };
}

export function member<T extends string>(allowed: readonly T[], value: unknown): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new MalformedRow("not one of the known words");
  return found;
}

export function words<T extends string>(allowed: readonly T[], value: unknown): readonly T[] {
  const text = asText(value);
  return text === "" ? [] : text.split(" ").map((word) => member(allowed, word));
}

function slotFrom([meter, tier, precedence, condition]: readonly unknown[]): RateSlot {
  const name = asText(meter);
  if (!isMeter(name)) throw new MalformedRow("not a meter");
  return {
    meter: name,
    tier: member<ServiceTier>(SERVICE_TIERS, tier),
    condition: condition === 0 ? null : conditionFrom(condition),
    precedence: asNumber(precedence),
  };
}

function conditionFrom(value: unknown): RateCondition {
  if (typeof value !== "object" || value === null) throw new MalformedRow("not a condition");
  const fields = new Map(Object.entries(value));
  const [above, inclusive, windows, variant] = ["above_tokens", "inclusive", "windows", "variant"].map((field) =>
    fields.get(field),
  );
  return {
    ...(above !== undefined && { above_tokens: asNumber(above) }),
    ...(inclusive !== undefined && { inclusive: inclusive === true }),
    ...(windows !== undefined && { windows: asList(windows).map(windowFrom) }),
    ...(variant !== undefined && { variant: asText(variant) }),
  };
}

function windowFrom(value: unknown): TimeWindow {
  if (typeof value !== "object" || value === null) throw new MalformedRow("not a window");
  const fields = new Map(Object.entries(value));
  const weekdays = fields.get("weekdays");
  const zone = fields.get("weekday_timezone");
  return {
    start_minute: asNumber(fields.get("start_minute")),
    end_minute: asNumber(fields.get("end_minute")),
    ...(weekdays !== undefined && { weekdays: asList(weekdays).map(asNumber) }),
    ...(zone !== undefined && { weekday_timezone: asText(zone) }),
  };
}

/** Coefficient and scale as two cells: exact, short, and read back without parsing digits. */
export function decimalCells({ coefficient, scale }: Decimal): string {
  return typeof coefficient === "bigint" ? `"${coefficient}",${scale}` : `${coefficient},${scale}`;
}

const INTEGER = /^-?\d{1,100}$/;

export function decimalFromCells(coefficient: unknown, scale: unknown): Decimal {
  if (typeof coefficient === "number") return { coefficient, scale: asNumber(scale) };
  const digits = asText(coefficient);
  if (!INTEGER.test(digits)) throw new MalformedRow("not an integer");
  return { coefficient: BigInt(digits), scale: asNumber(scale) };
}

function decimalText(value: Decimal): string {
  return formatDecimal(value);
}

function decimalFrom(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new MalformedRow("not a decimal");
  return value;
}

/** Three cells a rate: slot, coefficient, scale. */
export function rateCells(rates: readonly Rate[], dictionary: Dictionary): string {
  let cells = "";
  for (const rate of rates) cells += `${cells === "" ? "" : ","}${dictionary.slot(rate)},${decimalCells(rate.usd)}`;
  return cells === "" ? NONE : `[${cells}]`;
}

/** An empty cell. */
export const NONE = "0";

export function textCell(text: string | undefined): string {
  return text === undefined ? NONE : asciiJson(text);
}

/** Cells as a JSON array; none at all as an empty cell. */
export function listCell(cells: readonly (string | number)[]): string {
  return cells.length === 0 ? NONE : `[${cells.join()}]`;
}

export function ratesFrom(cell: unknown, glossary: Glossary): readonly Rate[] {
  const rates: Rate[] = [];
  const cells = cell === 0 ? [] : asList(cell);
  for (let at = 0; at < cells.length; at += 3) {
    const { meter, tier, condition, precedence } = glossary.slot(cells[at]);
    rates.push({ meter, tier, usd: decimalFromCells(cells[at + 1], cells[at + 2]), condition, precedence });
  }
  return rates;
}

export function limitCells({ context_tokens, max_input_tokens, max_output_tokens }: Limits): string {
  if (context_tokens === undefined && max_input_tokens === undefined && max_output_tokens === undefined) return NONE;
  return `[${context_tokens ?? null},${max_input_tokens ?? null},${max_output_tokens ?? null}]`;
}

export function limitsFrom(value: unknown): Limits {
  if (value === 0) return {};
  const [context, input, output] = asList(value);
  return {
    ...(context !== null && { context_tokens: asNumber(context) }),
    ...(input !== null && { max_input_tokens: asNumber(input) }),
    ...(output !== null && { max_output_tokens: asNumber(output) }),
  };
}

/** A key that is mostly the id or one of the aliases: 0, the alias's number, or the text itself. */
export function keyCell(key: string, id: string, aliases: readonly string[]): string {
  if (key === id) return NONE;
  const at = aliases.indexOf(key);
  return at === -1 ? asciiJson(key) : String(at + 1);
}

export function keyFrom(cell: unknown, id: string, aliases: readonly string[]): string {
  if (cell === 0) return id;
  return asText(typeof cell === "number" ? aliases[cell - 1] : cell);
}

/** Aliases are mostly the id itself (1), the id without its provider (2), or none (0). */
export function aliasCell(aliases: readonly string[], id: string): string {
  const [first] = aliases;
  if (first === undefined) return NONE;
  if (aliases.length > 1) return asciiJson(aliases);
  if (first === id) return "1";
  return id.endsWith(first) && first === bareId(id) ? "2" : asciiJson(first);
}

export function aliasesFrom(cell: unknown, id: string): readonly string[] {
  if (cell === 0) return [];
  if (cell === 1) return [id];
  if (cell === 2) return [bareId(id)];
  return typeof cell === "string" ? [cell] : asList(cell).map(asText);
}

/** An offer id without its provider: `gpt-4o` of `openai/gpt-4o`. */
export function bareId(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

/** A row as a JSON array, without the empty cells at its end. */
export function rowText(cells: readonly string[]): string {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === NONE) end -= 1;
  return `[${(end === cells.length ? cells : cells.slice(0, end)).join()}]`;
}
