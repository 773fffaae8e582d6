import { vi } from "vitest";

export interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly redirect: string | undefined;
}

/** Replaces the world outside by `answer`, and writes down what it was asked. Responses must be built inside the call: workerd ties a body to the request that made it. */
export function answering(
  answer: (url: string, index: number, init: RequestInit) => Response | Promise<Response>,
): Asked[] {
  const asked: Asked[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push({ url, headers: new Headers(init.headers), redirect: init.redirect });
    return await answer(url, asked.length - 1, init);
  });
  return asked;
}

/** A body that never ends, handed over as fast as it is read. */
export function endless(chunk: Uint8Array, seen: { bytes: number }): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      seen.bytes += chunk.byteLength;
      controller.enqueue(chunk.slice());
    },
  });
}

/** A promise that nobody ever keeps. */
export function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
