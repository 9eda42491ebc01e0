import { MAX_DECIMAL_PRECISION } from '../../data/types.js';
import { add128, negate, scaleUp, subtract128, widen } from './code.js';
import { checkDigits, rescale, sumType, type DecimalType } from './arithmetic.js';
import { scalar, type ScalarFunction } from '../define.js';

/** `+` or `-` over decimals, exact; raises 22003 above 38 digits. NULL when either side is. */
export function decimalSum(name: '+' | '-', doc: string): ScalarFunction {
  return scalar({
    name,
    args: ['decimal', 'decimal'],
    returns: ([a, b]) => sumType(a as DecimalType, b as DecimalType),
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples: [],
    compile: (args, code, types) => {
      const result = types.returns as DecimalType;
      const from = types.args as readonly DecimalType[];
      const digits = from.map(({ scale }) => result.scale - scale);
      const grown = from.findIndex(({ precision }, i) => precision + digits[i] > MAX_DECIMAL_PRECISION);
      if (grown >= 0) {
        const [x, y] = args.map((value, i) => {
          const wide = value.class === 'i64' ? widen(code, value) : value;
          return name === '-' && i === 1 ? negate(code, wide) : wide;
        });
        const [scaled, other] = grown === 0 ? [x, y] : [y, x];
        return code.call128('decimal_add_scaled', scaled, code.i32(digits[grown]), other);
      }
      const [a, b] = args.map((value, i) => scaleUp(code, value, from[i], digits[i], result));
      if (result.precision <= 18) return code.op(name === '+' ? 'i64.add' : 'i64.sub', a, b);
      if (result.precision < MAX_DECIMAL_PRECISION) return (name === '+' ? add128 : subtract128)(code, a, b);
      return code.call128(name === '+' ? 'decimal_add' : 'decimal_subtract', a, b);
    },
    evaluate: ([a, b], { args, returns }) => {
      const { scale } = returns as DecimalType;
      const [x, y] = [a, b].map((value, i) => rescale(value, (args[i] as DecimalType).scale, scale));
      return checkDigits(name === '+' ? x + y : x - y);
    },
  });
}
