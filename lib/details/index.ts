export { describeObject } from './object';
export { describePod, type PodName } from './pod';
