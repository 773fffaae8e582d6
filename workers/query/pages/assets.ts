import dashboardScript from "../../generated/dashboard-js.txt";
import historyChartScript from "../../generated/history-chart-js.txt";
import historyChartStyle from "../../generated/history-chart-css.txt";
import { DOCS_SCRIPT } from "../docs/script.ts";
import { DASHBOARD_STYLE } from "./dashboard/style.ts";
import { STYLE } from "./style.ts";

/** A file that pages load: its text travels in the Worker. */
interface Asset {
  readonly media: string;
  readonly text: string;
}

/** By name; each is served under a URL that changes with its text, so that browsers may keep it for ever. */
const ASSETS: ReadonlyMap<string, Asset> = new Map<string, Asset>([
  ["style.css", { media: "text/css", text: STYLE }],
  ["dashboard.css", { media: "text/css", text: DASHBOARD_STYLE }],
  ["dashboard.js", { media: "text/javascript", text: dashboardScript }],
  ["history-chart.js", { media: "text/javascript", text: historyChartScript }],
  ["history-chart.css", { media: "text/css", text: historyChartStyle }],
  ["docs.js", { media: "text/javascript", text: DOCS_SCRIPT }],
  ["icon.svg", { media: "image/svg+xml", text: iconText() }],
]);

const urls = new Map<string, string>();

/** `/assets/<name>-<hash of the text>.<extension>` */
export function assetUrl(name: string): string {
  const known = urls.get(name);
  if (known !== undefined) return known;
  const asset = ASSETS.get(name);
  if (asset === undefined) throw new Error(`there is no asset ${name}`);
  const dot = name.lastIndexOf(".");
  const url = `/assets/${name.slice(0, dot)}-${hash(asset.text)}${name.slice(dot)}`;
  urls.set(name, url);
  return url;
}

/** Null where no asset has this path. */
export function assetAt(path: string): Response | null {
  for (const [name, { media, text }] of ASSETS) {
    if (assetUrl(name) !== path) continue;
    const headers = {
      "content-type": `${media}; charset=utf-8`,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
    };
    return new Response(text, { headers });
  }
  return null;
}

/** FNV-1a, 32 bits: tells versions of a file apart, nothing more. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}

function iconText(): string {
  return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b5c5c"/><path d="M3 11h2V8H3zm4 0h2V5H7zm4 0h2V3h-2z" fill="#fff"/></svg>';
}
