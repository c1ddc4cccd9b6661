export * from './claims';
export * from './evidence';
export * from './state';
