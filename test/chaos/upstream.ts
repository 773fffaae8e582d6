import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bodies } from "../bench/bodies.ts";

/** What an upstream can do wrong. Each keeps the last good prices. */
export const UPSTREAM_FAULTS = [
  "error_500",
  "html_200",
  "empty_200",
  "truncated",
  "huge",
  "shrunk",
  "times_1000",
  "zeroed",
  "negative",
  "mass_deletion",
  "prototype_keys",
  "deep_nesting",
  "reset",
  "hang",
] as const;
export type UpstreamFault = (typeof UPSTREAM_FAULTS)[number];

/** Stands for every host outside: the two price sources answer, well or with a fault; everybody else is 503. */
export class Upstream {
  readonly #server: Server;
  /** What a good answer says; another one is another day. */
  bodies: Bodies;
  fault: UpstreamFault | null = null;
  #served = 0;

  constructor(bodies: Bodies) {
    this.bodies = bodies;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (!isAddress(address)) throw new Error("the upstream does not listen");
    return `127.0.0.1:${address.port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = `${String(request.headers["x-chaos-host"])}${request.url ?? ""}`;
    const body = url.includes("model_prices_and_context_window")
      ? this.bodies.litellm
      : url.includes("openrouter.ai") && url.includes("models")
        ? this.bodies.openrouter
        : null;
    if (body === null) {
      response.writeHead(503).end("not here");
      return;
    }
    this.#served += 1;
    if (this.fault === "reset") request.socket.destroy();
    else if (this.fault === "hang") setTimeout(() => response.destroy(), 60_000).unref();
    else this.#send(response, body);
  }

  #send(response: ServerResponse, good: string): void {
    if (this.fault === "error_500") {
      response.writeHead(500).end("internal error");
      return;
    }
    const type = this.fault === "html_200" ? "text/html" : "application/json";
    // Never the same tag twice: every refresh reads a body.
    response.writeHead(200, { "content-type": type, etag: `"${this.#served}"` });
    response.end(this.fault === null ? good : faultyBody(this.fault, good));
  }
}

function faultyBody(fault: UpstreamFault, good: string): string {
  switch (fault) {
    case "html_200":
      return "<!doctype html><title>Just a moment...</title>";
    case "empty_200":
      return "";
    case "truncated":
      return good.slice(0, good.length / 2);
    case "huge":
      return `{"padding":"${"x".repeat(30 * 1_048_576)}"}`;
    case "shrunk":
      return rowsOf(good, (_, index) => index < 3);
    case "mass_deletion":
      return rowsOf(good, (_, index) => index % 2 === 0);
    case "times_1000":
      return prices(good, (price) => price * 1_000);
    case "zeroed":
      return prices(good, () => 0);
    case "negative":
      return prices(good, () => -1);
    case "prototype_keys":
      return good.replace(
        "{",
        '{"__proto__":{"input_cost_per_token":1,"litellm_provider":"openai","mode":"chat"},"constructor":1,',
      );
    case "deep_nesting":
      return `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    default:
      return good;
  }
}

function rowsOf(good: string, keep: (row: unknown, index: number) => boolean): string {
  const value: { data?: unknown[] } = JSON.parse(good);
  if (Array.isArray(value.data)) return JSON.stringify({ data: value.data.filter(keep) });
  return JSON.stringify(Object.fromEntries(Object.entries(value).filter((row, index) => keep(row, index))));
}

/** Every token price of both formats. */
function prices(good: string, change: (price: number) => number): string {
  return good
    .replaceAll(
      /"((?:input|output)_cost_per_token|cache_read_input_token_cost)": ?([\d.e-]+)/g,
      (_, key: string, price: string) => `"${key}":${change(Number(price))}`,
    )
    .replaceAll(
      /"(prompt|completion|input_cache_read)":"([\d.]+)"/g,
      (_, key: string, price: string) => `"${key}":"${change(Number(price))}"`,
    );
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
