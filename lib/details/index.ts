export { describeObject } from './object';
export { describeList, describePage } from './page';
export { describePod, findPod, type PodName } from './pod';
export { seenChanges } from './seen-changes';
