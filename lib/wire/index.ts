export * from './details';
export * from './graph';
export * from './groups';
export * from './problem';
export * from './sources';
export * from './stream';
export * from './version';
export * from './view-key';
