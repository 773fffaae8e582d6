/** A pattern over whole ids in which only `*` is special: it stands for any run of characters, `/` included. Case matters. */
export interface Glob {
  readonly pattern: string;
  /** The literal parts between the stars; one part alone is an exact id. */
  readonly parts: readonly string[];
}

export function compileGlob(pattern: string): Glob {
  return { pattern, parts: pattern.split(/\*+/) };
}

/**
 * Linear in the length of the id: the leftmost occurrence of each literal part is always a right choice, so nothing is ever tried twice
 * (a regular expression made from a tenant's pattern could be made to take exponential time).
 */
export function matchesGlob(glob: Glob, id: string): boolean {
  const { parts } = glob;
  const first = parts[0] ?? "";
  if (parts.length === 1) return id === first;
  const last = parts.at(-1) ?? "";
  if (id.length < first.length + last.length || !id.startsWith(first) || !id.endsWith(last)) return false;
  const end = id.length - last.length;
  let from = first.length;
  for (let i = 1; i < parts.length - 1; i += 1) {
    const part = parts[i] ?? "";
    const found = id.indexOf(part, from);
    if (found === -1 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
