import { BIGINT } from '../../data/types.js';
import { windowFunction } from '../define.js';

/** Number of the row's peer group, from 1: no gaps. Never NULL. */
export const denseRank = windowFunction({
  name: 'dense_rank',
  args: [],
  returns: BIGINT,
  usesFrame: false,
  doc: 'Rank of the current row without gaps: the number of its peer group.',
  examples: [['dense_rank() OVER (ORDER BY 1)', '1']],
  compile: (_args, { peerGroup }, code) => ({ value: code.op('i64.extend_i32_u', code.op('i32.add', peerGroup, code.i32(1))) }),
});
