import { castsToInteger } from './integer-casts.js';

/** Casts to INTEGER: 22003 outside −2147483648 to 2147483647. */
export const toInteger = castsToInteger('integer');
