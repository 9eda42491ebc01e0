import type { Code, Value } from '../code.js';

/** Bytes of an exact sum's state; kernels/assembly/exact-sum.ts describes them. */
export const EXACT_SUM_BYTES = 64;

const BASE = 8;
const PENDING = 12;
const WINDOW = 16;
const WINDOW_DIGITS = 6;
const BIASED = 1000;
const MAX_PENDING = 1000;

/**
 * Adds a double to an exact sum. A value within the state's window costs two additions; the kernel takes the others: the first value,
 * zeroes, infinities and NaN, those far from the window, and every thousandth, where carries move.
 *
 *   position = exponent − 1; digit = position / 32; mantissa << position % 32 goes to digits `digit` (low 32 bits) and `digit + 1`
 */
export function addToExactSum(code: Code, state: Value, x: Value, at = 0): void {
  const address = at === 0 ? state : code.op('i32.add', state, code.i32(at));
  const bits = code.op('i64.reinterpret_f64', x);
  const exponent = code.op('i32.and', code.op('i32.wrap_i64', code.op('i64.shr_u', bits, code.i64(52n))), code.i32(0x7ff));
  const position = code.op('i32.sub', exponent, code.i32(1));
  const digit = code.op('i32.shr_s', position, code.i32(5));
  const offset = code.op('i32.sub', code.op('i32.add', digit, code.i32(BIASED)), code.load('i32.load', address, BASE));
  const pending = code.load('i32.load', address, PENDING);
  const inWindow = code.op('i32.lt_u', offset, code.i32(WINDOW_DIGITS - 1));
  code.if(
    code.op('i32.and', inWindow, code.op('i32.lt_u', pending, code.i32(MAX_PENDING))),
    () => {
      const magnitude = code.op('i64.or', code.op('i64.and', bits, code.i64(0xfffffffffffffn)), code.i64(1n << 52n));
      const sign = code.op('i64.shr_s', bits, code.i64(63n));
      const mantissa = code.op('i64.sub', code.op('i64.xor', magnitude, sign), sign);
      const shift = code.op('i64.extend_i32_u', code.op('i32.and', position, code.i32(31)));
      const low = code.op('i64.and', code.op('i64.shl', mantissa, shift), code.i64(0xffffffffn));
      const high = code.op('i64.shr_s', mantissa, code.op('i64.sub', code.i64(32n), shift));
      const word = code.op('i32.add', address, code.op('i32.shl', offset, code.i32(3)));
      code.store('i64.store', word, code.op('i64.add', code.load('i64.load', word, WINDOW), low), WINDOW);
      code.store('i64.store', word, code.op('i64.add', code.load('i64.load', word, WINDOW + 8), high), WINDOW + 8);
      code.store('i32.store', address, code.op('i32.add', pending, code.i32(1)), PENDING);
    },
    () => code.callVoid('exact_sum_add', address, x, code.stateRegion),
  );
}

/** Adds another exact sum to one. */
export function mergeExactSums(code: Code, state: Value, other: Value, at = 0): void {
  const [a, b] = [state, other].map((address) => (at === 0 ? address : code.op('i32.add', address, code.i32(at))));
  code.callVoid('exact_sum_merge', a, b, code.stateRegion);
}
