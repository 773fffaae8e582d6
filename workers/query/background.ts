/** What reading needs of an execution context: work that goes on behind an answer. */
export type Background = Pick<ExecutionContext, "waitUntil">;
