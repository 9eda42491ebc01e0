import { BIGINT } from '../../data/types.js';
import { windowFunction } from '../define.js';

/** Number of the first peer of the row, from 1: ties share it and leave gaps. Never NULL. */
export const rank = windowFunction({
  name: 'rank',
  args: [],
  returns: BIGINT,
  usesFrame: false,
  doc: 'Rank of the current row with gaps: the row number of its first peer.',
  examples: [['rank() OVER (ORDER BY 1)', '1']],
  compile: (_args, { peerStart }, code) => ({ value: code.op('i64.extend_i32_u', code.op('i32.add', peerStart, code.i32(1))) }),
});
