/**
 * Objects among which a provider's tenants are spread. One object carries about 1,000 reports a second; a provider that is not
 * listed has one. A tenant always stays in one shard; the object named after the provider adds the shards up.
 */
const SHARDS: ReadonlyMap<string, number> = new Map<string, number>();

/** Number of shards of a provider. */
function shardCount(provider: string, table: ReadonlyMap<string, number> = SHARDS): number {
  return Math.max(1, table.get(provider) ?? 1);
}

/** Names of the shards of a provider; none where its own object takes the reports. */
export function shardNames(provider: string, table: ReadonlyMap<string, number> = SHARDS): string[] {
  const count = shardCount(provider, table);
  return count === 1 ? [] : Array.from({ length: count }, (_, k) => `${provider}#${k}`);
}

/** Name of the object that takes a tenant's reports about a provider. */
export function objectName(provider: string, tenant_id: string, table: ReadonlyMap<string, number> = SHARDS): string {
  const count = shardCount(provider, table);
  return count === 1 ? provider : `${provider}#${hash(tenant_id) % count}`;
}

/** The provider of an object's name; ids hold no `#`. */
export function providerOf(object_name: string): string {
  return object_name.split("#", 1)[0] ?? object_name;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i);
    value = Math.imul(value, 0x01_00_01_93);
  }
  return value >>> 0;
}
