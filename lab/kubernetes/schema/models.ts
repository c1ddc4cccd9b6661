import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asArray, asObject, asString } from '../json/value';
import { mergeRules } from './list-keys';
import type { Schema } from './schema';

const modelDir = join(dirname(createRequire(import.meta.url).resolve('@kubernetes/client-node')), 'gen', 'models');

const simpleTypes: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  Date: { type: 'string', format: 'date-time' },
  V1MicroTime: { type: 'string', format: 'date-time' },
  IntOrString: { intOrString: true, format: 'int-or-string' },
  any: { free: true },
  object: { type: 'object', free: true },
};

function numberType(format: string): Schema {
  if (format === 'int32' || format === 'int64') return { type: 'integer', format };
  return format === '' ? { type: 'integer' } : { type: 'number', format };
}

/** Turns a type as the generated client writes it into a schema node. */
function fromType(type: string, format: string): Schema {
  const list = /^(?:Array|Set)<(.*)>$/.exec(type);
  if (list) return { type: 'array', items: fromType(list[1] ?? '', format) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) return { type: 'object', values: fromType(map[1] ?? '', format) };
  if (type === 'number') return numberType(format);
  return simpleTypes[type] ?? { model: type };
}

function unescapeQuotes(text: string): string {
  return text.replaceAll(/\\(["'`])/g, '$1').trim();
}

interface Documentation {
  description: string | undefined;
  fields: Map<string, { description?: string; optional: boolean }>;
}

/** Descriptions and which fields are optional, from the declarations of a model. */
function readDocumentation(name: string): Documentation {
  const text = readFileSync(join(modelDir, `${name}.d.ts`), 'utf8');
  const fields = new Map<string, { description?: string; optional: boolean }>();
  const body = text.slice(text.indexOf('export declare class'));
  for (const match of body.matchAll(/(?:\/\*\*\s*\n\s*\* (.*)\n\s*\*\/\s*)?\n?\s*'([^']+)'(\??):/g)) {
    const [, comment, field = '', mark] = match;
    fields.set(field, {
      ...(comment === undefined ? {} : { description: unescapeQuotes(comment) }),
      optional: mark === '?',
    });
  }
  const comment = /\/\*\*\s*\n\s*\*\s?(.*)\n\s*\*\/\s*\nexport declare class/.exec(text)?.[1];
  return { description: comment === undefined ? undefined : unescapeQuotes(comment), fields };
}

function readAttributes(name: string): { baseName: string; type: string; format: string }[] {
  const text = readFileSync(join(modelDir, `${name}.js`), 'utf8');
  const start = text.indexOf('attributeTypeMap = [');
  const end = text.indexOf('\n];', start);
  if (start < 0 || end < 0) return [];
  const parsed: unknown = JSON.parse(text.slice(text.indexOf('[', start), end + 2));
  return asArray(parsed).map((entry) => {
    const attribute = asObject(entry);
    return {
      baseName: asString(attribute.baseName),
      type: asString(attribute.type),
      format: asString(attribute.format),
    };
  });
}

const intOrStringFields = new Set(['V1ServiceBackendPort.number']);

function readModel(name: string): Schema {
  const documentation = readDocumentation(name);
  const properties: Record<string, Schema> = {};
  for (const { baseName, type, format } of readAttributes(name)) {
    const base = fromType(type, format);
    const field = documentation.fields.get(baseName) ?? documentation.fields.get(`_${baseName}`);
    properties[baseName] = {
      ...base,
      ...(field?.description === undefined ? {} : { description: field.description }),
      ...(intOrStringFields.has(`${name}.${baseName}`) ? { type: 'integer' } : {}),
      ...mergeRules[`${name}.${baseName}`],
    };
  }
  const required = Object.keys(properties).filter((property) => documentation.fields.get(property)?.optional === false);
  return {
    type: 'object',
    ...(documentation.description === undefined ? {} : { description: documentation.description }),
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...mergeRules[name],
  };
}

const loaded = new Map<string, Schema>();

/** Schemas whose JSON is not the object their class suggests. */
const special: Readonly<Record<string, Schema>> = {
  V1FieldsV1: { type: 'object', free: true },
  V1JSONSchemaProps: { type: 'object', free: true },
};

/** The schema of one model of the published Kubernetes client; free-form when there is no such model. */
export function modelSchema(name: string): Schema {
  const known = loaded.get(name);
  if (known) return known;
  const schema =
    special[name] ?? (existsSync(join(modelDir, `${name}.js`)) ? readModel(name) : { type: 'object', free: true });
  loaded.set(name, schema);
  return schema;
}

/** Follows a node to the model it names, keeping what the node itself says. */
export function resolveModel(schema: Schema): Schema {
  if (schema.model === undefined) return schema;
  const { model, ...own } = schema;
  return { ...modelSchema(model), ...own };
}

const prefixed: Readonly<Record<string, string>> = {
  '/v1/Event': 'CoreV1Event',
  'events.k8s.io/v1/Event': 'EventsV1Event',
};

/** Name of the model that describes a built-in kind. */
export function modelOfKind(definition: { group: string; version: string; kind: string }): string {
  const { group, version, kind } = definition;
  return prefixed[`${group}/${version}/${kind}`] ?? `${version.charAt(0).toUpperCase()}${version.slice(1)}${kind}`;
}
