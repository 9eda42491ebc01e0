import { addNumber, addToDigits, BASE, BIASED, carryDigits, digitsOf, firstBase, isLarge, emptyWindow, mergeWindows, WHOLE, WINDOW, windowWord } from './exact-window';
import { leadingBits } from './exact-sum';
import { region_alloc } from './memory';
import { multiplyHigh, powerOfTwo } from './wide';

/*
 * Exact second moments, for variances and regressions: n·Σxy − Σx·Σy is computed over whole numbers and rounded once, so that no order of the
 * rows changes it and equal values have a variance of exactly 0.
 *
 * A sum of products of doubles is a window of three words (exact-window.ts) of which position 0 weighs 2^−2148.
 * functions/float/exact-sum-code.ts emits the common case of `exact_product_add` for squares inline and relies on the layout.
 */

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
  // (~p + 1) for a negative product p.
  const sign = <u64>(<i64>(xBits ^ yBits) >> 63);
  const magnitude = a * b;
  const low = (magnitude ^ sign) - sign;
  const high = (multiplyHigh(a, b) ^ sign) + u64(sign !== 0 && magnitude === 0);

  let base: i32 = load<u16>(state, BASE);
  if (base === 0) {
    base = firstBase(3, position);
    store<u16>(state, <u16>base, BASE);
  }
  const shift = <u64>(position + BIASED - base);
  if (shift > 63) {
    addNumber(state, 3, low, high, sign, position, region);
    return;
  }
  const w0 = load<u64>(state, WINDOW);
  const w1 = load<u64>(state, WINDOW + 8);
  const s0 = w0 + (low << shift);
  const middle = w1 + (high << shift | low >> 1 >> (63 - shift));
  const s1 = middle + u64(s0 < w0);
  const carry = u64(middle < w1) + u64(s1 < middle);
  const s2 = load<i64>(state, WINDOW + 16) + (<i64>high >> 1 >> (63 - shift)) + <i64>carry;
  store<u64>(state, s0, WINDOW);
  store<u64>(state, s1, WINDOW + 8);
  store<i64>(state, s2, WINDOW + 16);
  if (isLarge(s2)) emptyWindow(state, 3, region);
}

/** Makes room in a window that has grown large. */
export function exact_products_empty(state: usize, region: usize): void {
  emptyWindow(state, 3, region);
}

/** Adds another state's sum of products; the other one keeps its own. */
export function exact_product_merge(state: usize, other: usize, region: usize): void {
  mergeWindows(state, other, 3, region);
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

/** The sum in a window of `words` words and its whole accumulator. */
function numberOf(state: usize, words: i32, region: usize): usize {
  const base: i32 = load<u16>(state, BASE);
  const whole: usize = load<u32>(state, WHOLE);
  const position = base - BIASED;
  const first = whole !== 0 || base === 0 ? 0 : position >> 5;
  const number = newNumber(whole !== 0 ? digitsOf(words) : base === 0 ? 0 : (words << 1) + 2, first, region);
  const digits: usize = load<u32>(number);
  if (whole !== 0) memory.copy(digits, whole + 8, <usize>digitsOf(words) << 3);
  if (base !== 0) addToDigits(digits, first, windowWord(state, words, 0), windowWord(state, words, 1), windowWord(state, words, 2), position);
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
  if (((load<u16>(sumX) | load<u16>(sumY)) & 14) !== 0) return NaN;
  const a = numberOf(sumX, 2, region);
  const b = numberOf(sumY, 2, region);
  const p = numberOf(products, 3, region);
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

/**
 * (count · (high, low) − a · b) ÷ divisor, for sums of fewer than 2^32 integers of 32 bits, so that everything fits into two words; rounded
 * as `centered` does.
 */
export function integers_centered(count: u64, low: u64, high: i64, a: i64, b: i64, divisor: f64): f64 {
  let n0 = count * low;
  let n1 = multiplyHigh(count, low) + count * <u64>high;
  const p0 = <u64>(a * b);
  const p1 = multiplyHigh(a, b) - (a < 0 ? <u64>b : 0) - (b < 0 ? <u64>a : 0);
  n1 -= p1 + u64(n0 < p0);
  n0 -= p0;
  const negative = <i64>n1 < 0;
  if (negative) {
    n1 = ~n1 + u64(n0 === 0);
    n0 = 0 - n0;
  }
  if (n1 === 0) {
    if (n0 === 0) return 0;
    const quotient = <f64>n0 / divisor;
    return negative ? -quotient : quotient;
  }
  const drop = <u64>(64 - clz<u64>(n1));
  const top = drop === 64 ? n1 : n1 << (64 - drop) | n0 >> drop;
  const lost = drop === 64 ? n0 : n0 << (64 - drop);
  const quotient = <f64>(top | u64(lost !== 0)) / divisor * powerOfTwo(<i32>drop);
  return negative ? -quotient : quotient;
}
