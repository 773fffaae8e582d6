import { within } from "../../deadline.ts";

/** How long a page waits for something that may be slow before it says so instead, ms. */
const PATIENCE_MS = 1_500;

/** The value, or null when it fails or comes too late: the section of the page then says so. */
export async function soon<T>(promise: Promise<T>): Promise<T | null> {
  return await within(promise, PATIENCE_MS).catch(() => null);
}
