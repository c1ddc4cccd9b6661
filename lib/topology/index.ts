export type { ClusterMapping } from '../correlate';
export type { GraphQueries } from '../model';
export type { ChangeStory } from './change-story';
export { rebuild } from './rebuild';
export * from './topology';
