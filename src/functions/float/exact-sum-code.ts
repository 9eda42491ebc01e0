import type { Code, Value } from '../code.js';

/** Bytes of an exact sum's state, and of a sum of exact products; kernels/assembly/exact-window.ts describes them. */
export const EXACT_SUM_BYTES = 24;
export const EXACT_PRODUCTS_BYTES = 32;

const BASE = 2;
const WHOLE = 4;
const LOW = 8;
const HIGH = 16;
/** The words of a sum of products. */
const MIDDLE = 16;
const HIGHEST = 24;
const BIASED = 1024;

const place = (code: Code, state: Value, at: number): Value => (at === 0 ? state : code.op('i32.add', state, code.i32(at)));
const toWord = (code: Code, flag: Value): Value => code.op('i64.extend_i32_u', flag);

const isLarge = (code: Code, highest: Value): Value =>
  code.op('i64.lt_s', code.op('i64.xor', highest, code.op('i64.shl', highest, code.i64(1n))), code.i64(0n));

const exponentOf = (code: Code, bits: Value): Value =>
  code.op('i32.and', code.op('i32.wrap_i64', code.op('i64.shr_u', bits, code.i64(52n))), code.i32(0x7ff));

/** The mantissa of a double that is neither zero nor subnormal. */
const magnitudeOf = (code: Code, bits: Value): Value =>
  code.op('i64.or', code.op('i64.and', bits, code.i64(0xfffffffffffffn)), code.i64(1n << 52n));

/** Adds two words to the window, which is emptied when it gets large. */
function addToWindow(code: Code, state: Value, low: Value, high: Value): void {
  const old = code.load('i64.load', state, LOW);
  const sum = code.op('i64.add', old, low);
  const carry = toWord(code, code.op('i64.lt_u', sum, old));
  const highest = code.op('i64.add', code.op('i64.add', code.load('i64.load', state, HIGH), high), carry);
  code.store('i64.store', state, sum, LOW);
  code.store('i64.store', state, highest, HIGH);
  code.if(isLarge(code, highest), () => code.callVoid('exact_sum_empty', state, code.stateRegion));
}

/**
 * Adds a double to an exact sum. A value within 64 bits of the window's lowest costs a 128-bit addition; the kernel takes the others: the
 * first value, zeroes, infinities, NaN and those far from the window.
 */
export function addToExactSum(code: Code, state: Value, x: Value, at = 0): void {
  const address = place(code, state, at);
  const bits = code.op('i64.reinterpret_f64', x);
  const exponent = exponentOf(code, bits);
  // position = exponent − 1
  const shift = code.op('i32.sub', code.op('i32.add', exponent, code.i32(BIASED - 1)), code.load('i32.load16_u', address, BASE));
  code.if(
    code.op('i32.lt_u', shift, code.i32(64)),
    () => {
      const magnitude = magnitudeOf(code, bits);
      const sign = code.op('i64.shr_s', bits, code.i64(63n));
      const mantissa = code.op('i64.sub', code.op('i64.xor', magnitude, sign), sign);
      const left = toWord(code, shift);
      const half = code.op('i64.shr_s', mantissa, code.i64(1n));
      const high = code.op('i64.shr_s', half, code.op('i64.xor', left, code.i64(63n)));
      addToWindow(code, address, code.op('i64.shl', mantissa, left), high);
    },
    () => code.callVoid('exact_sum_add', address, x, code.stateRegion),
  );
}

/**
 * Adds the square of a double to a sum of exact products. Inline as above: the kernel takes the first square, zeroes, subnormal numbers,
 * infinities, NaN and those far from the window.
 */
export function addExactSquare(code: Code, state: Value, x: Value, at = 0): void {
  const address = place(code, state, at);
  const bits = code.op('i64.reinterpret_f64', x);
  const exponent = exponentOf(code, bits);
  // position = 2 × (exponent − 1)
  const position = code.op('i32.add', code.op('i32.shl', exponent, code.i32(1)), code.i32(BIASED - 2));
  const shift = code.op('i32.sub', position, code.load('i32.load16_u', address, BASE));
  const isFinite = code.op('i32.ne', exponent, code.i32(0x7ff));
  code.if(
    code.op('i32.and', code.op('i32.lt_u', shift, code.i32(64)), isFinite),
    () => {
      const [low, high] = squareOf(code, magnitudeOf(code, bits));
      const left = toWord(code, shift);
      const right = code.op('i64.xor', left, code.i64(63n));
      const above = (word: Value): Value => code.op('i64.shr_u', code.op('i64.shr_u', word, code.i64(1n)), right);
      const words = [code.op('i64.shl', low, left), code.op('i64.or', code.op('i64.shl', high, left), above(low)), above(high)];
      addToThreeWords(code, address, words);
    },
    () => code.callVoid('exact_product_add', address, x, x, code.stateRegion),
  );
}

/** The square of a number below 2^53, as two words: (a × 2^27 + b)² is a² × 2^54 + ab × 2^28 + b². */
function squareOf(code: Code, magnitude: Value): readonly [Value, Value] {
  const a = code.op('i64.shr_u', magnitude, code.i64(27n));
  const b = code.op('i64.and', magnitude, code.i64((1n << 27n) - 1n));
  const middle = code.op('i64.add', code.op('i64.mul', a, b), code.op('i64.shr_u', code.op('i64.mul', b, b), code.i64(28n)));
  const upper = code.op('i64.add', code.op('i64.mul', a, a), code.op('i64.shr_u', middle, code.i64(26n)));
  return [code.op('i64.mul', magnitude, magnitude), code.op('i64.shr_u', upper, code.i64(10n))];
}

function addToThreeWords(code: Code, state: Value, [low, middle, high]: readonly Value[]): void {
  const oldLow = code.load('i64.load', state, LOW);
  const sumLow = code.op('i64.add', oldLow, low);
  const partial = code.op('i64.add', code.load('i64.load', state, MIDDLE), middle);
  const sumMiddle = code.op('i64.add', partial, toWord(code, code.op('i64.lt_u', sumLow, oldLow)));
  // Only one of the two additions can carry.
  const carries = code.op('i32.or', code.op('i64.lt_u', partial, middle), code.op('i64.lt_u', sumMiddle, partial));
  const highest = code.op('i64.add', code.op('i64.add', code.load('i64.load', state, HIGHEST), high), toWord(code, carries));
  code.store('i64.store', state, sumLow, LOW);
  code.store('i64.store', state, sumMiddle, MIDDLE);
  code.store('i64.store', state, highest, HIGHEST);
  code.if(isLarge(code, highest), () => code.callVoid('exact_products_empty', state, code.stateRegion));
}

/** Adds another exact sum to one: two words when both windows begin at the same place and there is nothing else. */
export function mergeExactSums(code: Code, state: Value, other: Value, at = 0): void {
  const [a, b] = [place(code, state, at), place(code, other, at)];
  const differs = code.op('i32.xor', code.load('i32.load', a), code.load('i32.load', b));
  code.if(
    code.op('i32.eqz', code.op('i32.or', differs, code.load('i32.load', b, WHOLE))),
    () => addToWindow(code, a, code.load('i64.load', b, LOW), code.load('i64.load', b, HIGH)),
    () => code.callVoid('exact_sum_merge', a, b, code.stateRegion),
  );
}
