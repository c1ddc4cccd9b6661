import { createHash } from 'node:crypto';
import { isObject } from '../json/value';
import type { ResourceRegistry } from '../registry/registry';
import { modelOfKind, modelSchema } from '../schema/models';
import type { Schema } from '../schema/schema';
import type { ResourceDefinition } from '../store/contract';
import { rootPathOf, serverVersion } from './discovery';

type Document = Record<string, unknown>;

/** Public name of a model: its Go-like path, of which clients show the last part. */
function publicName(model: string): string {
  const parts = /^(.*?)(V\d+(?:alpha\d+|beta\d+)?)([A-Z].*)$/.exec(model);
  if (!parts) return `io.k8s.api.${model}`;
  const [, group = '', version = '', kind = ''] = parts;
  return `io.k8s.${group === '' ? 'api' : group.toLowerCase()}.${version.toLowerCase()}.${kind}`;
}

const intOrString = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';

class Components {
  readonly schemas: Record<string, Document> = {};

  reference(model: string): string {
    const name = publicName(model);
    if (!(name in this.schemas)) {
      this.schemas[name] = {};
      this.schemas[name] = this.node(modelSchema(model));
    }
    return `#/components/schemas/${name}`;
  }

  node(schema: Schema): Document {
    if (schema.intOrString) {
      this.schemas[intOrString] = { type: 'string', format: 'int-or-string' };
      const description = schema.description === undefined ? {} : { description: schema.description };
      return { ...description, allOf: [{ $ref: `#/components/schemas/${intOrString}` }] };
    }
    if (schema.model !== undefined) {
      const reference = { $ref: this.reference(schema.model) };
      const extensions = this.extensions(schema);
      const description = schema.description === undefined ? {} : { description: schema.description };
      return { ...description, allOf: [reference], default: {}, ...extensions };
    }
    return {
      ...(schema.description === undefined ? {} : { description: schema.description }),
      ...(schema.type === undefined ? {} : { type: schema.type }),
      ...(schema.format === undefined ? {} : { format: schema.format }),
      ...(schema.required === undefined ? {} : { required: schema.required }),
      ...(schema.properties === undefined ? {} : { properties: this.properties(schema.properties) }),
      ...(schema.items === undefined ? {} : { items: this.node(schema.items) }),
      ...(schema.values === undefined ? {} : { additionalProperties: this.node(schema.values) }),
      ...(schema.free && schema.type === 'object' ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
      ...this.extensions(schema),
    };
  }

  private properties(properties: Readonly<Record<string, Schema>>): Document {
    return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, this.node(property)]));
  }

  private extensions(schema: Schema): Document {
    return {
      ...(schema.patchStrategy === undefined ? {} : { 'x-kubernetes-patch-strategy': schema.patchStrategy }),
      ...(schema.patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': schema.patchMergeKey }),
      ...(schema.listType === undefined ? {} : { 'x-kubernetes-list-type': schema.listType }),
      ...(schema.listMapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': schema.listMapKeys }),
      ...(schema.mapType === undefined ? {} : { 'x-kubernetes-map-type': schema.mapType }),
    };
  }
}

function query(name: string, description: string, type = 'string'): Document {
  return { name, in: 'query', description, schema: { type, uniqueItems: true } };
}

const writeParameters = [
  query('dryRun', 'All: run every stage but do not store the result.'),
  query('fieldManager', 'Name under which changed fields are owned.'),
  query('fieldValidation', 'What to do with unknown or duplicate fields: Ignore, Warn or Strict.'),
];

const listParameters = [
  query('allowWatchBookmarks', 'Ask for BOOKMARK events.', 'boolean'),
  query('continue', 'Token of the next page.'),
  query('fieldSelector', 'Select by fields.'),
  query('labelSelector', 'Select by labels.'),
  query('limit', 'Largest number of items of a page.', 'integer'),
  query('resourceVersion', 'Version to list at or watch from.'),
  query('resourceVersionMatch', 'How resourceVersion is applied: Exact or NotOlderThan.'),
  query('sendInitialEvents', 'Begin a watch with the present state.', 'boolean'),
  query('timeoutSeconds', 'Longest duration of the call.', 'integer'),
  query('watch', 'Watch instead of list.', 'boolean'),
];

const patchContent = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

function operation(
  definition: ResourceDefinition,
  action: string,
  id: string,
  reference: string,
  parameters: Document[],
  bodies: string[] = [],
): Document {
  const { group, version, kind } = definition;
  return {
    operationId: `${id}${kind}`,
    tags: [group === '' ? `core_${version}` : `${group.split('.')[0]}_${version}`],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(bodies.length > 0
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(bodies.map((type) => [type, { schema: { $ref: reference } }])),
          },
        }
      : {}),
    responses: { '200': { description: 'OK', content: { 'application/json': { schema: { $ref: reference } } } } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

function pathsOf(definition: ResourceDefinition, reference: string): Document {
  const root = `/${rootPathOf(definition)}`;
  const base = definition.namespaced
    ? `${root}/namespaces/{namespace}/${definition.resource}`
    : `${root}/${definition.resource}`;
  const inPath = (name: string) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', uniqueItems: true },
  });
  const scope = definition.namespaced ? [inPath('namespace')] : [];
  const op = (action: string, id: string, parameters: Document[], bodies: string[] = []) =>
    operation(definition, action, id, reference, parameters, bodies);
  const json = ['application/json'];
  const has = (verb: string) => definition.verbs.includes(verb);
  const item = {
    parameters: [inPath('name'), ...scope],
    ...(has('get') ? { get: op('get', 'read', []) } : {}),
    ...(has('update') ? { put: op('put', 'replace', writeParameters, json) } : {}),
    ...(has('patch')
      ? {
          patch: op(
            'patch',
            'patch',
            [...writeParameters, query('force', 'Override conflicts of an apply.', 'boolean')],
            patchContent,
          ),
        }
      : {}),
    ...(has('delete') ? { delete: op('delete', 'delete', writeParameters.slice(0, 1)) } : {}),
  };
  const collection = {
    ...(scope.length > 0 ? { parameters: scope } : {}),
    ...(has('list') ? { get: op('list', 'list', listParameters) } : {}),
    ...(has('create') ? { post: op('post', 'create', writeParameters, json) } : {}),
  };
  return {
    [base]: collection,
    ...(has('get') ? { [`${base}/{name}`]: item } : {}),
    ...(definition.namespaced && has('list')
      ? { [`${root}/${definition.resource}`]: { get: op('list', 'listAll', listParameters) } }
      : {}),
    ...(definition.subresources.includes('status')
      ? {
          [`${base}/{name}/status`]: {
            parameters: item.parameters,
            get: op('get', 'readStatus', []),
            patch: op('patch', 'patchStatus', writeParameters, patchContent),
          },
        }
      : {}),
  };
}

const listKeys = { 'x-kubernetes-preserve-unknown-fields': true };

/** OpenAPI 3 documents of the served group versions, made on demand and kept until what is served changes. */
export class OpenApi {
  private readonly documents = new Map<string, string>();
  private revision = -1;

  constructor(private readonly registry: ResourceRegistry) {}

  /** The index at `/openapi/v3`. */
  index(): Document {
    const paths: Record<string, Document> = {};
    for (const path of this.groupVersions()) {
      const hash = createHash('sha256').update(`${path}@${this.registry.revision}`).digest('hex').toUpperCase();
      paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
    }
    return { paths };
  }

  /** The document of a group version (`api/v1`, `apis/apps/v1`) as JSON text; undefined when not served. */
  document(path: string): string | undefined {
    if (this.revision !== this.registry.revision) this.documents.clear();
    this.revision = this.registry.revision;
    const known = this.documents.get(path);
    if (known !== undefined) return known;
    const definitions = this.registry.definitions().filter((definition) => rootPathOf(definition) === path);
    if (definitions.length === 0) return undefined;
    const text = JSON.stringify(this.build(definitions));
    this.documents.set(path, text);
    return text;
  }

  /** The whole API as one OpenAPI 2 document. */
  swagger(): Document {
    const built = this.build(this.registry.definitions());
    const schemas = isObject(built.components) ? built.components.schemas : {};
    const text = JSON.stringify(schemas).replaceAll('#/components/schemas/', '#/definitions/');
    return {
      swagger: '2.0',
      info: built.info,
      paths: JSON.parse(JSON.stringify(built.paths).replaceAll('#/components/schemas/', '#/definitions/')) as unknown,
      definitions: JSON.parse(text) as unknown,
    };
  }

  private groupVersions(): string[] {
    return [...new Set(this.registry.definitions().map(rootPathOf))];
  }

  private build(definitions: readonly ResourceDefinition[]): Document {
    const components = new Components();
    const paths: Document = {};
    for (const definition of definitions)
      Object.assign(paths, pathsOf(definition, this.kindReference(components, definition)));
    return {
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: serverVersion.gitVersion },
      paths,
      components: { schemas: components.schemas },
    };
  }

  private kindReference(components: Components, definition: ResourceDefinition): string {
    const { group, version, kind } = definition;
    const groupVersionKind = [{ group, version, kind }];
    const custom = this.registry.customOf(definition);
    if (!custom) {
      const reference = components.reference(modelOfKind(definition));
      const name = reference.slice(reference.lastIndexOf('/') + 1);
      components.schemas[name] = { ...components.schemas[name], 'x-kubernetes-group-version-kind': groupVersionKind };
      return reference;
    }
    const name = `${[...group.split('.')].reverse().join('.')}.${version}.${kind}`;
    const schema = isObject(custom.schema) ? custom.schema : { type: 'object', ...listKeys };
    const metadata = { allOf: [{ $ref: components.reference('V1ObjectMeta') }] };
    const properties = {
      ...(isObject(schema.properties) ? schema.properties : {}),
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata,
    };
    components.schemas[name] = { ...schema, properties, 'x-kubernetes-group-version-kind': groupVersionKind };
    return `#/components/schemas/${name}`;
  }
}
