import { BIGINT } from '../../data/types.js';
import { windowFunction } from '../define.js';

/** Number of the row within its partition, from 1. Never NULL. */
export const rowNumber = windowFunction({
  name: 'row_number',
  args: [],
  returns: BIGINT,
  usesFrame: false,
  doc: 'Number of the current row within its partition, from 1.',
  examples: [['row_number() OVER ()', '1']],
  compile: (_args, { row }, code) => ({ value: code.op('i64.extend_i32_u', code.op('i32.add', row, code.i32(1))) }),
});
