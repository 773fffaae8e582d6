import type { Module } from "../bench/runtime.ts";

/**
 * Stands before the Worker's entry: puts faults between it and KV, moves its clock, and lets the run evict objects and see their alarms.
 * What is tested is the built Worker itself; nothing of it knows of this.
 */
const SOURCE = `
import worker, * as objects from "./index.js";

let mode = null;
let offset = 0;
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + offset;
const firstSeen = new Map();
const realFetch = globalThis.fetch;
let outbound = null;

// Every call to the outside goes to the run's own server: a reset there is a reset here.
globalThis.fetch = (input, init) => {
  const url = new URL(typeof input === "string" ? input : (input.url ?? input.href));
  const headers = new Headers(init?.headers);
  headers.set("x-chaos-host", url.host);
  return realFetch("http://" + outbound + url.pathname + url.search, { ...init, headers });
};

function faulty(env) {
  mode ??= env.CHAOS_KV ?? "ok";
  outbound ??= env.CHAOS_OUTBOUND;
  const kv = env.KV;
  const read = async (...args) => {
    switch (mode) {
      case "unreadable": throw new Error("KV GET failed: 500 Internal Server Error");
      case "slow": await scheduler.wait(20_000); return null;
      case "empty": return null;
      case "truncated": { const value = await kv.get(...args); return typeof value === "string" ? value.slice(0, value.length / 2) : value; }
      case "stale": {
        const key = String(args[0]);
        if (!firstSeen.has(key)) firstSeen.set(key, await kv.get(...args));
        return firstSeen.get(key);
      }
      default: return await kv.get(...args);
    }
  };
  const write = async (...args) => {
    if (mode === "unwritable") throw new Error("KV PUT failed: 429 Too Many Requests");
    return await kv.put(...args);
  };
  return { ...env, KV: { get: read, put: write, delete: (...args) => kv.delete(...args), list: (...args) => kv.list(...args) } };
}

function watched(Base) {
  return class extends Base {
    constructor(ctx, env) { super(ctx, faulty(env)); this.chaosContext = ctx; }
    chaosEvict() { this.chaosContext.abort("evicted by the chaos run"); }
    async chaosAlarm() { return await this.chaosContext.storage.getAlarm(); }
  };
}

export const HealthBoard = watched(objects.HealthBoard);
export const PriceLedger = watched(objects.PriceLedger);
export const ProviderHealth = watched(objects.ProviderHealth);
export const StatusPoller = watched(objects.StatusPoller);
export const TenantDirectory = watched(objects.TenantDirectory);
export const Tenant = watched(objects.Tenant);

async function control(url, env) {
  const object = () => env[url.searchParams.get("binding")].getByName(url.searchParams.get("name"));
  switch (url.pathname) {
    case "/chaos/kv": mode = url.searchParams.get("mode"); return "ok";
    case "/chaos/clock": offset = Number(url.searchParams.get("offset")); return "ok";
    case "/chaos/evict": await object().chaosEvict().catch(() => undefined); return "ok";
    case "/chaos/alarm": return JSON.stringify({ at: await object().chaosAlarm(), now: Date.now() });
    default: return "no such control";
  }
}

export default {
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/chaos/")) return new Response(await control(url, env));
    return worker.fetch(request, faulty(env), ctx);
  },
  scheduled: (controller, env, ctx) => worker.scheduled(controller, faulty(env), ctx),
};
`;

export const CHAOS_ENTRY: Module = { type: "ESModule", path: "chaos.js", contents: SOURCE };

export const KV_FAULTS = ["unreadable", "slow", "empty", "truncated", "stale"] as const;
export type KvMode = "ok" | "unwritable" | (typeof KV_FAULTS)[number];
