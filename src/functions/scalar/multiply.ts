import { productType, rescale } from '../decimal/arithmetic.js';
import { multiplyTo128, toWide } from '../decimal/code.js';
import { decimalOperator } from '../decimal/operator.js';
import { floatOperator } from '../float/arithmetic.js';
import { integerOperator } from '../integer/arithmetic.js';
import { checkSmallint, narrowToInteger } from '../integer/range.js';

const doc = 'Multiplication. Overflow raises 22003.';

/** `*` over numbers: exact for integers and decimals. NULL when either side is. */
export const multiplyIntegers = integerOperator('*', {
  doc,
  examples: [
    ['6 * 7', '42'],
    ['1.5 * 1.5', '2.25'],
    ['NULL * 0', 'NULL'],
  ],
  exact: (a, b) => a * b,
  emit: (kind, a, b, code) => {
    if (kind === 'smallint') return checkSmallint(code, code.op('i32.mul', a, b));
    if (kind === 'bigint') return code.call('bigint_multiply', a, b);
    return narrowToInteger(code, code.op('i64.mul', code.op('i64.extend_i32_s', a), code.op('i64.extend_i32_s', b)));
  },
});

export const multiplyFloats = floatOperator('*', {
  doc,
  compute: (a, b) => a * b,
  underflows: (a, b) => a !== 0 && b !== 0,
  emit: (kind, a, b, code) => {
    const type = kind === 'real' ? 'f32' : 'f64';
    const result = code.op(`${type}.mul`, a, b);
    const zero = kind === 'real' ? code.f32(0) : code.f64(0);
    code.if(code.op(`${type}.eq`, result, zero), () => {
      const nonZero = code.op('i32.and', code.op(`${type}.ne`, a, zero), code.op(`${type}.ne`, b, zero));
      code.raiseIf(nonZero, 'float_underflow');
    });
    return result;
  },
});

export const multiplyDecimals = decimalOperator('*', {
  doc,
  resultType: productType,
  exact: (a, b, types) => rescale(a * b, types.a.scale + types.b.scale, types.result.scale),
  emit(a, b, code, types) {
    if (types.result.precision <= 18) return code.op('i64.mul', a, b);
    const dropped = types.a.scale + types.b.scale - types.result.scale;
    if (dropped === 0) return multiplyTo128(code, a, b);
    return code.call128('decimal_multiply_divide', toWide(code, a), toWide(code, b), code.i128(10n ** BigInt(dropped)));
  },
});
