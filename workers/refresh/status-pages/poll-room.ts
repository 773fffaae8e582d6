/** All that a poll needs, as one chunk that is loaded with the first poll. */
export { STATUS_PAGES } from "../../../shared/health/status-pages/table.ts";
export { corroborate } from "./corroborate.ts";
export { DocumentReader } from "./document.ts";
export { pollPages } from "./poll-run.ts";
