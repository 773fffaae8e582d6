import { parseDecimal, roundSignificant, type Decimal } from "../money/decimal.ts";
import type { Meter } from "../pricing/meter.ts";
import type { Offer } from "../pricing/offer.ts";
import { compileGlob, matchesGlob, type Glob } from "./glob.ts";
import type { OverrideOperation, OverrideRule } from "./override-rule.ts";

/** A rule ready to apply. */
export interface CompiledRule {
  readonly glob: Glob;
  readonly value: Decimal;
  /** What a price is multiplied with; null for `set`. */
  readonly factor: Decimal | null;
  /** Null: every meter. */
  readonly meter: Meter | null;
  /** Epoch milliseconds, `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

/** The rules that match one offer, by level in order of precedence; shared by all offers that the same rules match. */
export interface Composition {
  readonly levels: readonly (readonly CompiledRule[])[];
  /** Some rule has a date: what applies depends on the instant. */
  readonly dated: boolean;
}

/** A price that margin protection keeps: offer id -> slot key (`slotKey`) -> USD per unit. */
export type HeldPrices = ReadonlyMap<string, ReadonlyMap<string, Decimal>>;

/** All rules that apply to one tenant. Made once per revision and kept; the caches fill as offers are met. */
export interface CompiledOverrides {
  readonly levels: readonly (readonly CompiledRule[])[];
  readonly held: HeldPrices;
  /** Provider -> the rules, by level, that may match an offer of it: a rule mostly names one provider of a hundred. */
  readonly candidates: Map<string, readonly (readonly number[])[]>;
  /** Offer id -> the rules on it; null where none matches. Bounded. */
  readonly matched: Map<string, Composition | null>;
  readonly compositions: Map<string, Composition>;
  /** Offer id -> the list offer and what the undated rules make of it. Bounded. */
  readonly applied: Map<string, { readonly list: Offer; readonly sell: Offer }>;
}

/** Ids remembered per tenant: a catalog several times today's, about 0.5 MB. */
const MAX_REMEMBERED = 8_192;
/** More digits than any chain of real contracts needs; bounds what a thousand chained factors can cost. */
export const MOST_DIGITS = 40;

const NOTHING_HELD: HeldPrices = new Map();

/** `levels` in order of precedence: tenant, plan, global. Rules must have passed `overrideRulesSchema`. */
export function compileOverrides(
  levels: readonly (readonly OverrideRule[])[],
  held: HeldPrices = NOTHING_HELD,
): CompiledOverrides {
  return {
    levels: levels.map((rules) => rules.map(compileRule)),
    held,
    candidates: new Map(),
    matched: new Map(),
    compositions: new Map(),
    applied: new Map(),
  };
}

/** The rules whose glob matches the offer, whatever their dates; null when there are none. */
export function compositionFor(overrides: CompiledOverrides, offerId: string): Composition | null {
  const known = overrides.matched.get(offerId);
  if (known !== undefined) return known;
  const found = compose(overrides, offerId);
  if (overrides.matched.size >= MAX_REMEMBERED) overrides.matched.clear();
  overrides.matched.set(offerId, found);
  return found;
}

/** The same rules match many offers: they are composed once. */
function compose(overrides: CompiledOverrides, offerId: string): Composition | null {
  const candidates = candidatesFor(overrides, offerId.slice(0, offerId.indexOf("/") + 1));
  const levels = overrides.levels.map((rules, level) =>
    (candidates[level] ?? []).filter((i) => rules[i] !== undefined && matchesGlob(rules[i].glob, offerId)),
  );
  if (levels.every((level) => level.length === 0)) return null;
  const signature = levels.map((level) => level.join()).join("|");
  const known = overrides.compositions.get(signature);
  if (known !== undefined) return known;
  const composition = composed(overrides.levels.map((rules, level) => pick(rules, levels[level] ?? [])));
  if (overrides.compositions.size >= MAX_REMEMBERED) overrides.compositions.clear();
  overrides.compositions.set(signature, composition);
  return composition;
}

/** `provider` with its slash; empty for an id without one. */
function candidatesFor(overrides: CompiledOverrides, provider: string): readonly (readonly number[])[] {
  const known = overrides.candidates.get(provider);
  if (known !== undefined) return known;
  const found = overrides.levels.map((rules) => rules.flatMap((rule, i) => (mayMatch(rule.glob, provider) ? [i] : [])));
  if (overrides.candidates.size >= MAX_REMEMBERED) overrides.candidates.clear();
  overrides.candidates.set(provider, found);
  return found;
}

/** Whether an id that begins with the provider can begin as the pattern does. */
function mayMatch({ parts }: Glob, provider: string): boolean {
  const start = parts[0] ?? "";
  return start.startsWith(provider) || (parts.length > 1 && provider.startsWith(start));
}

function pick(rules: readonly CompiledRule[], indices: readonly number[]): readonly CompiledRule[] {
  return indices.flatMap((i) => rules[i] ?? []);
}

function composed(levels: readonly (readonly CompiledRule[])[]): Composition {
  const dated = levels.some((rules) => rules.some((rule) => rule.from !== -Infinity || rule.to !== Infinity));
  return { levels, dated };
}

/** Exact up to `MOST_DIGITS` significant digits. */
export function bounded(value: Decimal): Decimal {
  return typeof value.coefficient === "number" ? value : roundSignificant(value, MOST_DIGITS);
}

function compileRule(rule: OverrideRule): CompiledRule {
  const value = parseDecimal(rule.value);
  if (value === null) throw new RangeError("a rule was not checked before it was compiled");
  return {
    glob: compileGlob(rule.match),
    value,
    factor: factorOf(rule.operation, value),
    meter: rule.meter ?? null,
    from: rule.from === undefined ? -Infinity : Date.parse(rule.from),
    to: rule.to === undefined ? Infinity : Date.parse(rule.to),
  };
}

/** A discount of 18 % is x 0.82, a margin of 25 % on top of cost x 1.25: both exact. */
function factorOf(operation: OverrideOperation, value: Decimal): Decimal | null {
  switch (operation) {
    case "set":
      return null;
    case "multiply":
      return value;
    case "discount_percent":
      return percentOf(100, value, -1);
    case "margin_percent":
      return percentOf(100, value, 1);
  }
}

function percentOf(base: number, percent: Decimal, sign: 1 | -1): Decimal {
  const scale = percent.scale;
  const coefficient = BigInt(base) * 10n ** BigInt(scale) + BigInt(sign) * BigInt(percent.coefficient);
  const small = Number(coefficient);
  return { coefficient: Number.isSafeInteger(small) ? small : coefficient, scale: scale + 2 };
}
