import * as z from "zod/mini";
import { problemAnswer } from "../../shared/contract/answers/fields.ts";
import { ANSWERS, type AnswerSchemas } from "../../shared/contract/answers/index.ts";
import { OPERATIONS } from "../../shared/contract/operations/index.ts";
import type { OperationShape } from "../../shared/contract/operation.ts";
import { PROBLEMS } from "../../shared/contract/problem.ts";

export const operations: readonly (readonly [string, OperationShape])[] = Object.entries(OPERATIONS);
const answers: Readonly<Record<string, AnswerSchemas>> = ANSWERS;

const envelope = z.object({
  data: z.unknown(),
  meta: z.looseObject({
    catalog: z.object({
      version: z.string(),
      published_at: z.string(),
      age_seconds: z.int().check(z.gte(0)),
      state: z.enum(["fresh", "stale", "bundled"]),
    }),
    request_id: z.string(),
  }),
});

/** Everything in which an answer differs from what its operation promises. */
export async function faults(name: string, response: Response): Promise<string[]> {
  const text = await response.text();
  const operation = operations.find(([each]) => each === name)?.[1];
  if (operation?.media !== undefined)
    return response.headers.get("content-type")?.startsWith(operation.media) === true ? [] : ["media type"];
  const body: unknown = JSON.parse(text);
  const framed = envelope.safeParse(body);
  if (!framed.success) return [z.prettifyError(framed.error)];
  const data = answers[name]?.data.safeParse(framed.data.data);
  const meta = answers[name]?.meta?.safeParse(framed.data.meta);
  const broken = [data, meta].flatMap((result) => (result?.success === false ? [z.prettifyError(result.error)] : []));
  return [...broken, ...(data?.success === true ? undocumented(framed.data.data, data.data) : [])];
}

/** Places of an answer that its schema, which keeps only what it knows, does not know. */
function undocumented(sent: unknown, known: unknown, at = ""): string[] {
  if (typeof sent !== "object" || sent === null || typeof known !== "object" || known === null) return [];
  const kept = new Map<string, unknown>(Object.entries(known));
  return Object.entries(sent).flatMap(([key, value]: [string, unknown]) =>
    kept.has(key) ? undocumented(value, kept.get(key), `${at}/${key}`) : [`undocumented ${at}/${key}`],
  );
}

export function successOf(name: string): number {
  return operations.find(([each]) => each === name)?.[1].success ?? 200;
}

/** The same of a refusal. */
export async function problemFaults(response: Response): Promise<string[]> {
  const text = await response.text();
  if (response.headers.get("content-type") !== "application/problem+json")
    return [`${response.status} is no problem document`];
  const parsed = problemAnswer.safeParse(JSON.parse(text));
  if (!parsed.success) return [z.prettifyError(parsed.error)];
  const { code, status } = parsed.data;
  const wrong = status !== response.status ? ["status"] : [];
  return Object.hasOwn(PROBLEMS, code) ? wrong : [...wrong, `unknown code ${code}`];
}
