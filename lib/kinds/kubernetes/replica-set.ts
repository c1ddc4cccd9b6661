import { workloadKind } from './workload';

/** A ReplicaSet, as owner of Pods. */
export const replicaSet = workloadKind({
  name: 'replica-set',
  type: 'ReplicaSet',
  plural: 'replicasets',
  presentation: { singular: 'ReplicaSet', plural: 'ReplicaSets', icon: 'copy' },
  hides: 'ReplicaSets, and with them which Pods belong together',
});
