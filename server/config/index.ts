export { type ReadSettings, readSettings } from './read';
export { writeProblems } from './report';
export { parseListen } from './resolve';
export { Secret } from './secret';
export type { ClusterAccess, ClusterSettings, Listen, ManagerLogin, ManagerSettings, Settings } from './settings';
