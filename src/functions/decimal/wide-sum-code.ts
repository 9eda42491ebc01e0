import type { SqlType } from '../../data/types.js';
import { classOf, type Code, type Value } from '../code.js';

/*
 * Exact sums of integers and decimals in a state: one to three words, two's complement, the low one first. Values of 32 bits need one word
 * (2^32 of them would be too many), of one word two for any number of rows, wider ones three. Word arithmetic is modular, so only the final
 * value can be out of range.
 */

/** Words of the sum of values of this type. */
export function sumWords(type: SqlType): 1 | 2 | 3 {
  switch (classOf(type)) {
    case 'i32':
      return 1;
    case 'i128':
      return 3;
    default:
      return 2;
  }
}
export const sumBytes = (type: SqlType): number => 8 * sumWords(type);

const isBelow = (code: Code, a: Value, b: Value): Value => code.op('i64.extend_i32_u', code.op('i64.lt_u', a, b));
const signOf = (code: Code, word: Value): Value => code.op('i64.shr_s', word, code.i64(63n));

/** Adds words, the low one first, to as many at `state`. */
export function addWords(code: Code, state: Value, words: readonly Value[]): void {
  let carry: Value | undefined;
  words.forEach((word, i) => {
    const offset = i * 8;
    const old = code.load('i64.load', state, offset);
    let sum = code.op('i64.add', old, word);
    let next = i < words.length - 1 ? isBelow(code, sum, old) : undefined;
    if (carry !== undefined) {
      const before = sum;
      sum = code.op('i64.add', sum, carry);
      if (next !== undefined) next = code.op('i64.add', next, isBelow(code, sum, before));
    }
    code.store('i64.store', state, sum, offset);
    carry = next;
  });
}

/** Adds a value: i32 to one word, i64 to two, i128 to three. */
export function addToWideSum(code: Code, state: Value, value: Value): void {
  if (value.class === 'i128') addWords(code, state, [code.low(value), code.high(value), signOf(code, code.high(value))]);
  else if (value.class === 'i32') addWords(code, state, [code.op('i64.extend_i32_s', value)]);
  else addWords(code, state, [value, signOf(code, value)]);
}

export function mergeWideSums(code: Code, state: Value, other: Value, words: 1 | 2 | 3): void {
  addWords(
    code,
    state,
    Array.from({ length: words }, (_, i) => code.load('i64.load', other, i * 8)),
  );
}

/** The sum in three words. */
function threeWords(code: Code, state: Value, words: 1 | 2 | 3): readonly [low: Value, middle: Value, high: Value] {
  const low = code.load('i64.load', state);
  const middle = words === 1 ? signOf(code, low) : code.load('i64.load', state, 8);
  return [low, middle, words === 3 ? code.load('i64.load', state, 16) : signOf(code, middle)];
}

/** The sum as i128; raises when it has more than 38 digits. */
export const wideSum = (code: Code, state: Value, words: 1 | 2 | 3): Value =>
  code.call128('wide_sum_decimal', ...threeWords(code, state, words));

/** The sum ÷ (count × 10^scale) as the nearest double. */
export const wideAverage = (code: Code, state: Value, words: 1 | 2 | 3, count: Value, scale: number): Value =>
  code.call('wide_sum_average', code.slot(), ...threeWords(code, state, words), count, code.i32(scale));
