import type { JsonObject } from './json';

const statusNames: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
};

/** An expected failure, returned as a value: the HTTP status and the error body that goes with it. */
export class Problem {
  constructor(
    readonly status: number,
    readonly body: JsonObject,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The error text, for logs and control answers. */
  get message(): string {
    return String(this.body.error_message ?? '');
  }
}

/** What an NSX application answers: integer code and `httpStatus`. */
export function applicationProblem(status: number, code: number, message: string, module = 'policy'): Problem {
  return new Problem(status, {
    httpStatus: statusNames[status] ?? String(status),
    error_code: code,
    module_name: module,
    error_message: message,
  });
}

/** What the front door (login, limits) answers: the code is a *string* and there is no `httpStatus`. */
export function frontDoorProblem(status: number, code: string, message: string): Problem {
  return new Problem(status, { module_name: 'common-services', error_message: message, error_code: code });
}

/** 404/600: the object is not there. */
export function notFound(path: string): Problem {
  const message = `The requested object : ${path} could not be found. Object identifiers are case sensitive.`;
  return applicationProblem(404, 600, message, 'common-services');
}

/** 404/600 for the path part of a URL that no API serves. */
export function unknownUrl(method: string, path: string): Problem {
  return applicationProblem(404, 404, `No API is served for ${method} ${path}.`, 'common-services');
}

/** 400/255: one or more fields of the request break their rules. */
export function invalidFields(errors: readonly string[]): Problem {
  return applicationProblem(400, 255, `Field level validation errors: {${errors.join(', ')}}`, 'common-services');
}
