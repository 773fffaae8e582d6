import { expect, it } from "vitest";
import { bundleWorker } from "../../workers/build/worker-bundle.ts";

it("an isolate loads at most 300 KiB of script before its first request", async () => {
  const { start_up_bytes } = await bundleWorker();
  expect(start_up_bytes).toBeGreaterThan(0);
  expect(start_up_bytes).toBeLessThanOrEqual(300 * 1_024);
});
