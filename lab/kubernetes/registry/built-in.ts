import type { ResourceDefinition } from '../store/contract';

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/**
 * One line per resource: `kind plural singular scope [short,names] [categories] [subresources]`,
 * scope N (namespaced) or C (cluster), `-` for nothing.
 */
const table: Record<string, string> = {
  v1: `
    ConfigMap configmaps configmap N cm - -
    Endpoints endpoints endpoints N ep - -
    Event events event N ev - -
    LimitRange limitranges limitrange N limits - -
    Namespace namespaces namespace C ns - finalize,status
    Node nodes node C no - proxy,status
    PersistentVolumeClaim persistentvolumeclaims persistentvolumeclaim N pvc - status
    PersistentVolume persistentvolumes persistentvolume C pv - status
    Pod pods pod N po all attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status
    PodTemplate podtemplates podtemplate N - - -
    ReplicationController replicationcontrollers replicationcontroller N rc all scale,status
    ResourceQuota resourcequotas resourcequota N quota - status
    Secret secrets secret N - - -
    ServiceAccount serviceaccounts serviceaccount N sa - token
    Service services service N svc all proxy,status`,
  'apps/v1': `
    ControllerRevision controllerrevisions controllerrevision N - - -
    DaemonSet daemonsets daemonset N ds all status
    Deployment deployments deployment N deploy all scale,status
    ReplicaSet replicasets replicaset N rs all scale,status
    StatefulSet statefulsets statefulset N sts all scale,status`,
  'events.k8s.io/v1': `
    Event events event N ev - -`,
  'autoscaling/v2': `
    HorizontalPodAutoscaler horizontalpodautoscalers horizontalpodautoscaler N hpa all status`,
  'autoscaling/v1': `
    HorizontalPodAutoscaler horizontalpodautoscalers horizontalpodautoscaler N hpa all status`,
  'batch/v1': `
    CronJob cronjobs cronjob N cj all status
    Job jobs job N - all status`,
  'networking.k8s.io/v1': `
    IngressClass ingressclasses ingressclass C - - -
    Ingress ingresses ingress N ing - status
    NetworkPolicy networkpolicies networkpolicy N netpol - -`,
  'policy/v1': `
    PodDisruptionBudget poddisruptionbudgets poddisruptionbudget N pdb - status`,
  'rbac.authorization.k8s.io/v1': `
    ClusterRoleBinding clusterrolebindings clusterrolebinding C - - -
    ClusterRole clusterroles clusterrole C - - -
    RoleBinding rolebindings rolebinding N - - -
    Role roles role N - - -`,
  'storage.k8s.io/v1': `
    StorageClass storageclasses storageclass C sc - -`,
  'apiextensions.k8s.io/v1': `
    CustomResourceDefinition customresourcedefinitions customresourcedefinition C crd,crds api-extensions status`,
  'apiregistration.k8s.io/v1': `
    APIService apiservices apiservice C - api-extensions status`,
  'scheduling.k8s.io/v1': `
    PriorityClass priorityclasses priorityclass C pc - -`,
  'coordination.k8s.io/v1': `
    Lease leases lease N - - -`,
  'discovery.k8s.io/v1': `
    EndpointSlice endpointslices endpointslice N - - -`,
  'authentication.k8s.io/v1': `
    SelfSubjectReview selfsubjectreviews selfsubjectreview C - - -
    TokenReview tokenreviews tokenreview C - - -`,
  'authorization.k8s.io/v1': `
    LocalSubjectAccessReview localsubjectaccessreviews localsubjectaccessreview N - - -
    SelfSubjectAccessReview selfsubjectaccessreviews selfsubjectaccessreview C - - -
    SelfSubjectRulesReview selfsubjectrulesreviews selfsubjectrulesreview C - - -
    SubjectAccessReview subjectaccessreviews subjectaccessreview C - - -`,
};

const reviewGroups = new Set(['authentication.k8s.io', 'authorization.k8s.io']);

function words(cell: string | undefined): string[] {
  return cell === undefined || cell === '-' ? [] : cell.split(',');
}

function verbsOf(group: string, kind: string): string[] {
  if (reviewGroups.has(group)) return ['create'];
  return kind === 'Namespace' ? allVerbs.filter((verb) => verb !== 'deletecollection') : allVerbs;
}

function parse(groupVersion: string, rows: string): ResourceDefinition[] {
  const slash = groupVersion.indexOf('/');
  const group = slash < 0 ? '' : groupVersion.slice(0, slash);
  const version = groupVersion.slice(slash + 1);
  return rows
    .trim()
    .split('\n')
    .map((row) => {
      const [kind = '', resource = '', singular = '', scope, shortNames, categories, subresources] = row
        .trim()
        .split(' ');
      return {
        group,
        version,
        kind,
        resource,
        singular,
        namespaced: scope === 'N',
        shortNames: words(shortNames),
        categories: words(categories),
        verbs: verbsOf(group, kind),
        subresources: words(subresources),
      };
    });
}

/** Every resource served without a CustomResourceDefinition. */
export const builtInResources: readonly ResourceDefinition[] = Object.entries(table).flatMap(([groupVersion, rows]) =>
  parse(groupVersion, rows),
);

/** Whether a resource only answers questions (access reviews) and stores nothing. */
export function isReview(definition: { group: string }): boolean {
  return reviewGroups.has(definition.group);
}

/** Group preference of a real server's `/apis`; groups absent here come last, by name. */
export const groupOrder: readonly string[] = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
];
