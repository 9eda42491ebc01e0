import { continuousPercentile } from './percentiles.js';

/** The middle value, or the mean of the two middle ones, as DOUBLE. NULL values are skipped; NULL for none. */
export const median = continuousPercentile('median', {
  doc: 'Middle value, as percentile_cont(0.5).',
  examples: [
    ['median(3)', '3'],
    ['median(NULL)', 'NULL'],
  ],
  order: 'value',
});
