import { moment } from './moments.js';

/** Sample variance: n − 1 in the denominator. NULL values are skipped; NULL for fewer than two. */
export const varianceOfSample = ['variance', 'var_samp'].flatMap((name) =>
  moment(name, {
    doc: 'Sample variance.',
    examples: [[`${name}(3)`, 'NULL']],
    lost: 1,
    root: false,
  }),
);

/** Population variance. NULL values are skipped; NULL for none. */
export const varianceOfPopulation = moment('var_pop', {
  doc: 'Population variance.',
  examples: [['var_pop(3)', '0']],
  lost: 0,
  root: false,
});
