/** One cause inside a Status body. */
export interface StatusCause {
  reason: string;
  message: string;
  field?: string;
}

/** The `details` of a Status body. */
export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** A Kubernetes Status body, as clients decode it. */
export interface StatusBody {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string; resourceVersion?: string };
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

/** An API failure with the code, reason and message a client is shown. */
export class ApiStatusError extends Error {
  readonly status: StatusBody;

  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    details?: StatusDetails,
    continueToken?: string,
  ) {
    super(message);
    this.name = 'ApiStatusError';
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: continueToken === undefined ? {} : { continue: continueToken },
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

/** What an error message calls a resource: `pods`, `deployments.apps`. */
export function qualified(id: { group: string; resource: string }): string {
  return id.group === '' ? id.resource : `${id.resource}.${id.group}`;
}

function target(id: { group: string; resource: string }, name: string): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...(id.group === '' ? {} : { group: id.group }), kind: id.resource };
}

/** 404 for one object. */
export function notFound(id: { group: string; resource: string }, name: string): ApiStatusError {
  return new ApiStatusError(404, 'NotFound', `${qualified(id)} "${name}" not found`, target(id, name));
}

/** 409 on create. */
export function alreadyExists(id: { group: string; resource: string }, name: string): ApiStatusError {
  return new ApiStatusError(409, 'AlreadyExists', `${qualified(id)} "${name}" already exists`, target(id, name));
}

/** 409 on a stale resourceVersion or a failed precondition. */
export function conflict(
  id: { group: string; resource: string },
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
): ApiStatusError {
  const message = `Operation cannot be fulfilled on ${qualified(id)} "${name}": ${why}`;
  return new ApiStatusError(409, 'Conflict', message, target(id, name));
}

/** 400 with a message. */
export function badRequest(message: string): ApiStatusError {
  return new ApiStatusError(400, 'BadRequest', message);
}

/** 403 raised by admission (RBAC refusals are worded in `access/`). */
export function forbidden(id: { group: string; resource: string }, name: string, why: string): ApiStatusError {
  const subject = name === '' ? qualified(id) : `${qualified(id)} "${name}"`;
  return new ApiStatusError(403, 'Forbidden', `${subject} is forbidden: ${why}`, target(id, name));
}

/** 410 for versions no longer known. */
export function gone(message: string, continueToken?: string): ApiStatusError {
  return new ApiStatusError(410, 'Expired', message, undefined, continueToken);
}

/** 404 for a path no resource answers to. */
export function noSuchResource(): ApiStatusError {
  return new ApiStatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 405 for a verb the resource does not have. */
export function methodNotAllowed(): ApiStatusError {
  return new ApiStatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

/** One violation found by validation. */
export interface Violation {
  field: string;
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueTypeInvalid';
  message: string;
}

/** 422 with every violation as a cause; one is named plainly, several as a list, as kubectl prints them. */
export function invalid(
  kind: { group: string; kind: string },
  name: string,
  violations: readonly Violation[],
): ApiStatusError {
  const lines = violations.map((violation) => `${violation.field}: ${violation.message}`);
  const text = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const subject = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return new ApiStatusError(422, 'Invalid', `${subject} "${name}" is invalid: ${text}`, {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.kind,
    causes: violations.map(({ reason, message, field }) => ({ reason, message, field })),
  });
}
