import { calcPriceMicros, pricedRows } from "./in-process.ts";
import { load, type LoadRequest } from "./load.ts";
import { compare, type Ratio } from "./measure.ts";
import { cpuMicros, startRuntime } from "./runtime.ts";
import type { HttpOptions } from "./http.ts";

const ROWS = 1_000;

/** A batch over HTTP, a row, against `calcPrice` in this process on the same rows. */
export async function batchRatio({ modules, hot, rounds, scale }: HttpOptions): Promise<Ratio> {
  const runtime = await startRuntime({ modules, kv: { "catalog:hot": hot } });
  const rows = pricedRows(ROWS);
  const requests = rows.map(({ id, input_tokens, output_tokens, cache_read_tokens }) => ({
    model: id,
    usage: { input_tokens, output_tokens, ...(cache_read_tokens > 0 ? { cache_read_tokens } : {}) },
  }));
  const request: LoadRequest = { method: "POST", path: "/v1/estimate/batch", body: JSON.stringify({ requests }) };
  const batches = Math.max(2, Math.round(60 * scale));
  const ours = async (): Promise<number> => {
    const before = cpuMicros(runtime.pid);
    const { statuses } = await load(runtime.origin, () => request, batches);
    if (statuses.get(200) !== batches) throw new Error(`batches answered ${JSON.stringify([...statuses])}`);
    return (cpuMicros(runtime.pid) - before) / batches / ROWS;
  };
  await ours();
  calcPriceMicros(rows);
  const ratio = await compare(
    { name: "POST /v1/estimate/batch of 1,000, a row over HTTP / `calcPrice`", unit: "µs CPU", target: 0.2, rounds },
    ours,
    () => calcPriceMicros(rows),
  );
  await runtime.close();
  return ratio;
}
