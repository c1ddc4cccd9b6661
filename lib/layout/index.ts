export { type Annex, type Layout, layoutView, type Shape } from './layout';
export type { Rect } from './metrics';
