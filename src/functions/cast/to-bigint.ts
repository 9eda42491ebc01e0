import { castsToInteger } from './integer-casts.js';

/** Casts to BIGINT: 22003 outside ±2^63. */
export const toBigint = castsToInteger('bigint');
