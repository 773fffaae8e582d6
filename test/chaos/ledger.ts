import { at, type Service } from "./service.ts";

/** An acknowledged report is in storage within ten seconds; a killed runtime may take the rest with it. */
const SNAPSHOT_MS = 10_000;

/** What was promised, and what may have happened besides: a call that was cut off is done or not, but never half. */
export class Promises {
  readonly key: string;
  readonly tenant: string;
  /** Event ids: acknowledged, and those whose fate a kill hid. */
  readonly acknowledged = new Set<string>();
  readonly uncertain = new Set<string>();
  /** Discount of the last acknowledged overrides, and those that were cut off since. */
  discount = 0;
  readonly uncertainDiscounts = new Set<number>();
  reserved = 0;
  uncertainReservations = 0;
  version: string | null = null;
  /** Reports of health: when each acknowledged one was received, and how many were sent in all. */
  reports: number[] = [];
  sentReports = 0;
  acknowledgedReports = 0;

  constructor(tenant: string, key: string) {
    this.tenant = tenant;
    this.key = key;
  }

  /** An object or runtime that ends at `at` takes reports with it that were younger than a snapshot: they are owed no more. */
  lostMemory(at: number): void {
    this.reports = this.reports.filter((time) => time < at - SNAPSHOT_MS);
  }
}

const RESERVED_USD = 0.0075;
const WINDOW_MS = 300_000;

/** Everything that was acknowledged is there, nothing twice; each line is a violation. */
export async function broken(service: Service, promises: Promises): Promise<string[]> {
  return [
    ...(await brokenEvents(service, promises)),
    ...(await brokenOverrides(service, promises)),
    ...(await brokenReservations(service, promises)),
    ...(await brokenReports(service, promises)),
    ...(await brokenVersion(service, promises)),
  ];
}

async function brokenEvents(service: Service, { key, acknowledged, uncertain }: Promises): Promise<string[]> {
  const seen = new Map<string, number>();
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await service.call("GET", `/v1/tenant/usage?limit=1000${query}`, { key });
    const rows = at(body, "data");
    if (status !== 200 || !Array.isArray(rows)) return [`the export of usage answered ${status}`];
    for (const row of rows) {
      const id = String(at(row, "id"));
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    const next = at(body, "meta", "next_cursor");
    cursor = typeof next === "string" ? next : null;
  }
  const lost = [...acknowledged].filter((id) => !seen.has(id));
  const twice = [...seen].filter(([, count]) => count > 1);
  const foreign = [...seen.keys()].filter((id) => !acknowledged.has(id) && !uncertain.has(id));
  return [
    ...(lost.length > 0 ? [`${lost.length} acknowledged usage events are lost, such as ${lost[0]}`] : []),
    ...(twice.length > 0 ? [`${twice.length} usage events are there twice`] : []),
    ...(foreign.length > 0 ? [`${foreign.length} usage events were never sent`] : []),
  ];
}

async function brokenOverrides(service: Service, promises: Promises): Promise<string[]> {
  const { status, body } = await service.call("GET", "/v1/tenant/overrides", { key: promises.key });
  if (status !== 200) return [`overrides answered ${status}`];
  const value = Number(at(body, "data", "rules", 0, "value") ?? 0);
  if (value !== promises.discount && !promises.uncertainDiscounts.has(value))
    return [`overrides say ${value} %, acknowledged were ${promises.discount} %`];
  promises.discount = value;
  promises.uncertainDiscounts.clear();
  return [];
}

async function brokenReservations(
  service: Service,
  { key, reserved, uncertainReservations }: Promises,
): Promise<string[]> {
  const { status, body } = await service.call("GET", "/v1/tenant/budget", { key });
  if (status !== 200) return [`the budget answered ${status}`];
  const held = Number(at(body, "data", "reserved_usd"));
  // Under a discount a reservation is a little less.
  const least = reserved * RESERVED_USD * 0.5;
  const most = (reserved + uncertainReservations) * RESERVED_USD + 1e-9;
  return held < least || held > most ? [`${held} USD are reserved, acknowledged were ${reserved} reservations`] : [];
}

async function brokenReports(service: Service, promises: Promises): Promise<string[]> {
  const { status, body } = await service.call("GET", "/v1/health/openai", { key: promises.key });
  if (status !== 200) return [`health answered ${status}`];
  const calls = Number(at(body, "data", "window", "calls"));
  const now = Date.now();
  // Thirty seconds of slack at the far end: buckets leave the window whole.
  const owed = promises.reports.filter((time) => time > now - WINDOW_MS + 30_000).length;
  if (calls < owed) return [`health counts ${calls} calls, ${owed} were snapshotted`];
  return calls > promises.sentReports ? [`health counts ${calls} calls, ${promises.sentReports} were sent`] : [];
}

async function brokenVersion(service: Service, { version }: Promises): Promise<string[]> {
  if (version === null) return [];
  const { status, body } = await service.admin("GET", "/v1/admin/catalog/versions");
  const rows = at(body, "data");
  if (status !== 200 || !Array.isArray(rows)) return [`the versions answered ${status}`];
  return rows.some((row) => at(row, "version") === version)
    ? []
    : [`version ${version} was published and is not known`];
}

/** Alarms that are more than `late` ms overdue: an alarm that was set before a kill fires after it. */
export async function overdueAlarms(service: Service, tenant: string, late: number): Promise<string[]> {
  const objects = [
    ["PROVIDER_HEALTH", "openai"],
    ["TENANT", tenant],
    ["PRICE_LEDGER", "ledger"],
    ["HEALTH_BOARD", "board"],
  ];
  const overdue: string[] = [];
  for (const [binding, name] of objects) {
    const { body } = await service.control(`alarm?binding=${binding}&name=${name}`);
    const alarm = at(body, "at");
    const now = Number(at(body, "now"));
    if (typeof alarm === "number" && alarm < now - late)
      overdue.push(`the alarm of ${binding} ${name} is ${now - alarm} ms late`);
  }
  return overdue;
}
