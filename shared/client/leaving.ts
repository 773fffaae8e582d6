interface Leaving {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

interface EndingProcess {
  once(event: string, listener: () => void): void;
  removeListener(event: string, listener: () => void): void;
}

/** Calls back when a page is left or a Node process runs out of work; returns how to stop listening. */
export function onLeaving(callback: () => void): () => void {
  const scope: unknown = globalThis;
  if (hasEvents(scope) && "document" in scope) {
    scope.addEventListener("pagehide", callback);
    return () => scope.removeEventListener("pagehide", callback);
  }
  const process: unknown = Reflect.get(globalThis, "process");
  if (!isProcess(process)) return () => undefined;
  process.once("beforeExit", callback);
  return () => process.removeListener("beforeExit", callback);
}

function hasEvents(scope: unknown): scope is Leaving {
  return typeof scope === "object" && scope !== null && "addEventListener" in scope && "removeEventListener" in scope;
}

function isProcess(value: unknown): value is EndingProcess {
  return typeof value === "object" && value !== null && "once" in value && "removeListener" in value;
}
