export { listPods, POD_COLUMNS, type PodColumn, type PodList, type PodQuestion } from './pod-list';
export { podRow, type PodRow } from './pod-row';
