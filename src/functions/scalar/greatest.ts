import { bestOf } from '../compare/best-of.js';

/** The greatest of the arguments; NULLs are ignored. */
export const greatest = bestOf('greatest', 1, 'Greatest of the arguments, ignoring NULLs.', [
  ['greatest(1, 3, 2)', '3'],
  ['greatest(1, NULL)', '1'],
  ['greatest(1, 2.5)', '2.5'],
]);
