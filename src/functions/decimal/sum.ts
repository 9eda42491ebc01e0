import { MAX_DECIMAL_PRECISION } from '../../data/types.js';
import type { ScalarFunction } from '../define.js';
import { rescale, sumType } from './arithmetic.js';
import { add128, negate, scaleUp, subtract128, toWide } from './code.js';
import { decimalOperator } from './operator.js';

/** `+` or `-` over decimals, exact; raises 22003 above 38 digits. NULL when either side is. */
export function decimalSum(name: '+' | '-', doc: string): ScalarFunction {
  return decimalOperator(name, {
    doc,
    resultType: sumType,
    exact(a, b, types) {
      const { scale } = types.result;
      const [x, y] = [rescale(a, types.a.scale, scale), rescale(b, types.b.scale, scale)];
      return name === '+' ? x + y : x - y;
    },
    emit(a, b, code, types) {
      const { result } = types;
      const from = [types.a, types.b];
      const digits = from.map(({ scale }) => result.scale - scale);
      const grown = from.findIndex(({ precision }, i) => precision + digits[i] > MAX_DECIMAL_PRECISION);
      if (grown >= 0) {
        const wide = [toWide(code, a), name === '-' ? negate(code, toWide(code, b)) : toWide(code, b)];
        return code.call128('decimal_add_scaled', wide[grown], code.i32(digits[grown]), wide[1 - grown]);
      }
      const [x, y] = [a, b].map((value, i) => scaleUp(code, value, from[i], digits[i], result));
      if (result.precision <= 18) return code.op(name === '+' ? 'i64.add' : 'i64.sub', x, y);
      if (result.precision < MAX_DECIMAL_PRECISION) return (name === '+' ? add128 : subtract128)(code, x, y);
      return code.call128(name === '+' ? 'decimal_add' : 'decimal_subtract', x, y);
    },
  });
}
