import type { z } from 'zod';
import { type Problem, problemSchema } from '@/lib/wire/problem';

/** Why a request failed, ready to show. */
export class RequestFailure extends Error {
  readonly status: number | null;
  /** What is wrong with which part of the question: `query.from`. */
  readonly problems: Problem['problems'];
  constructor(message: string, status: number | null, problems: Problem['problems'] = []) {
    super(message);
    this.name = 'RequestFailure';
    this.status = status;
    this.problems = problems;
  }
}

/** GETs JSON of a known shape. Throws {@link RequestFailure} with words for a person. */
export async function fetchJson<T extends z.ZodType>(url: string, schema: T, signal: AbortSignal): Promise<z.infer<T>> {
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { accept: 'application/json' } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestFailure('The Portolan server cannot be reached.', null);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = problemSchema.safeParse(body);
    throw new RequestFailure(
      problem.success ? problem.data.detail : `The server answered ${response.status}.`,
      response.status,
      problem.success ? problem.data.problems : [],
    );
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RequestFailure(
      `The answer cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
      response.status,
    );
  }
  return parsed.data;
}
