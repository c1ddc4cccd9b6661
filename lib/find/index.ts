export type { Findable, Mistake, Parsed, Test } from './expression';
export { parseFind } from './parse';
export { PRESETS } from './terms';
