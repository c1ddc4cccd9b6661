/** A schema node: what validation, patches, field ownership and OpenAPI need to know of a field. */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  format?: string;
  description?: string;
  /** Named schema this node stands for; resolved through the catalogue. */
  model?: string;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  /** Values of a map. */
  values?: Schema;
  intOrString?: boolean;
  /** Anything goes below here. */
  free?: boolean;
  patchStrategy?: 'merge' | 'retainKeys' | 'merge,retainKeys' | 'replace';
  patchMergeKey?: string;
  listType?: 'atomic' | 'set' | 'map';
  listMapKeys?: readonly string[];
  mapType?: 'atomic' | 'granular';
  /** Defaults of key fields of list maps, so that a missing `protocol` still finds its entry. */
  keyDefaults?: Readonly<Record<string, string>>;
  /** Holds a whole object with apiVersion, kind and metadata. */
  embedded?: boolean;
}

/** Finds the schema behind a named one. */
export type Resolve = (schema: Schema) => Schema;
