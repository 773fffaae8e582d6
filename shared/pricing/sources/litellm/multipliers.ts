import type { Multiplier } from "../../rate.ts";
import { SERVICE_TIERS } from "../../rate.ts";
import { isObject } from "../../../text/json.ts";
import { isPositive, quote, readUsd } from "../usd.ts";

const REGIONAL = /^regional_processing_uplift_multiplier_([a-z0-9-]{2,24})$/;
/** Vertex: every named location but `global` costs this much more. */
const NON_GLOBAL = "regional_endpoint_uplift_multiplier";
const REGION_NAME = /^[a-z][a-z0-9-]{1,23}$/;

export interface MultiplierReading {
  readonly multipliers: readonly Multiplier[];
  readonly refused: readonly string[];
}

export function isMultiplierKey(key: string): boolean {
  return key === NON_GLOBAL || REGIONAL.test(key);
}

/** A regional uplift stated as a key of the row itself. */
export function readRegionalMultiplier(key: string, value: unknown): MultiplierReading {
  const name = key === NON_GLOBAL ? "non_global" : REGIONAL.exec(key)?.[1];
  return name === undefined ? { multipliers: [], refused: [key] } : readFactor("region", name, value);
}

/**
 * `provider_specific_entry`: numbers are multipliers, by service tier (`fast`) or by region (`us`);
 * texts configure LiteLLM's own client (`bedrock_invocation_schema`) and say nothing of a price.
 */
export function readSpecificEntry(value: unknown): MultiplierReading {
  if (!isObject(value)) return { multipliers: [], refused: [quote(value)] };
  const readings = Object.entries(value)
    .filter(([, factor]) => typeof factor !== "string" && typeof factor !== "boolean")
    .slice(0, 64)
    .map(([name, factor]) => (REGION_NAME.test(name) ? readFactor(kindOf(name), name, factor) : nothing(name)));
  return { multipliers: readings.flatMap((one) => one.multipliers), refused: readings.flatMap((one) => one.refused) };
}

function kindOf(name: string): Multiplier["kind"] {
  return SERVICE_TIERS.some((tier) => tier === name) ? "tier" : "region";
}

function readFactor(kind: Multiplier["kind"], name: string, value: unknown): MultiplierReading {
  const reading = readUsd(value);
  if (!("usd" in reading) || !isPositive(reading.usd)) return nothing(`${name}: ${quote(value)}`);
  return { multipliers: [{ kind, name, factor: reading.usd }], refused: [] };
}

function nothing(refused: string): MultiplierReading {
  return { multipliers: [], refused: [refused] };
}
