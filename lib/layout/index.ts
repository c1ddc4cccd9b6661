export { type Layout, layoutView } from './layout';
export type { Rect } from './metrics';
