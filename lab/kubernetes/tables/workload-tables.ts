import { asArray, asNumber, asObject, asString, at } from '../json/value';
import type { KubeObject } from '../store/contract';
import { ageOf, humanDuration } from './duration';
import { podSummary } from './pod-status';
import { type Cell, column, printer, type TablePrinter, wide } from './printer';
import { labelsText, selectorText } from './selector-text';

const age = column('Age');
const containerColumns = [wide('Containers'), wide('Images')];
const templateColumns = [...containerColumns, wide('Selector')];

function containersOf(object: KubeObject, ...path: string[]): [string, string] {
  const containers = asArray(at(object, ...path)).map(asObject);
  return [
    containers.map((entry) => asString(entry.name)).join(','),
    containers.map((entry) => asString(entry.image)).join(','),
  ];
}

function templateCells(object: KubeObject): Cell[] {
  return [
    ...containersOf(object, 'spec', 'template', 'spec', 'containers'),
    selectorText(at(object, 'spec', 'selector')),
  ];
}

function status(object: KubeObject, field: string): number {
  return asNumber(at(object, 'status', field));
}

function created(object: KubeObject, now: number): string {
  return ageOf(object.metadata.creationTimestamp, now);
}

const pods = printer(
  [
    column('Ready'),
    column('Status'),
    column('Restarts'),
    age,
    wide('IP'),
    wide('Node'),
    wide('Nominated Node'),
    wide('Readiness Gates'),
  ],
  (pod, now) => {
    const { ready, status: text, restarts } = podSummary(pod, now);
    const gates = asArray(at(pod, 'spec', 'readinessGates'));
    const met = gates.filter((gate) =>
      asArray(at(pod, 'status', 'conditions')).some(
        (entry) => asObject(entry).type === asObject(gate).conditionType && asObject(entry).status === 'True',
      ),
    );
    return [
      ready,
      text,
      restarts,
      created(pod, now),
      asString(at(pod, 'status', 'podIP')) || '<none>',
      asString(at(pod, 'spec', 'nodeName')) || '<none>',
      asString(at(pod, 'status', 'nominatedNodeName')) || '<none>',
      gates.length === 0 ? '<none>' : `${met.length}/${gates.length}`,
    ];
  },
);

const deployments = printer(
  [column('Ready'), column('Up-to-date'), column('Available'), age, ...templateColumns],
  (object, now) => [
    `${status(object, 'readyReplicas')}/${asNumber(at(object, 'spec', 'replicas'))}`,
    status(object, 'updatedReplicas'),
    status(object, 'availableReplicas'),
    created(object, now),
    ...templateCells(object),
  ],
);

const replicaSets = printer(
  [column('Desired', 'integer'), column('Current', 'integer'), column('Ready', 'integer'), age, ...templateColumns],
  (object, now) => [
    asNumber(at(object, 'spec', 'replicas')),
    status(object, 'replicas'),
    status(object, 'readyReplicas'),
    created(object, now),
    ...templateCells(object),
  ],
);

const replicationControllers = printer(replicaSets.columns.slice(1), (object, now) => [
  asNumber(at(object, 'spec', 'replicas')),
  status(object, 'replicas'),
  status(object, 'readyReplicas'),
  created(object, now),
  ...containersOf(object, 'spec', 'template', 'spec', 'containers'),
  labelsText(at(object, 'spec', 'selector')),
]);

const daemonSets = printer(
  [
    column('Desired', 'integer'),
    column('Current', 'integer'),
    column('Ready', 'integer'),
    column('Up-to-date', 'integer'),
    column('Available', 'integer'),
    column('Node Selector'),
    age,
    ...templateColumns,
  ],
  (object, now) => [
    status(object, 'desiredNumberScheduled'),
    status(object, 'currentNumberScheduled'),
    status(object, 'numberReady'),
    status(object, 'updatedNumberScheduled'),
    status(object, 'numberAvailable'),
    labelsText(at(object, 'spec', 'template', 'spec', 'nodeSelector')),
    created(object, now),
    ...templateCells(object),
  ],
);

const statefulSets = printer([column('Ready'), age, ...containerColumns], (object, now) => [
  `${status(object, 'readyReplicas')}/${asNumber(at(object, 'spec', 'replicas'))}`,
  created(object, now),
  ...containersOf(object, 'spec', 'template', 'spec', 'containers'),
]);

function jobState(object: KubeObject): string {
  const conditions = asArray(at(object, 'status', 'conditions')).map(asObject);
  const holds = (type: string) =>
    conditions.some((condition) => condition.type === type && condition.status === 'True');
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (object.metadata.deletionTimestamp) return 'Terminating';
  if (holds('Suspended')) return 'Suspended';
  return holds('FailureTarget') ? 'FailureTarget' : 'Running';
}

function jobDuration(object: KubeObject, now: number): string {
  const start = asString(at(object, 'status', 'startTime'));
  if (start === '') return '';
  const end = asString(at(object, 'status', 'completionTime'));
  return humanDuration((end === '' ? now : Date.parse(end)) - Date.parse(start));
}

const jobs = printer(
  [column('Status'), column('Completions'), column('Duration'), age, ...templateColumns],
  (object, now) => [
    jobState(object),
    `${status(object, 'succeeded')}/${asNumber(at(object, 'spec', 'completions'), 1)}`,
    jobDuration(object, now),
    created(object, now),
    ...templateCells(object),
  ],
);

const cronJobs = printer(
  [
    column('Schedule'),
    column('Timezone'),
    column('Suspend', 'boolean'),
    column('Active', 'integer'),
    column('Last Schedule'),
    age,
    ...templateColumns,
  ],
  (object, now) => {
    const last = asString(at(object, 'status', 'lastScheduleTime'));
    return [
      asString(at(object, 'spec', 'schedule')),
      asString(at(object, 'spec', 'timeZone')) || '<none>',
      at(object, 'spec', 'suspend') === true ? 'True' : 'False',
      asArray(at(object, 'status', 'active')).length,
      last === '' ? '<none>' : ageOf(last, now),
      created(object, now),
      ...containersOf(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers'),
      selectorText(at(object, 'spec', 'jobTemplate', 'spec', 'selector')),
    ];
  },
);

const revisions = printer([column('Controller'), column('Revision'), age], (object, now) => {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
  const group = owner?.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
  return [
    owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : '<none>',
    asNumber(object.revision),
    created(object, now),
  ];
});

const budgets = printer(
  [column('Min Available'), column('Max Unavailable'), column('Allowed Disruptions', 'integer'), age],
  (object, now) => [
    String(at(object, 'spec', 'minAvailable') ?? 'N/A'),
    String(at(object, 'spec', 'maxUnavailable') ?? 'N/A'),
    status(object, 'disruptionsAllowed'),
    created(object, now),
  ],
);

const autoscalers = printer(
  [column('Reference'), column('Targets'), column('MinPods'), column('MaxPods'), column('Replicas'), age],
  (object, now) => [
    `${asString(at(object, 'spec', 'scaleTargetRef', 'kind'))}/${asString(at(object, 'spec', 'scaleTargetRef', 'name'))}`,
    asArray(at(object, 'spec', 'metrics'))
      .map((entry) => {
        const target = at(entry, 'resource', 'target');
        const wanted = at(target, 'averageUtilization');
        return `${asString(at(entry, 'resource', 'name'))}: <unknown>/${wanted === undefined ? String(at(target, 'averageValue') ?? '<unknown>') : `${String(wanted)}%`}`;
      })
      .join(', ') || '<none>',
    String(at(object, 'spec', 'minReplicas') ?? '<unset>'),
    asNumber(at(object, 'spec', 'maxReplicas')),
    status(object, 'currentReplicas'),
    created(object, now),
  ],
);

/** Printers of workloads and Pods, by `group/resource`. */
export const workloadTables: Readonly<Record<string, TablePrinter>> = {
  '/pods': pods,
  'apps/deployments': deployments,
  'apps/replicasets': replicaSets,
  'apps/daemonsets': daemonSets,
  'apps/statefulsets': statefulSets,
  'apps/controllerrevisions': revisions,
  '/replicationcontrollers': replicationControllers,
  'batch/jobs': jobs,
  'batch/cronjobs': cronJobs,
  'policy/poddisruptionbudgets': budgets,
  'autoscaling/horizontalpodautoscalers': autoscalers,
};
