import type { SqlType } from '../../data/types.js';
import { classOf, type Code, type Value } from '../code.js';

/*
 * Exact sums of integers and decimals in a state: 0 low word · 8 middle word · 16 high word (of three), two's complement. Values of one word
 * need two words for any number of rows, wider ones three. Word arithmetic is modular, so only the final value can be out of range.
 */

/** Words of the sum of values of this type: 2 or 3. */
export const sumWords = (type: SqlType): 2 | 3 => (classOf(type) === 'i128' ? 3 : 2);
export const WIDE_SUM_BYTES = 24;

const isBelow = (code: Code, a: Value, b: Value): Value => code.op('i64.extend_i32_u', code.op('i64.lt_u', a, b));
const signOf = (code: Code, word: Value): Value => code.op('i64.shr_s', word, code.i64(63n));

function addWords(code: Code, state: Value, words: readonly Value[]): void {
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

/** Adds a value: i32 or i64 to two words, i128 to three. */
export function addToWideSum(code: Code, state: Value, value: Value): void {
  if (value.class === 'i128') {
    addWords(code, state, [code.low(value), code.high(value), signOf(code, code.high(value))]);
    return;
  }
  const word = value.class === 'i32' ? code.op('i64.extend_i32_s', value) : value;
  addWords(code, state, [word, signOf(code, word)]);
}

export function mergeWideSums(code: Code, state: Value, other: Value, words: 2 | 3): void {
  addWords(
    code,
    state,
    Array.from({ length: words }, (_, i) => code.load('i64.load', other, i * 8)),
  );
}

/** The sum as i128; raises when it has more than 38 digits. */
export function wideSum(code: Code, state: Value, words: 2 | 3): Value {
  const low = code.load('i64.load', state);
  const middle = code.load('i64.load', state, 8);
  const high = words === 3 ? code.load('i64.load', state, 16) : signOf(code, middle);
  return code.call128('wide_sum_decimal', low, middle, high);
}

/** The sum ÷ (count × 10^scale) as the nearest double. */
export function wideAverage(code: Code, state: Value, words: 2 | 3, count: Value, scale: number): Value {
  const low = code.load('i64.load', state);
  const middle = code.load('i64.load', state, 8);
  const high = words === 3 ? code.load('i64.load', state, 16) : signOf(code, middle);
  return code.call('wide_sum_average', code.slot(), low, middle, high, count, code.i32(scale));
}
