/**
 * Tables of one tenant's object. Amounts are decimal text, instants epoch milliseconds, documents JSON text.
 * Statements only ever create: a new column is a new statement at the end.
 */
const STATEMENTS = [
  // profile, overrides, budget, margin, view sequence: one document each
  `CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS keys (
     id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL, label TEXT,
     created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER, last_used_at INTEGER) WITHOUT ROWID`,
  // what is still to be written to KV; a row goes when its write succeeded
  `CREATE TABLE IF NOT EXISTS copies (name TEXT PRIMARY KEY, value TEXT NOT NULL, ttl INTEGER) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS audit (
     number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS reservations (
     id TEXT PRIMARY KEY, amount TEXT NOT NULL, model TEXT NOT NULL, price_version TEXT NOT NULL, input_tokens INTEGER,
     created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, settled_by TEXT) WITHOUT ROWID`,
  `CREATE INDEX IF NOT EXISTS reservations_by_expiry ON reservations (expires_at)`,
  `CREATE TABLE IF NOT EXISTS events (
     id TEXT PRIMARY KEY, at INTEGER NOT NULL, received_at INTEGER NOT NULL, model TEXT NOT NULL, usage TEXT NOT NULL,
     service_tier TEXT NOT NULL, region TEXT, price_version TEXT NOT NULL,
     spend TEXT NOT NULL, cost TEXT, billed TEXT, estimated TEXT, estimate_id TEXT, cache_key TEXT, partial INTEGER NOT NULL,
     caching TEXT, batch TEXT, list TEXT, cause TEXT) WITHOUT ROWID`,
  `CREATE INDEX IF NOT EXISTS events_by_time ON events (at, id)`,
  // spend per quarter of an hour: days and months of every time zone are sums of them
  `CREATE TABLE IF NOT EXISTS quarters (quarter INTEGER PRIMARY KEY, spend TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS alerts (alert TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS cache_hits (
     cache_key TEXT NOT NULL, model TEXT NOT NULL, samples TEXT NOT NULL, updated_at INTEGER NOT NULL,
     PRIMARY KEY (cache_key, model)) WITHOUT ROWID`,
  `CREATE INDEX IF NOT EXISTS cache_hits_by_age ON cache_hits (updated_at)`,
  `CREATE TABLE IF NOT EXISTS holds (
     offer TEXT NOT NULL, rate TEXT NOT NULL, meter TEXT NOT NULL, held TEXT NOT NULL, would_be TEXT NOT NULL, cost TEXT NOT NULL,
     reason TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (offer, rate)) WITHOUT ROWID`,
  // the newest change of a price that was ever held: an older one that is told again, or late, is passed over
  `CREATE TABLE IF NOT EXISTS holds_seen (
     offer TEXT NOT NULL, rate TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (offer, rate)) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS hooks (
     id TEXT PRIMARY KEY, url TEXT NOT NULL, events TEXT NOT NULL, provider TEXT, secret TEXT NOT NULL,
     created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID`,
  // what the directory does not know yet
  `CREATE TABLE IF NOT EXISTS directory_notes (note TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID`,
];

export function prepareTables(sql: SqlStorage): void {
  for (const statement of STATEMENTS) sql.exec(statement);
}
