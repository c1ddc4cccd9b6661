import { ApiStatusError } from '../store/status-error';

/** The shape of answer a client asked for. */
export type Shape = 'object' | 'table' | 'metadata';

/** Reads an Accept header: the first acceptable form wins; a client that takes no JSON gets a 406. */
export function shapeOf(accept: string | undefined): Shape {
  if (accept === undefined || accept.trim() === '') return 'object';
  for (const part of accept.split(',')) {
    const [type = '', ...parameters] = part
      .trim()
      .split(';')
      .map((piece) => piece.trim());
    if (!['application/json', '*/*', 'application/*', 'application/yaml'].includes(type)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === 'Table') {
      if (parameters.includes('v=v1') || parameters.includes('v=v1beta1')) return 'table';
      continue;
    }
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return 'metadata';
    if (as === undefined) return 'object';
  }
  throw new ApiStatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/json;stream=watch, application/yaml',
    {},
  );
}
