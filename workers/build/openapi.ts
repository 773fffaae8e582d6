import { readFileSync, writeFileSync } from "node:fs";
import { ANSWERS } from "../../shared/contract/answers/index.ts";
import { openApiDocument } from "../../shared/contract/openapi.ts";
import { OPERATIONS } from "../../shared/contract/operations/index.ts";

const FILE = new URL("../generated/openapi.txt", import.meta.url);

/** The document as it is served. */
export function openApiText(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return `${JSON.stringify(openApiDocument(OPERATIONS, ANSWERS, String(version)))}\n`;
}

if (import.meta.main) writeFileSync(FILE, openApiText());
