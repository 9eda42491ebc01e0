import { windowFunction } from '../define.js';
import { valueAtRow } from './value-at-row.js';

/** The argument at the last row of the frame, NULL when that is NULL or the frame is empty. */
export const lastValue = windowFunction({
  name: 'last_value',
  args: ['any'],
  returns: ([type]) => type,
  usesFrame: true,
  doc: 'Value at the last row of the frame.',
  examples: [['last_value(3) OVER ()', '3']],
  compile: (_args, position, code, types) => {
    const { frameStart, frameEnd } = position;
    return valueAtRow(
      code,
      position,
      types.args[0],
      0,
      code.op('i32.sub', frameEnd, code.i32(1)),
      code.op('i32.lt_s', frameStart, frameEnd),
    );
  },
});
