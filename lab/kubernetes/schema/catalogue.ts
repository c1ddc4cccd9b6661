import type { ResourceRegistry } from '../registry/registry';
import type { ResourceDefinition } from '../store/contract';
import { fromOpenApi } from './custom-schema';
import { modelOfKind, modelSchema } from './models';
import type { Schema } from './schema';

const typeMeta: Readonly<Record<string, Schema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { model: 'V1ObjectMeta' },
};

/** Finds the schema of any served kind: from the published client for built-in ones, from the CRD for custom ones. */
export class SchemaCatalogue {
  private readonly custom = new WeakMap<object, Schema>();

  constructor(private readonly registry: ResourceRegistry) {}

  schemaFor(definition: ResourceDefinition): Schema {
    const custom = this.registry.customOf(definition);
    if (!custom) return modelSchema(modelOfKind(definition));
    const known = this.custom.get(custom);
    if (known) return known;
    const base = fromOpenApi(custom.schema);
    const schema: Schema = {
      ...base,
      type: 'object',
      ...(custom.preserveUnknown || base.properties === undefined ? { free: true } : {}),
      properties: { ...base.properties, ...typeMeta },
    };
    this.custom.set(custom, schema);
    return schema;
  }
}
