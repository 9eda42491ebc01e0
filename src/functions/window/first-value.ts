import { windowFunction } from '../define.js';
import { valueAtRow } from './value-at-row.js';

/** The argument at the first row of the frame, NULL when that is NULL or the frame is empty. */
export const firstValue = windowFunction({
  name: 'first_value',
  args: ['any'],
  returns: ([type]) => type,
  usesFrame: true,
  doc: 'Value at the first row of the frame.',
  examples: [['first_value(3) OVER ()', '3']],
  compile: (_args, position, code, types) => {
    const { frameStart, frameEnd } = position;
    return valueAtRow(code, position, types.args[0], 0, frameStart, code.op('i32.lt_s', frameStart, frameEnd));
  },
});
