import { workloadKind } from './workload';

/** A StatefulSet, as owner of Pods. */
export const statefulSet = workloadKind({
  name: 'stateful-set',
  type: 'StatefulSet',
  plural: 'statefulsets',
  presentation: { singular: 'StatefulSet', plural: 'StatefulSets', icon: 'database' },
  hides: 'StatefulSets, and with them which Pods belong together',
});
