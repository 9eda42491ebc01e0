import { SORTABLE_KINDS } from '../compare/kinds.js';
import { mostFrequent } from './percentiles.js';

/** `mode() WITHIN GROUP (ORDER BY x)`: the most frequent value. NULL values are skipped; NULL for none. */
export const mode = SORTABLE_KINDS.map((kind) =>
  mostFrequent('mode', kind, {
    doc: 'Most frequent value; of several, the first in the order of <.',
    examples: kind === 'integer' ? [['mode() WITHIN GROUP (ORDER BY 3)', '3']] : [],
  }),
);
