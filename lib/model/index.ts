export * from './change';
export * from './delta';
export * from './graph';
export * from './ids';
export * from './keyed';
export * from './source-status';
