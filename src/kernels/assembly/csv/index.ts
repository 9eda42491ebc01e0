export * from './parse';
export * from './scan';
export * from './shape';
export * from './skim';
export * from './utf8';
