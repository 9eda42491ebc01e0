import { SORTABLE_KINDS } from '../compare/kinds.js';
import { discretePercentile } from './percentiles.js';

const doc = 'First of the ordered values whose rank is at least a fraction of their number.';

/** `percentile_disc(fraction) WITHIN GROUP (ORDER BY x)`. NULL values are skipped; NULL for none; 22003 for a fraction outside of 0 to 1. */
export const percentileDisc = SORTABLE_KINDS.map((kind) =>
  discretePercentile('percentile_disc', kind, {
    doc,
    examples: kind === 'integer' ? [['percentile_disc(0.5) WITHIN GROUP (ORDER BY 3)', '3']] : [],
    order: 'fraction, value',
  }),
);

/** The same as `quantile_disc(x, fraction)`. */
export const quantileDisc = SORTABLE_KINDS.map((kind) =>
  discretePercentile('quantile_disc', kind, {
    doc,
    examples: kind === 'integer' ? [['quantile_disc(3, 0.5)', '3']] : [],
    order: 'value, fraction',
  }),
);
