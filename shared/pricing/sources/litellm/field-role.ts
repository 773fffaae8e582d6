import { FLAG_BITS, isDescriptive } from "./facts.ts";
import { FACTS } from "./stated-facts.ts";

/** What a field of a row is for: a fact, the bit of a capability, part of the price, or nothing that is read. */
export type FieldRole = (typeof FACTS)[number] | number | "price" | "ignored";

export function fieldRole(field: string): FieldRole {
  const fact = FACTS.find((name) => name === field);
  if (fact !== undefined) return fact;
  const bit = FLAG_BITS.get(field);
  if (bit !== undefined) return bit;
  return isDescriptive(field) ? "ignored" : "price";
}
