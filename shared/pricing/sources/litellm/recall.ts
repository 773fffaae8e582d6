import { CAPABILITIES, type Capability } from "../../offer.ts";
import { readUsd } from "../usd.ts";
import type { UsdReading } from "../usd.ts";
import { parseCostKey } from "./cost-key.ts";
import type { CostKey } from "./cost-key.ts";
import { fieldRole } from "./field-role.ts";
import type { FieldRole } from "./field-role.ts";

/** A hostile file can make every key and price a new one; then nothing more is kept. */
const KEPT = 4_096;

/** What was understood already while one file is read: 120 distinct keys and 1,900 prices stand in some 14,000 places of it. */
export class Recall {
  private readonly keys = new Map<string, CostKey | null>();
  private readonly roles = new Map<string, FieldRole>();
  /** At most two to the number of capabilities. */
  private readonly sets = new Map<number, readonly Capability[]>();
  private readonly prices = new Map<unknown, UsdReading>();

  costKey(key: string): CostKey | null {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    const parsed = parseCostKey(key);
    if (this.keys.size < KEPT) this.keys.set(key, parsed);
    return parsed;
  }

  role(field: string): FieldRole {
    const known = this.roles.get(field);
    if (known !== undefined) return known;
    const role = fieldRole(field);
    if (this.roles.size < KEPT) this.roles.set(field, role);
    return role;
  }

  /** The capabilities whose bits, in the order of CAPABILITIES, are set. */
  capabilities(bits: number): readonly Capability[] {
    const known = this.sets.get(bits);
    if (known !== undefined) return known;
    const set = CAPABILITIES.filter((_, at) => (bits & (1 << at)) !== 0);
    this.sets.set(bits, set);
    return set;
  }

  usd(value: unknown): UsdReading {
    const known = this.prices.get(value);
    if (known !== undefined) return known;
    const reading = readUsd(value);
    if (this.prices.size < KEPT) this.prices.set(value, reading);
    return reading;
  }
}
