export * from './change';
export * from './delta';
export * from './equal';
export * from './graph';
export * from './ids';
export * from './keyed';
export * from './queries';
export * from './source-status';
