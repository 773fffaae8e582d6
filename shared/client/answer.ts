import type { Operations } from "./generated/operations.ts";

export type OperationName = keyof Operations;

/** Which prices an answer was made from. */
export interface CatalogMeta {
  readonly version: string;
  readonly published_at: string;
  /** Since a live source last confirmed the prices. */
  readonly age_seconds: number;
  readonly state: "fresh" | "stale" | "bundled";
}

/**
 * How an answer was come by: `live` the service just gave it, `revalidated` the service confirmed (304) that what it gave
 * before still holds, `offline` the service did not answer and this is the last it gave, or was computed here from a snapshot.
 */
export type AnswerState = "live" | "revalidated" | "offline";

export interface Answer<Name extends OperationName> {
  readonly data: Operations[Name]["data"];
  readonly meta: Operations[Name]["meta"] & {
    readonly catalog: CatalogMeta | null;
    readonly request_id: string | null;
  };
  readonly state: AnswerState;
  /** Age of an offline answer: of the snapshot's prices, or since the answer was received; 0 unless offline. */
  readonly age_seconds: number;
}
