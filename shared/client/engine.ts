/** `ratecard/client/engine`: exact answers from the text of a snapshot alone, without a client. */
export { openCatalog, NeedsServiceError, type LocalCatalog } from "./local/open.ts";
