import { addNumber, BASE, BIASED, carryWhole, digitsOf, emptyWindow, carryDigits, firstBase, isLarge, mergeWindows, WHOLE, WINDOW } from './exact-window';
import { raise, RaiseCode } from './raise';
import { powerOfTwo } from './wide';

/*
 * Exact sums of doubles (exact-window.ts, two words): position 0 weighs 2^−1074, so every finite double is a whole number × 2^position with
 * position = exponent − 1. The sum is rounded once, when it is read: no order or partition of the rows changes it.
 *
 * functions/float/exact-sum-code.ts emits the common case of `exact_sum_add` inline and relies on the layout.
 */
const FLAGS: usize = 0;
const SEEN: u32 = 1;
const NAN: u32 = 2;
const PLUS_INFINITY: u32 = 4;
const MINUS_INFINITY: u32 = 8;
const UNIT: i32 = -1074;

/** Adds one value. `region` is where the whole accumulator goes when it is needed. */
export function exact_sum_add(state: usize, x: f64, region: usize): void {
  const bits = reinterpret<u64>(x);
  const exponent = <i32>(bits >> 52 & 0x7ff);
  let flags: u32 = load<u16>(state, FLAGS) | SEEN;
  if (exponent === 0x7ff) flags |= x !== x ? NAN : x > 0 ? PLUS_INFINITY : MINUS_INFINITY;
  store<u16>(state, <u16>flags, FLAGS);
  if (exponent === 0x7ff || x === 0) return;
  const position = max(exponent, 1) - 1;
  const magnitude = <i64>(bits & 0xfffffffffffff | (exponent === 0 ? 0 : 1 << 52));
  const mantissa = <i64>bits < 0 ? -magnitude : magnitude;
  let base: i32 = load<u16>(state, BASE);
  if (base === 0) {
    base = firstBase(2, position);
    store<u16>(state, <u16>base, BASE);
  }
  const shift = <i64>(position + BIASED - base);
  if (<u64>shift > 63) {
    addNumber(state, 2, mantissa, mantissa >> 63, mantissa >> 63, position, region);
    return;
  }
  const low = load<u64>(state, WINDOW);
  const sum = low + <u64>(mantissa << shift);
  const high = load<i64>(state, WINDOW + 8) + (mantissa >> 1 >> (63 - shift)) + i64(sum < low);
  store<u64>(state, sum, WINDOW);
  store<i64>(state, high, WINDOW + 8);
  if (isLarge(high)) emptyWindow(state, 2, region);
}

/** Makes room in a window that has grown large. */
export function exact_sum_empty(state: usize, region: usize): void {
  emptyWindow(state, 2, region);
}

/** Adds another state's sum; the other one keeps its own. */
export function exact_sum_merge(state: usize, other: usize, region: usize): void {
  store<u16>(state, load<u16>(state, FLAGS) | load<u16>(other, FLAGS), FLAGS);
  mergeWindows(state, other, 2, region);
}

function negateDigits(digits: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const at = digits + (<usize>i << 3);
    store<i64>(at, -load<i64>(at));
  }
  carryDigits(digits, count);
}

/**
 * The top 64 bits of a non-negative number of carried digits, the lowest of them set when anything below is (so that rounding sees it);
 * the number is at least that times 2^exponent, stored at `exponentOut`. 0 for 0. `unit` is digit 0's binary exponent.
 */
export function leadingBits(digits: usize, count: i32, unit: i32, exponentOut: usize): u64 {
  let top = count - 1;
  while (top >= 0 && load<i64>(digits + (<usize>top << 3)) === 0) top--;
  if (top < 0) return 0;
  const first = load<u64>(digits + (<usize>top << 3));
  const second = top > 0 ? load<u64>(digits + (<usize>(top - 1) << 3)) : 0;
  const third = top > 1 ? load<u64>(digits + (<usize>(top - 2) << 3)) : 0;
  const rest = second << 32 | third;
  const length = 64 - clz<u64>(first);
  const lost = rest << (64 - length);
  let result = first << (64 - length) | rest >> length;
  if (length === 64) result = first;
  let sticky = length === 64 ? rest : lost;
  for (let i = top - 3; i >= 0 && sticky === 0; i--) sticky = load<u64>(digits + (<usize>i << 3));
  store<i32>(exponentOut, ((top - 2) << 5) + <i32>length + unit);
  return result | u64(sticky !== 0);
}

/** bits × 2^exponent as a double: to nearest, halves to even, or to odd; the top bit of `bits` is set unless it is 0. */
export function roundToDouble(bits: u64, exponent: i32, odd: bool): f64 {
  if (bits === 0) return 0;
  const drop = max(11, -1074 - exponent);
  if (drop > 64) return 0;
  let mantissa = drop === 64 ? 0 : bits >> drop;
  const lost = drop === 64 ? bits : bits << (64 - drop);
  if (odd) mantissa |= u64(lost !== 0);
  else if (lost > 1 << 63 || (lost === 1 << 63 && (mantissa & 1) !== 0)) mantissa++;
  const scale = exponent + drop;
  if (scale > 1000) return Infinity;
  return scale < -1000 ? <f64>mantissa * powerOfTwo(-1000) * powerOfTwo(scale + 1000) : <f64>mantissa * powerOfTwo(scale);
}

/** The sum that the window holds alone. */
function roundWindow(state: usize, odd: bool): f64 {
  let low = load<u64>(state, WINDOW);
  let high = load<u64>(state, WINDOW + 8);
  const negative = <i64>high < 0;
  if (negative) {
    high = ~high + u64(low === 0);
    low = 0 - low;
  }
  if ((low | high) === 0) return 0;
  const drop = high === 0 ? -(<i32>clz<u64>(low)) : 64 - <i32>clz<u64>(high);
  let bits: u64;
  if (drop <= 0) bits = low << -drop;
  else if (drop === 64) bits = high | u64(low !== 0);
  else bits = high << (64 - drop) | low >> drop | u64(low << (64 - drop) !== 0);
  const result = roundToDouble(bits, <i32>load<u16>(state, BASE) - BIASED + UNIT + drop, odd);
  return negative ? -result : result;
}

/** The sum rounded (to odd when a narrower rounding follows); the state's value is unchanged. */
function roundSum(state: usize, odd: bool): f64 {
  const whole: usize = load<u32>(state, WHOLE);
  if (whole === 0) return roundWindow(state, odd);
  if (load<u16>(state, BASE) !== 0) emptyWindow(state, 2, 0);
  carryWhole(whole, 2);
  const digits = whole + 8;
  const count = digitsOf(2);
  const negative = load<i64>(digits + (<usize>(count - 1) << 3)) < 0;
  if (negative) negateDigits(digits, count);
  // The count of pending additions lends its place to the exponent.
  const bits = leadingBits(digits, count, UNIT, whole);
  const result = roundToDouble(bits, load<i32>(whole), odd);
  store<u32>(whole, 0);
  if (negative) negateDigits(digits, count);
  return negative ? -result : result;
}

function special(flags: u32): f64 {
  if ((flags & NAN) !== 0 || (flags & (PLUS_INFINITY | MINUS_INFINITY)) === (PLUS_INFINITY | MINUS_INFINITY)) return NaN;
  return (flags & PLUS_INFINITY) !== 0 ? Infinity : -Infinity;
}

/** The sum rounded once to double; raises when finite values overflow. */
export function exact_sum_double(state: usize): f64 {
  const flags: u32 = load<u16>(state, FLAGS);
  if ((flags & (NAN | PLUS_INFINITY | MINUS_INFINITY)) !== 0) return special(flags);
  const result = roundSum(state, false);
  if (Math.abs(result) === Infinity) raise(RaiseCode.DOUBLE_OUT_OF_RANGE);
  return result;
}

/** The sum rounded once to single; raises when finite values overflow. */
export function exact_sum_real(state: usize): f32 {
  const flags: u32 = load<u16>(state, FLAGS);
  if ((flags & (NAN | PLUS_INFINITY | MINUS_INFINITY)) !== 0) return <f32>special(flags);
  const result = <f32>roundSum(state, true);
  if (Mathf.abs(result) === <f32>Infinity) raise(RaiseCode.REAL_OUT_OF_RANGE);
  return result;
}
