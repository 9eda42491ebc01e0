import { INTEGER } from '../../data/types.js';
import { windowFunction } from '../define.js';

/** Buckets 1 to n of sizes that differ by at most one, the larger ones first. NULL for a NULL n; 22014 unless n is positive. */
export const ntile = windowFunction({
  name: 'ntile',
  args: ['integer'],
  returns: INTEGER,
  usesFrame: false,
  doc: 'Number of the bucket, from 1 to the argument, when the partition is divided as equally as possible.',
  examples: [['ntile(4) OVER (ORDER BY 1)', '1']],
  compile: ([{ value: count, isNull }], { row, partitionRows }, code) => {
    const bucket = code.variable('i32', code.i32(0));
    const compute = () => {
      code.raiseIf(code.op('i32.le_s', count, code.i32(0)), 'ntile_argument');
      const size = code.op('i32.div_u', partitionRows, count);
      const larger = code.op('i32.rem_u', partitionRows, count);
      const inLarger = code.op('i32.mul', larger, code.op('i32.add', size, code.i32(1)));
      code.if(
        code.op('i32.lt_u', row, inLarger),
        () => code.set(bucket, code.op('i32.div_u', row, code.op('i32.add', size, code.i32(1)))),
        () => code.set(bucket, code.op('i32.add', larger, code.op('i32.div_u', code.op('i32.sub', row, inLarger), size))),
      );
    };
    if (isNull === undefined) compute();
    else code.if(code.op('i32.eqz', isNull), compute);
    return { value: code.op('i32.add', code.get(bucket), code.i32(1)), isNull };
  },
});
