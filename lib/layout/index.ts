export { type Annex, type Block, type Layout, layoutView } from './layout';
export type { Rect } from './metrics';
export type { Shape } from './shape';
