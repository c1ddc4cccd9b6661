export type { ClusterMapping } from '../correlate';
export type { GraphQueries } from '../model';
export * from './topology';
