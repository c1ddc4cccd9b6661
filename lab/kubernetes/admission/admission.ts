import { asArray, asNumber, asObject, asString, at, isObject } from '../json/value';
import type { SchemaCatalogue } from '../schema/catalogue';
import type { KubeObject, ResourceDefinition, ResourceId } from '../store/contract';
import { forbidden, invalid, type Violation } from '../store/status-error';
import type { Storage } from '../store/storage';
import { admitCustomDefinition } from './custom-definition';
import { admitPod, defaultPodSpec } from './pod-defaults';
import { admitService, checkAddresses, type TakenAddresses } from './service-defaults';
import { validateObject } from './validate';
import { workloadDefaults } from './workload-defaults';

/** How an object arrives. */
export interface AdmissionMode {
  verbatim: boolean;
  dryRun: boolean;
}

const noAddresses: TakenAddresses = { clusterIps: new Set(), nodePorts: new Set() };

/** Whether a world's Service brings its addresses along: looking through all others would make large worlds slow. */
function hasAddresses(service: KubeObject, mode: AdmissionMode): boolean {
  if (!mode.verbatim || asString(at(service, 'spec', 'clusterIP')) === '') return false;
  const ports = asArray(at(service, 'spec', 'ports'));
  return at(service, 'spec', 'type') === 'ClusterIP' || ports.every((port) => asNumber(at(port, 'nodePort')) > 0);
}

/** Everything that happens to an object between decoding and storing: defaults, allocation, validation. */
export class Admission {
  constructor(
    private readonly storage: Storage,
    readonly schemas: SchemaCatalogue,
  ) {}

  /** Completes a new object in place. */
  admitCreate(definition: ResourceDefinition, object: KubeObject, mode: AdmissionMode): void {
    this.applyDefaults(definition, object);
    const kind = `${definition.group}/${definition.kind}`;
    if (kind === '/Pod') this.admitPod(object, mode);
    if (kind === '/Service') {
      const taken = hasAddresses(object, mode) ? noAddresses : this.takenAddresses(object);
      const violations = mode.verbatim ? [] : checkAddresses(object, taken);
      if (violations.length > 0) throw invalid(definition, object.metadata.name, violations);
      if (Array.isArray(at(object, 'spec', 'ports')) || at(object, 'spec', 'type') === 'ExternalName' || mode.verbatim)
        admitService(object, undefined, taken);
    }
    if (kind === '/Namespace') object.status ??= { phase: 'Active' };
    if (definition.group === 'apps' || definition.group === 'batch' || definition.kind === 'PodDisruptionBudget')
      object.status ??= {};
    if (definition.kind === 'Ingress') object.status ??= { loadBalancer: {} };
    if (definition.kind === 'Node') this.admitNode(object);
    if (definition.kind === 'CustomResourceDefinition') admitCustomDefinition(object);
  }

  /** Completes a changed object in place. */
  admitUpdate(definition: ResourceDefinition, old: KubeObject, object: KubeObject, _mode: AdmissionMode): void {
    this.applyDefaults(definition, object);
    if (definition.group === '' && definition.kind === 'Service')
      admitService(object, old, this.takenAddresses(object));
    if (definition.kind === 'CustomResourceDefinition') admitCustomDefinition(object);
  }

  /** What is wrong with an object; with `old`, also what may not change. */
  validate(definition: ResourceDefinition, object: KubeObject, old?: KubeObject): Violation[] {
    return validateObject(definition, this.schemas.schemaFor(definition), object, old);
  }

  private applyDefaults(definition: ResourceDefinition, object: KubeObject): void {
    if (definition.group === '' && definition.kind === 'Pod' && isObject(object.spec)) defaultPodSpec(object.spec);
    workloadDefaults[`${definition.group}/${definition.kind}`]?.(object);
  }

  private admitPod(pod: KubeObject, mode: AdmissionMode): void {
    const name = asString(at(pod, 'spec', 'serviceAccountName')) || 'default';
    const account = this.find({ group: '', resource: 'serviceaccounts' }, pod.metadata.namespace, name);
    if (!account && name !== 'default' && !mode.verbatim) {
      const { namespace = '', name: podName } = pod.metadata;
      const why = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
      throw forbidden({ group: '', resource: 'pods' }, podName, why);
    }
    const priorityOf = (className: string): number | undefined => {
      const found = this.find({ group: 'scheduling.k8s.io', resource: 'priorityclasses' }, undefined, className);
      return found ? asNumber(found.value) : undefined;
    };
    admitPod(pod, priorityOf, account);
  }

  private admitNode(node: KubeObject): void {
    const labels = { ...node.metadata.labels };
    labels['kubernetes.io/hostname'] ??= node.metadata.name;
    node.metadata.labels = labels;
    node.spec ??= {};
    node.status ??= {};
  }

  private find(id: ResourceId, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.storage.bucket(`${id.group}/${id.resource}`).get(namespace ?? '', name);
  }

  private takenAddresses(except: KubeObject): TakenAddresses {
    const clusterIps = new Set<string>();
    const nodePorts = new Set<number>();
    for (const service of this.storage.bucket('/services').list()) {
      if (service.metadata.name === except.metadata.name && service.metadata.namespace === except.metadata.namespace)
        continue;
      const spec = asObject(service.spec);
      clusterIps.add(asString(spec.clusterIP));
      for (const port of asArray(spec.ports)) nodePorts.add(asNumber(asObject(port).nodePort));
    }
    return { clusterIps, nodePorts };
  }
}
