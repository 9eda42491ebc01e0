import { DOUBLE } from '../../data/types.js';
import { windowFunction } from '../define.js';

/** (rank − 1) / (rows − 1); 0 in a partition of one row. Never NULL. */
export const percentRank = windowFunction({
  name: 'percent_rank',
  args: [],
  returns: DOUBLE,
  usesFrame: false,
  doc: 'Relative rank of the current row: (rank - 1) / (rows of the partition - 1), from 0 to 1.',
  examples: [['percent_rank() OVER (ORDER BY 1)', '0']],
  compile: (_args, { peerStart, partitionRows }, code) => {
    const others = code.op('f64.convert_i32_u', code.op('i32.sub', partitionRows, code.i32(1)));
    const share = code.op('f64.div', code.op('f64.convert_i32_u', peerStart), others);
    return { value: code.select(code.op('i32.gt_u', partitionRows, code.i32(1)), share, code.f64(0)) };
  },
});
