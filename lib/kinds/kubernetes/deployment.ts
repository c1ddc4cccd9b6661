import { workloadKind } from './workload';

/** A Deployment, as owner of Pods. */
export const deployment = workloadKind({
  name: 'deployment',
  type: 'Deployment',
  plural: 'deployments',
  presentation: { singular: 'Deployment', plural: 'Deployments', icon: 'layers' },
  hides: 'Deployments, and with them which Pods belong together',
});
