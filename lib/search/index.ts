export { Search, search, type Found, type Hit, type KindHits, type SearchOptions } from './search';
export { SearchIndex } from './search-index';
export type { Match } from './match';
