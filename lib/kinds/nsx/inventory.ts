import type { RelationStatement } from '../../model';
import type { NsxKind } from '../define';
import { objectsOf, shareText, textOf, textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { fabricKey } from './fabric';
import { fieldClaim } from './tags';

interface InventoryDeclaration {
  readonly name: string;
  readonly type: string;
  readonly collection: string;
  readonly singular: string;
  readonly plural: string;
  readonly icon: string;
  /** What hides with it. */
  readonly what: string;
}

/**
 * One collection of the container inventory that NCP keeps in NSX. Its `external_id` is the Kubernetes UID, so it tells which
 * objects NSX knows of even where tags are missing, and how NCP fares with each in its own words.
 */
function inventoryKind(declaration: InventoryDeclaration): NsxKind {
  const { name, type, collection, singular, plural, icon, what } = declaration;
  return nsxKind({
    name,
    type,
    scope: 'any',
    api: 'manager',
    lists: [`/fabric/${collection}`],
    listOnly: true,
    optional: true,
    identify: fabricKey(collection),
    presentation: {
      singular,
      plural,
      icon,
      lane: null,
      facts: [
        { name: 'network', label: 'Network status' },
        { name: 'errors', label: 'Errors' },
        { name: 'cni', label: 'Network plug-in' },
        { name: 'externalId', label: 'External id', mono: true },
        REALIZATION,
      ],
    },
    hides: `${plural}, and with them ${what}`,
    project: (raw) => {
      const id = textOf(raw.external_id);
      const network = textOf(raw.network_status)?.toUpperCase() ?? null;
      const applications = textsOf(raw.container_application_ids);
      const errors = objectsOf(raw.network_errors).flatMap((error) => textOf(error.error_message) ?? []);
      return {
        ...(network === 'UNHEALTHY'
          ? { state: 'failed', reason: errors.join('; ') || 'its network is unhealthy' }
          : {}),
        facts: {
          network,
          errors: errors.length === 0 ? null : errors,
          cni: shared(raw.cni_type),
          externalId: id,
          containerCluster: shared(raw.container_cluster_id),
          applications: applications.length === 0 ? null : applications,
        },
      };
    },
    statements: {
      relations: ({ facts }) => [
        ...within('container-clusters', 'container_cluster_id', textOf(facts.containerCluster)),
        ...servicesOf(facts.applications),
      ],
      keys: () => NOTHING,
      // A cluster's id is made from its name; the ids of all else are UIDs.
      claims: ({ facts }) =>
        textOf(facts.containerCluster) === null ? NOTHING : fieldClaim('external_id', textOf(facts.externalId)),
    },
  });
}

const NOTHING: readonly never[] = [];

/** Few values, one of which every object of the inventory has. */
function shared(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : shareText(text);
}

function within(collection: string, field: string, id: string | null): readonly RelationStatement[] {
  if (id === null) return [];
  const target = { by: 'key', key: `/fabric/${collection}/${id}` } as const;
  return [{ edge: 'contains', direction: 'in', target, evidence: { by: 'uid', field, uid: id } }];
}

/** The Services that select a Pod, as the inventory has it. */
function servicesOf(applications: unknown): readonly RelationStatement[] {
  return textsOf(applications).map((uid) => ({
    edge: 'selects',
    direction: 'in',
    target: { by: 'key', key: `/fabric/container-applications/${uid}` },
    evidence: { by: 'uid', field: 'container_application_ids', uid },
  }));
}

export const containerCluster = inventoryKind({
  name: 'container-cluster',
  type: 'ContainerCluster',
  collection: 'container-clusters',
  singular: 'inventory cluster',
  plural: 'inventory clusters',
  icon: 'boxes',
  what: 'which clusters NSX knows of',
});

export const containerProject = inventoryKind({
  name: 'container-project',
  type: 'ContainerProject',
  collection: 'container-projects',
  singular: 'inventory project',
  plural: 'inventory projects',
  icon: 'folder',
  what: 'which Namespaces NSX knows of',
});

export const containerApplication = inventoryKind({
  name: 'container-application',
  type: 'ContainerApplication',
  collection: 'container-applications',
  singular: 'inventory application',
  plural: 'inventory applications',
  icon: 'workflow',
  what: 'which Services NSX knows of',
});

export const containerApplicationInstance = inventoryKind({
  name: 'container-application-instance',
  type: 'ContainerApplicationInstance',
  collection: 'container-application-instances',
  singular: 'inventory instance',
  plural: 'inventory instances',
  icon: 'box',
  what: 'which Pods NSX knows of',
});

export const containerNetworkPolicy = inventoryKind({
  name: 'container-network-policy',
  type: 'ContainerNetworkPolicy',
  collection: 'container-network-policies',
  singular: 'inventory network policy',
  plural: 'inventory network policies',
  icon: 'shield',
  what: 'which NetworkPolicies NSX knows of',
});

export const containerIngressPolicy = inventoryKind({
  name: 'container-ingress-policy',
  type: 'ContainerIngressPolicy',
  collection: 'container-ingress-policies',
  singular: 'inventory ingress policy',
  plural: 'inventory ingress policies',
  icon: 'waypoints',
  what: 'which Ingresses NSX knows of',
});

export const containerClusterNode = inventoryKind({
  name: 'container-cluster-node',
  type: 'ContainerClusterNode',
  collection: 'container-cluster-nodes',
  singular: 'inventory node',
  plural: 'inventory nodes',
  icon: 'server',
  what: 'which cluster nodes NSX knows of',
});
