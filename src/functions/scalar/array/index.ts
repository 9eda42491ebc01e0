export * from './combine.js';
export * from './constructor.js';
export * from './generate-series.js';
export * from './quantified.js';
export * from './search.js';
export * from './subscript.js';
export * from './to-string.js';
