export { describeObject } from './object';
export { describeList, describePage } from './page';
export { describePod, type PodName } from './pod';
export { seenChanges } from './seen-changes';
