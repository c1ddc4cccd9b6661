export type { ClusterMapping } from '../correlate';
export type { GraphQueries } from '../model';
export { rebuild } from './rebuild';
export * from './topology';
