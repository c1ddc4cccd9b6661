export { computeView, emptyView } from './compute';
export { LIMITS } from './folding';
export * from './patch';
export { readyViews } from './ready';
export * from './view';
