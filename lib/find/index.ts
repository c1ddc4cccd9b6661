export type { Findable, Mistake, Parsed, Test } from './expression';
export { MAX_LENGTH, parseFind } from './parse';
export { PRESETS } from './terms';
