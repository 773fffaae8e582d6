export { healthBadge, priceBadge } from "./badges.ts";
export { changesFeed, changesJsonFeed } from "./changes.ts";
export { modelsCsv } from "./csv.ts";
export { incidentsFeed } from "./incidents.ts";
export { getSnapshot } from "./snapshot.ts";
