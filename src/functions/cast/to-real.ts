import { castsToFloat } from './float-casts.js';

/** Casts to REAL: the nearest single; 22003 when that is infinite. */
export const toReal = castsToFloat('real');
