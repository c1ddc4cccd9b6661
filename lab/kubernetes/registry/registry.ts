import type { KubeObject, ResourceDefinition, ResourceId } from '../store/contract';
import { builtInResources, groupOrder } from './built-in';
import { type CustomResource, customResourcesOf } from './custom';

/** Storage key of a resource: one bucket whatever versions serve it. Both Event APIs share one bucket. */
export function bucketOf(id: ResourceId): string {
  return id.group === 'events.k8s.io' ? '/events' : `${id.group}/${id.resource}`;
}

/** `v1` or `apps/v1`. */
export function groupVersionOf(definition: { group: string; version: string }): string {
  return definition.group === '' ? definition.version : `${definition.group}/${definition.version}`;
}

/** What is served now: the built-in resources and those of the established CustomResourceDefinitions. */
export class ResourceRegistry {
  private custom = new Map<string, readonly CustomResource[]>();
  private all: readonly ResourceDefinition[] = builtInResources;
  private byPath = new Map<string, ResourceDefinition>();
  private byKind = new Map<string, ResourceDefinition>();
  /** Rises with every change of what is served. */
  revision = 0;

  constructor() {
    this.index();
  }

  /** All served resources, in the group order of a real server. */
  definitions(): readonly ResourceDefinition[] {
    return this.all;
  }

  /** The resource behind a URL. */
  find(group: string, version: string, resource: string): ResourceDefinition | undefined {
    return this.byPath.get(`${group}/${version}/${resource}`);
  }

  /** The resource of a kind. */
  findKind(apiVersion: string, kind: string): ResourceDefinition | undefined {
    return this.byKind.get(`${apiVersion}/${kind}`);
  }

  /** Any served version of a resource, the preferred one first. */
  findResource(id: ResourceId): ResourceDefinition | undefined {
    return this.all.find((definition) => definition.group === id.group && definition.resource === id.resource);
  }

  /** The CRD version behind a definition, if it is a custom one. */
  customOf(definition: ResourceDefinition): CustomResource | undefined {
    const crds = this.custom.get(`${definition.resource}.${definition.group}`);
    return crds?.find((custom) => custom.definition.version === definition.version);
  }

  /** Takes up a created or changed CustomResourceDefinition. */
  putCustom(crd: KubeObject): void {
    this.custom.set(crd.metadata.name, customResourcesOf(crd));
    this.index();
  }

  /** Forgets a removed CustomResourceDefinition. */
  removeCustom(name: string): void {
    if (this.custom.delete(name)) this.index();
  }

  private index(): void {
    const customs = [...this.custom.values()].flat().map((custom) => custom.definition);
    const rank = (group: string) => {
      const position = groupOrder.indexOf(group);
      return position < 0 ? groupOrder.length : position;
    };
    this.all = [...builtInResources, ...customs].sort(
      (a, b) => rank(a.group) - rank(b.group) || (a.group < b.group ? -1 : a.group > b.group ? 1 : 0),
    );
    this.byPath = new Map(this.all.map((entry) => [`${entry.group}/${entry.version}/${entry.resource}`, entry]));
    this.byKind = new Map(
      this.all.map((definition) => [`${groupVersionOf(definition)}/${definition.kind}`, definition]),
    );
    this.revision += 1;
  }
}
