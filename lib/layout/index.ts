export { type Annex, type Block, type Layout, layoutView, type Shape } from './layout';
export type { Rect } from './metrics';
