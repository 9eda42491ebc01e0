import { bestOf } from '../compare/best-of.js';

/** The least of the arguments; NULLs are ignored. */
export const least = bestOf('least', -1, 'Least of the arguments, ignoring NULLs.', [
  ['least(1, 3, 2)', '1'],
  ['least(NULL, 4)', '4'],
  ["least('b', 'a')", 'a'],
]);
