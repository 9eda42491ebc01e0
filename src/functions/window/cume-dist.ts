import { DOUBLE } from '../../data/types.js';
import { windowFunction } from '../define.js';

/** Rows up to and including the row's peers, over the rows of the partition. Never NULL. */
export const cumeDist = windowFunction({
  name: 'cume_dist',
  args: [],
  returns: DOUBLE,
  usesFrame: false,
  doc: 'Cumulative distribution: rows preceding or peer with the current row, over the rows of the partition.',
  examples: [['cume_dist() OVER (ORDER BY 1)', '1']],
  compile: (_args, { peerEnd, partitionRows }, code) => ({
    value: code.op('f64.div', code.op('f64.convert_i32_u', peerEnd), code.op('f64.convert_i32_u', partitionRows)),
  }),
});
