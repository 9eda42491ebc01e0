export * from './memory';
export * from './view';
export * from './chunks';
