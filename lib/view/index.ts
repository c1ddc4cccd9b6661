export { computeView, emptyView } from './compute';
export { LIMITS } from './folding';
export * from './patch';
export { readyView, readyViews } from './ready';
export * from './view';
