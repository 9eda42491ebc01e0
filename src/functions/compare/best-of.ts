import { classOf } from '../code.js';
import { emitCompare } from './code.js';
import { compareValues } from './values.js';
import { scalar, type Example, type ScalarFunction } from '../define.js';

/** GREATEST (1) or LEAST (−1) of any number of values of one type. NULLs are ignored; NULL when all are. Of equal values, the first. */
export function bestOf(name: string, direction: -1 | 1, doc: string, examples: readonly Example[]): ScalarFunction {
  return scalar({
    name,
    args: ['element'],
    variadic: 'element',
    returns: ([type]) => type,
    nulls: 'custom',
    volatility: 'immutable',
    doc,
    examples,
    compile: ([first, ...rest], code, types) => {
      const [type] = types.args;
      const best = code.variable(classOf(type), first.value);
      const isNull = code.variable('i32', first.isNull ?? code.i32(0));
      for (const candidate of rest) {
        const consider = (): void => {
          const better = code.variable('i32', code.i32(1));
          code.if(code.op('i32.eqz', code.get(isNull)), () => {
            const order = emitCompare(code, type, candidate.value, code.get(best));
            code.set(better, code.op(direction > 0 ? 'i32.gt_s' : 'i32.lt_s', order, code.i32(0)));
          });
          code.if(code.get(better), () => {
            code.set(best, candidate.value);
            code.set(isNull, code.i32(0));
          });
        };
        if (candidate.isNull === undefined) consider();
        else code.if(code.op('i32.eqz', candidate.isNull), consider);
      }
      return { value: code.get(best), isNull: code.get(isNull) };
    },
    evaluate: (values, { args }) => {
      const present = values.filter((value) => value !== null);
      return present.length === 0
        ? null
        : present.reduce((best, value) => (compareValues(args[0], value, best) * direction > 0 ? value : best));
    },
  });
}
