import { region_alloc } from './memory';
import { raise, RaiseCode } from './raise';
import { powerOfTwo } from './wide';

/*
 * Exact sums of doubles: a superaccumulator of 32-bit digits held in 64-bit words, so that carries wait (R. M. Neal, "Fast exact summation
 * using small and large superaccumulators", 2015). Digit k of the grid weighs 2^(32k − 1074), so every finite double is a whole number of
 * digit 0's unit. The sum is rounded once, when it is read: no order or partition of the rows changes it.
 *
 * A state is small: it holds a window of six digits around the first value, and only values outside of it (or a sum that leaves it) go to
 * an accumulator over the whole grid, which is allocated then.
 *
 *   0 flags (1 seen, 2 NaN, 4 +∞, 8 −∞) · 4 address of the whole accumulator or 0 · 8 first digit of the window + BIASED, 0 when unset
 *   12 additions since carries were moved · 16 six digits of the window (i64)
 *   whole accumulator: 0 additions since carries were moved · 8 DIGITS digits
 *
 * functions/float/exact-sum-code.ts emits the common case of `exact_sum_add` inline and relies on this layout.
 */
const FLAGS: usize = 0;
const WHOLE: usize = 4;
const BASE: usize = 8;
const PENDING: usize = 12;
const WINDOW: usize = 16;
const WINDOW_DIGITS: i32 = 6;
const DIGITS: i32 = 68;
const BIASED: i32 = 1000;
/** Each addition puts less than 2^53 into a digit that carries have left below 2^41. */
const MAX_PENDING: u32 = 1000;
/** The last digit where a window may begin: the topmost values, ∞ and NaN among them, never fall into one. */
const LAST_BASE: i32 = 57;

const SEEN: u32 = 1;
const NAN: u32 = 2;
const PLUS_INFINITY: u32 = 4;
const MINUS_INFINITY: u32 = 8;

/** Moves carries up; all digits but the last are then in [0, 2^32), and the last has the sign. */
export function carryDigits(digits: usize, count: i32): void {
  let carry: i64 = 0;
  for (let i = 0; i < count - 1; i++) {
    const at = digits + (<usize>i << 3);
    const digit = load<i64>(at) + carry;
    carry = digit >> 32;
    store<i64>(at, digit & 0xffffffff);
  }
  const last = digits + (<usize>(count - 1) << 3);
  store<i64>(last, load<i64>(last) + carry);
}

function wholeOf(state: usize, region: usize): usize {
  let whole: usize = load<u32>(state, WHOLE);
  if (whole === 0) {
    whole = region_alloc(region, 8 + DIGITS * 8);
    memory.fill(whole, 0, 8 + DIGITS * 8);
    store<u32>(state, <u32>whole, WHOLE);
  }
  return whole;
}

function carryWhole(whole: usize): void {
  carryDigits(whole + 8, DIGITS);
  store<u32>(whole, 0);
}

/** Adds signed words to two neighbouring digits of the whole accumulator. */
function addToWhole(state: usize, digit: i32, low: i64, high: i64, region: usize): void {
  const whole = wholeOf(state, region);
  if (load<u32>(whole) >= MAX_PENDING) carryWhole(whole);
  store<u32>(whole, load<u32>(whole) + 1);
  const at = whole + 8 + (<usize>digit << 3);
  store<i64>(at, load<i64>(at) + low);
  if (high !== 0) store<i64>(at, load<i64>(at, 8) + high, 8);
}

/** Moves the carries of the window up; when its top digit grows wide, the window's sum moves to the whole accumulator. */
function carryWindow(state: usize, region: usize): void {
  store<u32>(state, 0, PENDING);
  carryDigits(state + WINDOW, WINDOW_DIGITS);
  const top = load<i64>(state + WINDOW, (WINDOW_DIGITS - 1) << 3);
  if (top < 1 << 40 && top > -(1 << 40)) return;
  const base = <i32>load<u32>(state, BASE) - BIASED;
  for (let i = 0; i < WINDOW_DIGITS; i++) {
    const at = state + WINDOW + (<usize>i << 3);
    const digit = load<i64>(at);
    store<i64>(at, 0);
    if (i < WINDOW_DIGITS - 1) addToWhole(state, base + i, digit, 0, region);
    else addToWhole(state, base + i, digit & 0xffffffff, digit >> 32, region);
  }
}

/** Adds one value. `region` is where the whole accumulator goes when it is needed. */
export function exact_sum_add(state: usize, x: f64, region: usize): void {
  const bits = reinterpret<u64>(x);
  const exponent = <i32>(bits >> 52 & 0x7ff);
  let flags = load<u32>(state, FLAGS) | SEEN;
  if (exponent === 0x7ff) {
    flags |= x !== x ? NAN : x > 0 ? PLUS_INFINITY : MINUS_INFINITY;
    store<u32>(state, flags, FLAGS);
    return;
  }
  store<u32>(state, flags, FLAGS);
  if (x === 0) return;
  const position = max(exponent, 1) - 1;
  const digit = position >> 5;
  const shift = <u64>(position & 31);
  const magnitude = <i64>(bits & 0xfffffffffffff | (exponent === 0 ? 0 : 1 << 52));
  const mantissa = <i64>bits < 0 ? -magnitude : magnitude;
  const low = mantissa << shift & 0xffffffff;
  const high = mantissa >> (32 - shift);

  if (load<u32>(state, BASE) === 0) store<i32>(state, min(max(digit - 2, 0), LAST_BASE) + BIASED, BASE);
  const offset = digit + BIASED - load<i32>(state, BASE);
  if (<u32>offset >= <u32>(WINDOW_DIGITS - 1)) {
    addToWhole(state, digit, low, high, region);
    return;
  }
  if (load<u32>(state, PENDING) >= MAX_PENDING) carryWindow(state, region);
  store<u32>(state, load<u32>(state, PENDING) + 1, PENDING);
  const at = state + WINDOW + (<usize>offset << 3);
  store<i64>(at, load<i64>(at) + low);
  store<i64>(at, load<i64>(at, 8) + high, 8);
}

/** Adds another state's sum; the other one keeps its own. */
export function exact_sum_merge(state: usize, other: usize, region: usize): void {
  store<u32>(state, load<u32>(state, FLAGS) | load<u32>(other, FLAGS), FLAGS);
  const whole: usize = load<u32>(other, WHOLE);
  if (whole !== 0) {
    carryWhole(whole);
    const mine = wholeOf(state, region);
    carryWhole(mine);
    for (let i = 0; i < DIGITS; i++) {
      const at = mine + 8 + (<usize>i << 3);
      store<i64>(at, load<i64>(at) + load<i64>(whole + (<usize>i << 3), 8));
    }
    store<u32>(mine, 1);
  }
  const base = load<i32>(other, BASE);
  if (base === 0) return;
  carryDigits(other + WINDOW, WINDOW_DIGITS);
  store<u32>(other, 0, PENDING);
  if (load<i32>(state, BASE) === 0) store<i32>(state, base, BASE);
  const offset = base - load<i32>(state, BASE);
  if (load<u32>(state, PENDING) + WINDOW_DIGITS > MAX_PENDING) carryWindow(state, region);
  for (let i = 0; i < WINDOW_DIGITS; i++) {
    const digit = load<i64>(other + WINDOW + (<usize>i << 3));
    if (digit === 0) continue;
    if (<u32>(offset + i) < <u32>WINDOW_DIGITS && digit < 1 << 41 && digit > -(1 << 41)) {
      const at = state + WINDOW + (<usize>(offset + i) << 3);
      store<i64>(at, load<i64>(at) + digit);
      store<u32>(state, load<u32>(state, PENDING) + 1, PENDING);
    } else {
      addToWhole(state, base - BIASED + i, digit & 0xffffffff, digit >> 32, region);
    }
  }
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

/** The sum rounded (to odd when a narrower rounding follows), digits of `state` carried but its value unchanged. */
function roundSum(state: usize, odd: bool): f64 {
  const base = load<i32>(state, BASE);
  const whole: usize = load<u32>(state, WHOLE);
  let digits = state + WINDOW;
  let count = WINDOW_DIGITS;
  let unit = ((base - BIASED) << 5) - 1074;
  if (base === 0 && whole === 0) return 0;
  if (whole !== 0) {
    if (base !== 0) {
      carryDigits(digits, WINDOW_DIGITS);
      for (let i = 0; i < WINDOW_DIGITS; i++) {
        const at = digits + (<usize>i << 3);
        const digit = load<i64>(at);
        store<i64>(at, 0);
        addToWhole(state, base - BIASED + i, digit & 0xffffffff, digit >> 32, 0);
      }
      store<u32>(state, 0, PENDING);
    }
    carryWhole(whole);
    digits = whole + 8;
    count = DIGITS;
    unit = -1074;
  } else {
    carryDigits(digits, count);
    store<u32>(state, 0, PENDING);
  }
  const last = digits + (<usize>(count - 1) << 3);
  const negative = load<i64>(last) < 0;
  if (negative) negateDigits(digits, count);
  // The flags' word lends its place to the exponent.
  const flags = load<u32>(state, FLAGS);
  const bits = leadingBits(digits, count, unit, state + FLAGS);
  const result = roundToDouble(bits, load<i32>(state, FLAGS), odd);
  store<u32>(state, flags, FLAGS);
  if (negative) negateDigits(digits, count);
  return negative ? -result : result;
}

function special(flags: u32): f64 {
  if ((flags & NAN) !== 0 || (flags & (PLUS_INFINITY | MINUS_INFINITY)) === (PLUS_INFINITY | MINUS_INFINITY)) return NaN;
  return (flags & PLUS_INFINITY) !== 0 ? Infinity : -Infinity;
}

/** The sum rounded once to double; raises when finite values overflow. */
export function exact_sum_double(state: usize): f64 {
  const flags = load<u32>(state, FLAGS);
  if ((flags & (NAN | PLUS_INFINITY | MINUS_INFINITY)) !== 0) return special(flags);
  const result = roundSum(state, false);
  if (Math.abs(result) === Infinity) raise(RaiseCode.DOUBLE_OUT_OF_RANGE);
  return result;
}

/** The sum rounded once to single; raises when finite values overflow. */
export function exact_sum_real(state: usize): f32 {
  const flags = load<u32>(state, FLAGS);
  if ((flags & (NAN | PLUS_INFINITY | MINUS_INFINITY)) !== 0) return <f32>special(flags);
  const result = <f32>roundSum(state, true);
  if (Mathf.abs(result) === <f32>Infinity) raise(RaiseCode.REAL_OUT_OF_RANGE);
  return result;
}
