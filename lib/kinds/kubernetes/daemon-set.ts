import { workloadKind } from './workload';

/** A DaemonSet, as owner of Pods. */
export const daemonSet = workloadKind({
  name: 'daemon-set',
  type: 'DaemonSet',
  plural: 'daemonsets',
  presentation: { singular: 'DaemonSet', plural: 'DaemonSets', icon: 'server-cog' },
  hides: 'DaemonSets, and with them which Pods belong together',
});
