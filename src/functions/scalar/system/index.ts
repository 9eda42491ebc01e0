export * from './pg-typeof.js';
export * from './uuid.js';
export * from './version.js';
