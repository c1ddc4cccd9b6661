import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../auth/authenticate';
import { isObject, type Json, type JsonObject, parseJson } from '../json';
import { applicationProblem, type Problem } from '../problem';

/** One request as handlers see it. */
export interface ApiRequest {
  readonly method: string;
  /** Path with the API prefix taken off, each segment decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly caller: Caller;
  readonly now: number;
}

/** What a handler answers; no body means `content-length: 0`. */
export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a JSON body. */
export const ok = (body: Json): Answer => ({ status: 200, body });

/** 200 without a body, as PATCH and DELETE answer. */
export const done: Answer = { status: 200 };

/** The JSON object in a request body, or the 400 that goes with its absence. */
export function bodyOf(request: ApiRequest): JsonObject | Problem {
  const value = parseJson(request.text);
  if (isObject(value)) return value;
  const reason = value === undefined ? 'it is not JSON' : 'it is not a JSON object';
  return applicationProblem(400, 220, `The request body cannot be read: ${reason}.`, 'common-services');
}
