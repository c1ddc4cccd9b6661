export { describeObject } from './object';
export { describePod, findPod, type PodName } from './pod';
