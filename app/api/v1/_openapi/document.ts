import { z } from 'zod';
import { problemSchema, streamMessageSchema } from '@/lib/wire';
import { type Endpoint, ENDPOINTS } from './endpoints';

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'The request holds mistakes; all are listed.',
  404: 'There is no such object.',
  405: 'Only GET is allowed.',
  421: 'The host name is not served.',
  500: 'Portolan failed.',
  503: 'Not ready, or no room.',
};

/** The OpenAPI 3.1 document of the public API, made from the schemas that the answers are typed by. */
export function openApiDocument(version: string): Record<string, unknown> {
  const endpoints = Object.entries<Endpoint>(ENDPOINTS);
  const named = endpoints.flatMap(([, { answer }]) => (answer === null ? [] : [[answer.name, answer.schema] as const]));
  const schemas = new Map<string, z.ZodType>([
    ...named,
    ['Problem', problemSchema],
    ['StreamMessage', streamMessageSchema],
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Portolan',
      version,
      description: 'How Kubernetes objects land in VMware NSX. Read only. Ids are one URL-encoded path segment.',
    },
    paths: Object.fromEntries(endpoints.map(([path, endpoint]) => [path, { get: operation(path, endpoint) }])),
    components: { schemas: Object.fromEntries([...schemas].map(([name, schema]) => [name, jsonSchema(schema)])) },
  };
}

function operation(path: string, endpoint: Endpoint): Record<string, unknown> {
  const failures = [400, 405, 421, 500, ...endpoint.also].sort();
  return {
    summary: endpoint.summary,
    parameters: [...pathParameters(path), ...endpoint.query.map(queryParameter)],
    responses: {
      200: { description: endpoint.summary, content: { [endpoint.mediaType]: { schema: answerSchema(endpoint) } } },
      ...Object.fromEntries(failures.map((status) => [status, failure(status, endpoint)])),
    },
  };
}

function answerSchema(endpoint: Endpoint): Record<string, unknown> {
  if (endpoint.answer !== null) return reference(endpoint.answer.name);
  if (endpoint.mediaType === 'application/json') return { type: 'object' };
  const events = endpoint.mediaType === 'text/event-stream';
  return events ? { type: 'string', description: 'Each event’s data is a StreamMessage.' } : { type: 'string' };
}

/** A health check that fails answers with its own schema: the reasons are in it. */
function failure(status: number, endpoint: Endpoint): Record<string, unknown> {
  const health = status === 503 && endpoint.answer !== null;
  const content = health
    ? { [endpoint.mediaType]: { schema: answerSchema(endpoint) } }
    : { 'application/problem+json': { schema: reference('Problem') } };
  return { description: DESCRIPTIONS[status], content };
}

function pathParameters(path: string): readonly Record<string, unknown>[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameter({ name, description, many, values }: Endpoint['query'][number]): Record<string, unknown> {
  const schema = values === undefined ? { type: 'string' } : { type: 'string', enum: values };
  return {
    name,
    in: 'query',
    required: false,
    description,
    schema: many === true ? { type: 'array', items: schema } : schema,
  };
}

const reference = (name: string): Record<string, unknown> => ({ $ref: `#/components/schemas/${name}` });

function jsonSchema(schema: z.ZodType): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return rest;
}
