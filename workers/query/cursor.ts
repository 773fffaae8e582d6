/** A cursor is the id after which a list goes on, so that it survives a new catalog between two pages. */
export function cursorOf(id: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(id)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Index of the first id after the cursor's; null when it is no cursor. `ids` are in ascending order. */
export function positionAfter(ids: readonly string[], cursor: string): number | null {
  const id = idOf(cursor);
  if (id === null) return null;
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? "") <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function idOf(cursor: string): string | null {
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(
      Uint8Array.from(binary, (unit) => unit.charCodeAt(0)),
    );
  } catch {
    return null;
  }
}
