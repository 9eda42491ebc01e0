import { continuousPercentile } from './percentiles.js';

const doc = 'Value at a fraction of the ordered values, interpolated between the two nearest.';

/** `percentile_cont(fraction) WITHIN GROUP (ORDER BY x)`. NULL values are skipped; NULL for none; 22003 for a fraction outside of 0 to 1. */
export const percentileCont = continuousPercentile('percentile_cont', {
  doc,
  examples: [['percentile_cont(0.5) WITHIN GROUP (ORDER BY 3)', '3']],
  order: 'fraction, value',
});

/** The same as `quantile_cont(x, fraction)`. */
export const quantileCont = continuousPercentile('quantile_cont', {
  doc,
  examples: [['quantile_cont(3, 0.5)', '3']],
  order: 'value, fraction',
});
