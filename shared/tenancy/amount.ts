import * as z from "zod/mini";

/** USD as a decimal string, never a float: up to a billion dollars, resolved to 18 places. */
const AMOUNT = /^\d{1,10}(?:\.\d{1,18})?$/;

export const amountSchema = z
  .string()
  .check(z.refine((text: string) => AMOUNT.test(text), { error: 'must be a decimal string in USD such as "12.50"' }));
