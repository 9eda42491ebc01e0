import { carryDigits, leadingBits } from './exact-sum';
import { region_alloc } from './memory';
import { multiplyHigh, powerOfTwo } from './wide';

/*
 * Exact second moments, for variances and regressions: n·Σxy − Σx·Σy is computed over whole numbers and rounded once, so that no order of the
 * rows changes it and equal values have a variance of exactly 0.
 *
 * Numbers of any size are lists of 32-bit digits in 64-bit words, as in exact-sum.ts.
 *
 * Sum of products of doubles: as an exact sum (exact-sum.ts), on a grid whose digit k weighs 2^(32k − 2148), with a window of ten digits.
 *   4 address of the whole accumulator or 0 · 8 first digit of the window + BIASED, 0 when unset · 12 additions since carries were moved
 *   16 ten digits of the window (i64)
 */
const WHOLE: usize = 4;
const BASE: usize = 8;
const PENDING: usize = 12;
const WINDOW: usize = 16;
const WINDOW_DIGITS: i32 = 10;
const DIGITS: i32 = 138;
const BIASED: i32 = 1000;
/** Each addition puts less than 2^32 into a digit. */
const MAX_PENDING: u32 = 1 << 20;

function wholeOf(state: usize, region: usize): usize {
  let whole: usize = load<u32>(state, WHOLE);
  if (whole === 0) {
    whole = region_alloc(region, 8 + DIGITS * 8);
    memory.fill(whole, 0, 8 + DIGITS * 8);
    store<u32>(state, <u32>whole, WHOLE);
  }
  return whole;
}

/** Adds one signed word to a digit of the whole accumulator. */
function addToWhole(state: usize, digit: i32, word: i64, region: usize): void {
  if (word === 0) return;
  const whole = wholeOf(state, region);
  if (load<u32>(whole) >= MAX_PENDING) {
    carryDigits(whole + 8, DIGITS);
    store<u32>(whole, 0);
  }
  store<u32>(whole, load<u32>(whole) + 1);
  const at = whole + 8 + (<usize>digit << 3);
  store<i64>(at, load<i64>(at) + word);
}

function spillWindow(state: usize, region: usize): void {
  const base = load<i32>(state, BASE) - BIASED;
  for (let i = 0; i < WINDOW_DIGITS; i++) {
    const at = state + WINDOW + (<usize>i << 3);
    const digit = load<i64>(at);
    store<i64>(at, 0);
    addToWhole(state, base + i, digit & 0xffffffff, region);
    addToWhole(state, base + i + 1, digit >> 32, region);
  }
}

function carryWindow(state: usize, region: usize): void {
  store<u32>(state, 0, PENDING);
  carryDigits(state + WINDOW, WINDOW_DIGITS);
  const top = load<i64>(state + WINDOW, (WINDOW_DIGITS - 1) << 3);
  if (top >= 1 << 40 || top <= -(1 << 40)) spillWindow(state, region);
}

/** Adds x × y, exactly; nothing unless both are finite. */
export function exact_product_add(state: usize, x: f64, y: f64, region: usize): void {
  const xBits = reinterpret<u64>(x);
  const yBits = reinterpret<u64>(y);
  const xExponent = <i32>(xBits >> 52 & 0x7ff);
  const yExponent = <i32>(yBits >> 52 & 0x7ff);
  if (x === 0 || y === 0 || xExponent === 0x7ff || yExponent === 0x7ff) return;
  const a = xBits & 0xfffffffffffff | (xExponent === 0 ? 0 : 1 << 52);
  const b = yBits & 0xfffffffffffff | (yExponent === 0 ? 0 : 1 << 52);
  const position = max(xExponent, 1) + max(yExponent, 1) - 2;
  const digit = position >> 5;
  const shift = <u64>(position & 31);
  const negative = <i64>(xBits ^ yBits) < 0;
  // (high, low) << shift, in five digits.
  const low = a * b;
  const high = multiplyHigh(a, b);
  const w0 = low << shift;
  const w1 = shift === 0 ? high : high << shift | low >> (64 - shift);
  const w2 = shift === 0 ? 0 : high >> (64 - shift);

  if (load<i32>(state, BASE) === 0) store<i32>(state, max(digit - 2, 0) + BIASED, BASE);
  const offset = digit + BIASED - load<i32>(state, BASE);
  if (<u32>offset > <u32>(WINDOW_DIGITS - 5)) {
    addToWhole(state, digit, signed(w0 & 0xffffffff, negative), region);
    addToWhole(state, digit + 1, signed(w0 >> 32, negative), region);
    addToWhole(state, digit + 2, signed(w1 & 0xffffffff, negative), region);
    addToWhole(state, digit + 3, signed(w1 >> 32, negative), region);
    addToWhole(state, digit + 4, signed(w2, negative), region);
    return;
  }
  const pending = load<u32>(state, PENDING);
  if (pending >= MAX_PENDING) carryWindow(state, region);
  store<u32>(state, load<u32>(state, PENDING) + 1, PENDING);
  const at = state + WINDOW + (<usize>offset << 3);
  store<i64>(at, load<i64>(at) + signed(w0 & 0xffffffff, negative));
  store<i64>(at, load<i64>(at, 8) + signed(w0 >> 32, negative), 8);
  store<i64>(at, load<i64>(at, 16) + signed(w1 & 0xffffffff, negative), 16);
  store<i64>(at, load<i64>(at, 24) + signed(w1 >> 32, negative), 24);
  store<i64>(at, load<i64>(at, 32) + signed(w2, negative), 32);
}

// @ts-ignore: decorator
@inline
function signed(word: u64, negative: bool): i64 { return negative ? -(<i64>word) : <i64>word; }

/** Adds another state's sum of products; the other one keeps its own. */
export function exact_product_merge(state: usize, other: usize, region: usize): void {
  const whole: usize = load<u32>(other, WHOLE);
  if (whole !== 0) {
    carryDigits(whole + 8, DIGITS);
    store<u32>(whole, 0);
    for (let i = 0; i < DIGITS; i++) addToWhole(state, i, load<i64>(whole + (<usize>i << 3), 8), region);
  }
  const base = load<i32>(other, BASE);
  if (base === 0) return;
  carryWindow(other, region);
  if (load<i32>(state, BASE) === 0) store<i32>(state, base, BASE);
  carryWindow(state, region);
  const offset = base - load<i32>(state, BASE);
  for (let i = 0; i < WINDOW_DIGITS; i++) {
    const digit = load<i64>(other + WINDOW + (<usize>i << 3));
    if (digit === 0) continue;
    if (<u32>(offset + i) < <u32>WINDOW_DIGITS) {
      const at = state + WINDOW + (<usize>(offset + i) << 3);
      store<i64>(at, load<i64>(at) + digit);
    } else {
      addToWhole(state, base - BIASED + i, digit & 0xffffffff, region);
      addToWhole(state, base - BIASED + i + 1, digit >> 32, region);
    }
  }
  store<u32>(state, 1, PENDING);
}

/*
 * A number while it is computed with (32 bytes): 0 address of its digits, magnitudes below 2^32 · 4 how many · 8 grid index of the first
 * · 12 1 when negative.
 */
const NUMBER_BYTES: u32 = 32;

/** A new number of `count` zero digits. */
function newNumber(count: i32, first: i32, region: usize): usize {
  const number = region_alloc(region, NUMBER_BYTES + (<u32>count << 3));
  memory.fill(number, 0, NUMBER_BYTES + (<u32>count << 3));
  store<u32>(number, <u32>(number + NUMBER_BYTES));
  store<i32>(number, count, 4);
  store<i32>(number, first, 8);
  return number;
}

/** Carries the digits, makes them a magnitude with a sign, and drops zeroes at both ends. */
function normalise(number: usize): void {
  let digits: usize = load<u32>(number);
  let count = load<i32>(number, 4);
  carryDigits(digits, count);
  if (count > 0 && load<i64>(digits + (<usize>(count - 1) << 3)) < 0) {
    for (let i = 0; i < count; i++) {
      const at = digits + (<usize>i << 3);
      store<i64>(at, -load<i64>(at));
    }
    carryDigits(digits, count);
    store<i32>(number, 1 - load<i32>(number, 12), 12);
  }
  while (count > 0 && load<i64>(digits + (<usize>(count - 1) << 3)) === 0) count--;
  while (count > 0 && load<i64>(digits) === 0) {
    digits += 8;
    count--;
    store<i32>(number, load<i32>(number, 8) + 1, 8);
  }
  store<u32>(number, <u32>digits);
  store<i32>(number, count, 4);
}

/** Adds `sign` × b to the digits of a, which span b's. */
function accumulate(a: usize, b: usize, sign: i64): void {
  const from: usize = load<u32>(b);
  const shift = load<i32>(b, 8) - load<i32>(a, 8);
  const to = <usize>load<u32>(a) + (<usize>shift << 3);
  const count = load<i32>(b, 4);
  const factor = load<i32>(b, 12) ? -sign : sign;
  for (let i: usize = 0; i < <usize>count; i++) store<i64>(to + (i << 3), load<i64>(to + (i << 3)) + factor * load<i64>(from + (i << 3)));
}

/** The product of two normalised numbers. */
function multiply(a: usize, b: usize, region: usize): usize {
  const aCount = load<i32>(a, 4);
  const bCount = load<i32>(b, 4);
  const result = newNumber(aCount + bCount, load<i32>(a, 8) + load<i32>(b, 8), region);
  store<i32>(result, load<i32>(a, 12) ^ load<i32>(b, 12), 12);
  const out: usize = load<u32>(result);
  const x: usize = load<u32>(a);
  const y: usize = load<u32>(b);
  for (let i: usize = 0; i < <usize>aCount; i++) {
    const digit = load<u64>(x + (i << 3));
    let carry: u64 = 0;
    for (let j: usize = 0; j < <usize>bCount; j++) {
      const at = out + ((i + j) << 3);
      const sum = load<u64>(at) + digit * load<u64>(y + (j << 3)) + carry;
      store<u64>(at, sum & 0xffffffff);
      carry = sum >> 32;
    }
    store<u64>(out + ((i + <usize>bCount) << 3), carry);
  }
  return result;
}

/** The sum that digits at `window` and in a whole accumulator hold together. */
function numberOf(window: usize, windowDigits: i32, base: i32, whole: usize, wholeDigits: i32, region: usize): usize {
  const number = whole !== 0 ? newNumber(wholeDigits, 0, region) : newNumber(base === 0 ? 0 : windowDigits + 1, base - BIASED, region);
  const digits: usize = load<u32>(number);
  if (whole !== 0) memory.copy(digits, whole + 8, <usize>wholeDigits << 3);
  if (base !== 0) {
    const to = whole !== 0 ? digits + (<usize>(base - BIASED) << 3) : digits;
    if (whole !== 0) carryDigits(digits, wholeDigits);
    for (let i = 0; i < windowDigits; i++) {
      const at = to + (<usize>i << 3);
      const digit = load<i64>(window + (<usize>i << 3));
      store<i64>(at, load<i64>(at) + (digit & 0xffffffff));
      store<i64>(at, load<i64>(at, 8) + (digit >> 32), 8);
    }
  }
  normalise(number);
  return number;
}

function integer(value: u64, region: usize): usize {
  const number = newNumber(2, 0, region);
  const digits: usize = load<u32>(number);
  store<u64>(digits, value & 0xffffffff);
  store<u64>(digits, value >> 32, 8);
  normalise(number);
  return number;
}

/** (count · products − a · b) ÷ divisor, where digit 0 of the grid of products weighs 2^unit: exact up to a rounding to double, then divided. */
function centered(a: usize, b: usize, products: usize, count: u64, unit: i32, divisor: f64, region: usize): f64 {
  const scaled = multiply(products, integer(count, region), region);
  const square = multiply(a, b, region);
  const first = min(load<i32>(scaled, 8), load<i32>(square, 8));
  const last = max(load<i32>(scaled, 8) + load<i32>(scaled, 4), load<i32>(square, 8) + load<i32>(square, 4));
  const result = newNumber(last - first + 1, first, region);
  accumulate(result, scaled, 1);
  accumulate(result, square, -1);
  normalise(result);
  const exponent = region_alloc(region, 16);
  const bits = leadingBits(load<u32>(result), load<i32>(result, 4), (load<i32>(result, 8) << 5) + unit, exponent);
  if (bits === 0) return 0;
  let quotient = <f64>bits / divisor;
  let scale = load<i32>(exponent);
  while (scale > 1000) { quotient *= powerOfTwo(1000); scale -= 1000; }
  while (scale < -1000) { quotient *= powerOfTwo(-1000); scale += 1000; }
  quotient *= powerOfTwo(scale);
  return load<i32>(result, 12) ? -quotient : quotient;
}

/** (count · Σxy − Σx · Σy) ÷ divisor from exact sums of doubles (x and y) and of products; NaN when any value was not finite. */
export function exact_centered(sumX: usize, sumY: usize, products: usize, count: u64, divisor: f64, region: usize): f64 {
  if (((load<u32>(sumX) | load<u32>(sumY)) & 14) !== 0) return NaN;
  const a = numberOf(sumX + 16, 6, load<i32>(sumX, 8), load<u32>(sumX, 4), 68, region);
  const b = numberOf(sumY + 16, 6, load<i32>(sumY, 8), load<u32>(sumY, 4), 68, region);
  const p = numberOf(products + WINDOW, WINDOW_DIGITS, load<i32>(products, BASE), load<u32>(products, WHOLE), DIGITS, region);
  return centered(a, b, p, count, -2148, divisor, region);
}

/*
 * Moments of integers and decimals: 0 count · 8 Σx in three words · 32 Σx² in five words (two's complement) · 72 forty
 * bytes of scratch.
 */

function addWords(to: usize, count: i32, from: usize): void {
  let carry: u64 = 0;
  for (let i = 0; i < count; i++) {
    const at = to + (<usize>i << 3);
    const old = load<u64>(at);
    const sum = old + load<u64>(from + (<usize>i << 3));
    const next = sum + carry;
    carry = u64(sum < old) + u64(next < sum);
    store<u64>(at, next);
  }
}

/** Adds one value. */
export function moments_add(state: usize, low: u64, high: i64): void {
  const scratch = state + 72;
  store<u64>(state, load<u64>(state) + 1);
  store<u64>(scratch, low);
  store<i64>(scratch, high, 8);
  store<i64>(scratch, high >> 63, 16);
  addWords(state + 8, 3, scratch);
  const m0 = high < 0 ? 0 - low : low;
  const m1 = high < 0 ? ~<u64>high + u64(low === 0) : <u64>high;
  // m² = m0² + 2·m0·m1·2^64 + m1²·2^128
  store<u64>(scratch, m0 * m0);
  store<u64>(scratch, multiplyHigh(m0, m0), 8);
  store<u64>(scratch, m1 * m1, 16);
  store<u64>(scratch, multiplyHigh(m1, m1), 24);
  store<u64>(scratch, 0, 32);
  addWords(state + 32, 5, scratch);
  if (m1 === 0) return;
  store<u64>(scratch, m0 * m1);
  store<u64>(scratch, multiplyHigh(m0, m1), 8);
  store<u64>(scratch, 0, 16);
  store<u64>(scratch, 0, 24);
  addWords(state + 40, 4, scratch);
  addWords(state + 40, 4, scratch);
}

export function moments_merge(state: usize, other: usize): void {
  store<u64>(state, load<u64>(state) + load<u64>(other));
  addWords(state + 8, 3, other + 8);
  addWords(state + 32, 5, other + 32);
}

/** Two's complement words as a number. */
function numberOfWords(words: usize, count: i32, region: usize): usize {
  const number = newNumber(count * 2 + 1, 0, region);
  const digits: usize = load<u32>(number);
  for (let i = 0; i < count; i++) {
    const word = load<u64>(words + (<usize>i << 3));
    store<u64>(digits + (<usize>i << 4), word & 0xffffffff);
    // The top digit has the sign.
    if (i === count - 1) store<i64>(digits + (<usize>i << 4), <i64>word >> 32, 8);
    else store<u64>(digits + (<usize>i << 4), word >> 32, 8);
  }
  const last = digits + (<usize>(count * 2 - 1) << 3);
  if (load<i64>(last) < 0) {
    store<i64>(last, load<i64>(last) & 0xffffffff);
    store<i64>(last, -1, 8);
  }
  normalise(number);
  return number;
}

/** (count · Σx² − (Σx)²) ÷ divisor. */
export function moments_centered(state: usize, divisor: f64, region: usize): f64 {
  const sum = numberOfWords(state + 8, 3, region);
  return centered(sum, sum, numberOfWords(state + 32, 5, region), load<u64>(state), 0, divisor, region);
}
