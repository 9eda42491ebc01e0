export * from './memory';
export * from './view';
