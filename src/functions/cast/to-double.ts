import { castsToFloat } from './float-casts.js';

/** Casts to DOUBLE PRECISION: the nearest double. */
export const toDouble = castsToFloat('double');
