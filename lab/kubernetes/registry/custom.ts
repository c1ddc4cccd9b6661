import type { KubeObject, ResourceDefinition } from '../store/contract';
import { asArray, asObject, asString, type Json } from '../json/value';

/** One additionalPrinterColumn of a CRD version. */
export interface PrinterColumn {
  name: string;
  type: string;
  format?: string;
  description?: string;
  priority: number;
  jsonPath: string;
}

/** One served version of a CustomResourceDefinition. */
export interface CustomResource {
  definition: ResourceDefinition;
  /** The structural schema (openAPIV3Schema), as written. */
  schema: Json | undefined;
  columns: readonly PrinterColumn[];
  /** Paths of the scale subresource. */
  scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
  /** Whether unknown fields are kept as they come. */
  preserveUnknown: boolean;
}

const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

function columnsOf(version: Record<string, unknown>): PrinterColumn[] {
  return asArray(version.additionalPrinterColumns).map((entry) => {
    const column = asObject(entry);
    return {
      name: asString(column.name),
      type: asString(column.type),
      ...(column.format === undefined ? {} : { format: asString(column.format) }),
      ...(column.description === undefined ? {} : { description: asString(column.description) }),
      priority: typeof column.priority === 'number' ? column.priority : 0,
      jsonPath: asString(column.jsonPath),
    };
  });
}

function scaleOf(subresources: Record<string, unknown>): CustomResource['scale'] {
  if (subresources.scale === undefined) return undefined;
  const scale = asObject(subresources.scale);
  return {
    specReplicasPath: asString(scale.specReplicasPath),
    statusReplicasPath: asString(scale.statusReplicasPath),
    ...(scale.labelSelectorPath === undefined ? {} : { labelSelectorPath: asString(scale.labelSelectorPath) }),
  };
}

/** Reads the served versions out of a CustomResourceDefinition, the storage version first. */
export function customResourcesOf(crd: KubeObject): CustomResource[] {
  const spec = asObject(crd.spec);
  const names = asObject(spec.names);
  const versions = asArray(spec.versions).map(asObject);
  const ordered = [...versions].sort((a, b) => Number(b.storage === true) - Number(a.storage === true));
  return ordered
    .filter((version) => version.served !== false)
    .map((version) => {
      const subresources = asObject(version.subresources);
      const scale = scaleOf(subresources);
      const kind = asString(names.kind);
      const schema = asObject(version.schema).openAPIV3Schema;
      return {
        definition: {
          group: asString(spec.group),
          version: asString(version.name),
          kind,
          resource: asString(names.plural),
          singular: asString(names.singular) || kind.toLowerCase(),
          namespaced: spec.scope === 'Namespaced',
          shortNames: asArray(names.shortNames).map(asString),
          categories: asArray(names.categories).map(asString),
          verbs: customVerbs,
          subresources: [...(subresources.status === undefined ? [] : ['status']), ...(scale ? ['scale'] : [])],
        },
        schema: schema as Json | undefined, // parsed from JSON, so it is JSON
        columns: columnsOf(version),
        ...(scale ? { scale } : {}),
        preserveUnknown:
          spec.preserveUnknownFields === true || asObject(schema)['x-kubernetes-preserve-unknown-fields'] === true,
      };
    });
}
