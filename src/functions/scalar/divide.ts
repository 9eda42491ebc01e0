import { divisionByZero } from '../../errors.js';
import { divideRounding, quotientType } from '../decimal/arithmetic.js';
import { toClassOf, toWide } from '../decimal/code.js';
import { decimalOperator } from '../decimal/operator.js';
import { floatOperator } from '../float/arithmetic.js';
import { integerOperator } from '../integer/arithmetic.js';
import { checkSmallint, rangeError } from '../integer/range.js';

const doc = 'Division. Integers truncate toward zero; decimals round half away from zero; a zero divisor raises 22012.';

/** `/` over numbers. NULL when either side is. */
export const divideIntegers = integerOperator('/', {
  doc,
  examples: [
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['7.0 / 2 = 3.5', 't'],
    ['NULL / 0', 'NULL'],
  ],
  exact: (a, b) => {
    if (b === 0n) throw divisionByZero();
    return a / b;
  },
  emit: (kind, a, b, code) => {
    if (kind === 'bigint') {
      code.raiseIf(code.op('i64.eqz', b), 'division_by_zero');
      const least = code.op('i64.eq', a, code.i64(-(1n << 63n)));
      code.raiseIf(code.op('i32.and', least, code.op('i64.eq', b, code.i64(-1n))), rangeError(kind));
      return code.op('i64.div_s', a, b);
    }
    code.raiseIf(code.op('i32.eqz', b), 'division_by_zero');
    if (kind === 'smallint') return checkSmallint(code, code.op('i32.div_s', a, b));
    const least = code.op('i32.eq', a, code.i32(-0x80000000));
    code.raiseIf(code.op('i32.and', least, code.op('i32.eq', b, code.i32(-1))), rangeError(kind));
    return code.op('i32.div_s', a, b);
  },
});

export const divideFloats = floatOperator('/', {
  doc,
  compute: (a, b) => {
    if (b === 0 && !Number.isNaN(a)) throw divisionByZero();
    return a / b;
  },
  underflows: (a, b) => a !== 0 && Number.isFinite(b),
  emit: (kind, a, b, code) => {
    const type = kind === 'real' ? 'f32' : 'f64';
    const zero = kind === 'real' ? code.f32(0) : code.f64(0);
    code.if(code.op(`${type}.eq`, b, zero), () => code.raiseIf(code.op(`${type}.eq`, a, a), 'division_by_zero'));
    const result = code.op(`${type}.div`, a, b);
    code.if(code.op(`${type}.eq`, result, zero), () => {
      const infinity = kind === 'real' ? code.f32(Infinity) : code.f64(Infinity);
      const isFinite = code.op(`${type}.ne`, code.op(`${type}.abs`, b), infinity);
      code.raiseIf(code.op('i32.and', isFinite, code.op(`${type}.ne`, a, zero)), 'float_underflow');
    });
    return result;
  },
});

export const divideDecimals = decimalOperator('/', {
  doc,
  resultType: quotientType,
  exact(a, b, types) {
    if (b === 0n) throw divisionByZero();
    return divideRounding(a * 10n ** BigInt(types.result.scale + types.b.scale - types.a.scale), b);
  },
  emit(a, b, code, types) {
    const digits = types.result.scale + types.b.scale - types.a.scale;
    return toClassOf(code, code.call128('decimal_divide', toWide(code, a), toWide(code, b), code.i32(digits)), types.result);
  },
});
