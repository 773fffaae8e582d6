import type { Decimal } from "../money/decimal.ts";
import { formatDecimal, parseDecimal } from "../money/decimal.ts";
import { asList, asNumber, asText, MalformedRow, member, words } from "./json-cell.ts";
import { isMeter } from "./meter.ts";
import type { CacheMinimum, Capability, Flag, Mode } from "./offer.ts";
import { CAPABILITIES, FLAGS, MODES } from "./offer.ts";
import type { Multiplier, RateCondition, RateSlot, ServiceTier, TimeWindow } from "./rate.ts";
import { SERVICE_TIERS } from "./rate.ts";

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

function decimalText(value: Decimal): string {
  return formatDecimal(value);
}

function decimalFrom(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new MalformedRow("not a decimal");
  return value;
}
