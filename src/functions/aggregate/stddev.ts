import { moment } from './moments.js';

/** Sample standard deviation: the square root of var_samp. NULL values are skipped; NULL for fewer than two. */
export const stddevOfSample = ['stddev', 'stddev_samp'].flatMap((name) =>
  moment(name, {
    doc: 'Sample standard deviation.',
    examples: [[`${name}(3)`, 'NULL']],
    lost: 1,
    root: true,
  }),
);

/** Population standard deviation: the square root of var_pop. NULL values are skipped; NULL for none. */
export const stddevOfPopulation = moment('stddev_pop', {
  doc: 'Population standard deviation.',
  examples: [['stddev_pop(3)', '0']],
  lost: 0,
  root: true,
});
