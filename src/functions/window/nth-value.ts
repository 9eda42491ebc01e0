import { windowFunction } from '../define.js';
import { valueAtRow } from './value-at-row.js';

/** The argument at the nth row of the frame (from 1), NULL when there is none or n is NULL; 22016 unless n is positive. */
export const nthValue = windowFunction({
  name: 'nth_value',
  args: ['any', 'integer'],
  returns: ([type]) => type,
  usesFrame: true,
  doc: 'Value at the row of the frame with that number, from 1.',
  examples: [
    ['nth_value(3, 1) OVER ()', '3'],
    ['nth_value(3, 2) OVER ()', 'NULL'],
  ],
  compile: ([, { value: n, isNull = undefined }], position, code, types) => {
    const wrong = code.op('i32.le_s', n, code.i32(0));
    code.raiseIf(isNull === undefined ? wrong : code.op('i32.and', wrong, code.op('i32.eqz', isNull)), 'nth_value_argument');
    const before = code.op('i32.sub', n, code.i32(1));
    const rows = code.op('i32.sub', position.frameEnd, position.frameStart);
    const nonEmpty = code.op('i32.lt_s', position.frameStart, position.frameEnd);
    let exists = code.op('i32.and', nonEmpty, code.op('i32.lt_u', before, rows));
    if (isNull !== undefined) exists = code.op('i32.and', exists, code.op('i32.eqz', isNull));
    return valueAtRow(code, position, types.args[0], 0, code.op('i32.add', position.frameStart, before), exists);
  },
});
