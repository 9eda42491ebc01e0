import { castsToInteger } from './integer-casts.js';

/** Casts to SMALLINT: 22003 outside −32768 to 32767. */
export const toSmallint = castsToInteger('smallint');
