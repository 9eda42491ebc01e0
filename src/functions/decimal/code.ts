import { classOf, type Code, type Value } from '../code.js';
import type { DecimalType } from './arithmetic.js';

/*
 * Decimals in generated code: i64 up to 18 digits, i128 above (kernels in kernels/assembly/decimal.ts). Where the types prove that nothing can
 * overflow, nothing is checked.
 */

/** An i64 as an i128. */
export const widen = (code: Code, value: Value): Value => code.pair(value, code.op('i64.shr_s', value, code.i64(63n)));

/** A decimal of either class as an i128. */
export const toWide = (code: Code, value: Value): Value => (value.class === 'i64' ? widen(code, value) : value);

/** The value in the class of `to`, whose precision must have room; the scale stays. */
export function toClassOf(code: Code, value: Value, to: DecimalType): Value {
  if (classOf(to) === value.class) return value;
  return value.class === 'i64' ? widen(code, value) : code.low(value);
}

/** The value times 10^digits, in the class of `to`; `from` and the digits make at most 38. */
export function scaleUp(code: Code, value: Value, from: DecimalType, digits: number, to: DecimalType): Value {
  if (digits === 0) return toClassOf(code, value, to);
  if (from.precision + digits <= 18) {
    return toClassOf(code, code.op('i64.mul', toClassOf(code, value, from), code.i64(10n ** BigInt(digits))), to);
  }
  return toClassOf(code, code.call128('decimal_scale_up', toWide(code, value), code.i32(digits)), to);
}

export function add128(code: Code, a: Value, b: Value): Value {
  const low = code.op('i64.add', code.low(a), code.low(b));
  const carry = code.op('i64.extend_i32_u', code.op('i64.lt_u', low, code.low(a)));
  return code.pair(low, code.op('i64.add', code.op('i64.add', code.high(a), code.high(b)), carry));
}

export function subtract128(code: Code, a: Value, b: Value): Value {
  const low = code.op('i64.sub', code.low(a), code.low(b));
  const borrow = code.op('i64.extend_i32_u', code.op('i64.lt_u', code.low(a), code.low(b)));
  return code.pair(low, code.op('i64.sub', code.op('i64.sub', code.high(a), code.high(b)), borrow));
}

/** The value with the opposite sign. */
export const negate = (code: Code, value: Value): Value =>
  value.class === 'i64' ? code.op('i64.sub', code.i64(0n), value) : subtract128(code, code.i128(0n), value);

/** 1 when the value is below zero. */
export const isNegative = (code: Code, value: Value): Value =>
  code.op('i64.lt_s', value.class === 'i64' ? value : code.high(value), code.i64(0n));

/** 1 when the value is zero. */
export const isZero = (code: Code, value: Value): Value =>
  code.op('i64.eqz', value.class === 'i64' ? value : code.op('i64.or', code.low(value), code.high(value)));

/** The number of sign bits beyond the first in an i64, so |x| ≤ 2^(64 − n) for n of them. */
const spareBits = (code: Code, word: Value): Value =>
  code.op('i64.clz', code.op('i64.xor', word, code.op('i64.shr_s', word, code.i64(63n))));

/**
 * The product as i128. Most products fit 62 bits, which two clz show, and then cost one multiplication; the kernel computes the others and
 * raises when they have more than 38 digits.
 */
export function multiplyTo128(code: Code, a: Value, b: Value): Value {
  const word = (value: Value): Value => (value.class === 'i64' ? value : code.low(value));
  const [x, y] = [word(a), word(b)];
  let fits = code.op('i64.ge_u', code.op('i64.add', spareBits(code, x), spareBits(code, y)), code.i64(66n));
  for (const value of [a, b]) {
    if (value.class !== 'i128') continue;
    const isWord = code.op('i64.eq', code.high(value), code.op('i64.shr_s', code.low(value), code.i64(63n)));
    fits = code.op('i32.and', fits, isWord);
  }
  const result = code.variable('i128', code.i128(0n));
  code.if(
    fits,
    () => code.set(result, widen(code, code.op('i64.mul', x, y))),
    () => code.set(result, code.call128('decimal_multiply', toWide(code, a), toWide(code, b))),
  );
  return code.get(result);
}
