export * from './array-length.js';
export * from './arrow.js';
export * from './elements.js';
export * from './extract-path.js';
export * from './to-json.js';
export * from './typeof.js';
