import { raise, RaiseCode } from './raise';
import { view_begin, view_finish } from './view';
import { divide256, EXACTLY_HALF, HALF_OR_MORE, INEXACT, multiplyDivide, multiplyHigh, powerHigh, powerLow, quotientToDouble } from './wide';

/*
 * Decimals of up to 38 digits as 128-bit two's complement integers, passed as (low, high) and stored low word first at `out`. Results are
 * exact or rounded half away from zero; what needs more than 38 digits raises numeric_out_of_range.
 */

// @ts-ignore: decorator
@inline
function set(out: usize, low: u64, high: u64): void {
  store<u64>(out, low);
  store<u64>(out, high, 8);
}

/** Low and high word of the magnitude. */
// @ts-ignore: decorator
@inline
function magnitudeLow(low: u64, high: i64): u64 { return high < 0 ? 0 - low : low; }
// @ts-ignore: decorator
@inline
function magnitudeHigh(low: u64, high: i64): u64 { return high < 0 ? ~<u64>high + u64(low === 0) : <u64>high; }

/** Gives the magnitude at `out` a sign. */
function setSign(out: usize, negative: bool): void {
  if (!negative) return;
  const low = load<u64>(out);
  set(out, 0 - low, ~load<u64>(out, 8) + u64(low === 0));
}

/** 1 when a magnitude is below 10^digits. */
// @ts-ignore: decorator
@inline
function isBelow(low: u64, high: u64, digits: i32): bool {
  const limit = powerHigh(digits);
  return high < limit || (high === limit && low < powerLow(digits));
}

function overflow(): void { raise(RaiseCode.NUMERIC_OUT_OF_RANGE); }

/** The product of two bigints; raises bigint_out_of_range. */
export function bigint_multiply(a: i64, b: i64): i64 {
  const product = a * b;
  const spare = clz<i64>(a ^ (a >> 63)) + clz<i64>(b ^ (b >> 63));
  if (spare >= 66) return product;
  if (a !== 0 && ((a === -1 && b === i64.MIN_VALUE) || product / a !== b)) raise(RaiseCode.BIGINT_OUT_OF_RANGE);
  return product;
}

/** a + b. */
export function decimal_add(out: usize, aLow: u64, aHigh: i64, bLow: u64, bHigh: i64): void {
  const low = aLow + bLow;
  const high = aHigh + bHigh + i64(low < aLow);
  if (((aHigh ^ high) & (bHigh ^ high)) < 0 || !isBelow(magnitudeLow(low, high), magnitudeHigh(low, high), 38)) overflow();
  set(out, low, high);
}

/** a − b. */
export function decimal_subtract(out: usize, aLow: u64, aHigh: i64, bLow: u64, bHigh: i64): void {
  decimal_add(out, aLow, aHigh, 0 - bLow, ~bHigh + i64(bLow === 0));
}

/** The value times 10^digits, which has at most 38 digits. */
export function decimal_scale_up(out: usize, low: u64, high: i64, digits: i32): void {
  const p0 = powerLow(digits);
  set(out, low * p0, multiplyHigh(low, p0) + <u64>high * p0 + low * powerHigh(digits));
}

/** a × 10^digits + b, for 1 to 38 digits; the product alone may have more digits than the sum. */
export function decimal_add_scaled(out: usize, aLow: u64, aHigh: i64, digits: i32, bLow: u64, bHigh: i64): void {
  const a0 = magnitudeLow(aLow, aHigh);
  const a1 = magnitudeHigh(aLow, aHigh);
  decimal_scale_up(out, a0, a1, digits);
  const p0 = load<u64>(out);
  const p1 = load<u64>(out, 8);
  if (isBelow(a0, a1, 38 - digits)) {
    setSign(out, aHigh < 0);
    decimal_add(out, load<u64>(out), load<i64>(out, 8), bLow, bHigh);
    return;
  }
  // |b| < 10^38 brings the sum back into range only from the other side of zero, and from below 2 × 10^38, which 128 bits hold.
  const limit0 = powerLow(38 - digits) << 1;
  const limit1 = (powerHigh(38 - digits) << 1) | (powerLow(38 - digits) >> 63);
  if ((aHigh ^ bHigh) >= 0 || a1 > limit1 || (a1 === limit1 && a0 >= limit0)) { overflow(); return; }
  const b0 = magnitudeLow(bLow, bHigh);
  const low = p0 - b0;
  const high = p1 - magnitudeHigh(bLow, bHigh) - u64(p0 < b0);
  if (!isBelow(low, high, 38)) overflow();
  set(out, low, high);
  setSign(out, aHigh < 0);
}

/** a × b. */
export function decimal_multiply(out: usize, aLow: u64, aHigh: i64, bLow: u64, bHigh: i64): void {
  decimal_multiply_divide(out, aLow, aHigh, bLow, bHigh, 1, 0);
}

/** a × b ÷ d, rounded once; d is positive. */
export function decimal_multiply_divide(out: usize, aLow: u64, aHigh: i64, bLow: u64, bHigh: i64, dLow: u64, dHigh: u64): void {
  const status = multiplyDivide(out, magnitudeHigh(aLow, aHigh), magnitudeLow(aLow, aHigh), magnitudeHigh(bLow, bHigh), magnitudeLow(bLow, bHigh), dHigh, dLow);
  finishQuotient(out, status, (aHigh ^ bHigh) < 0);
}

/** Rounds and checks the magnitude that a division left at `out`, and gives it its sign. */
function finishQuotient(out: usize, status: i32, negative: bool): void {
  if (status < 0) { overflow(); return; }
  let low = load<u64>(out);
  let high = load<u64>(out, 8);
  if (status & HALF_OR_MORE) {
    low++;
    high += u64(low === 0);
  }
  if (!isBelow(low, high, 38)) overflow();
  set(out, low, high);
  setSign(out, negative);
}

/** a × 10^digits ÷ b, rounded; raises division_by_zero. */
export function decimal_divide(out: usize, aLow: u64, aHigh: i64, bLow: u64, bHigh: i64, digits: i32): void {
  if ((bLow | <u64>bHigh) === 0) { raise(RaiseCode.DIVISION_BY_ZERO); return; }
  const status = multiplyDivide(out, magnitudeHigh(aLow, aHigh), magnitudeLow(aLow, aHigh), powerHigh(digits), powerLow(digits), magnitudeHigh(bLow, bHigh), magnitudeLow(bLow, bHigh));
  finishQuotient(out, status, (aHigh ^ bHigh) < 0);
}

/** The quotient ⌊|a| ÷ |b|⌋ with its sign; raises division_by_zero. */
export function decimal_quotient(out: usize, aLow: u64, aHigh: i64, bLow: u64, bHigh: i64): void {
  if ((bLow | <u64>bHigh) === 0) { raise(RaiseCode.DIVISION_BY_ZERO); return; }
  divide256(out, 0, 0, magnitudeHigh(aLow, aHigh), magnitudeLow(aLow, aHigh), magnitudeHigh(bLow, bHigh), magnitudeLow(bLow, bHigh));
  setSign(out, (aHigh ^ bHigh) < 0);
}

/** a − b × ⌊a ÷ b⌋ toward zero, with the sign of a; raises division_by_zero. */
export function decimal_remainder(out: usize, aLow: u64, aHigh: i64, bLow: u64, bHigh: i64): void {
  if ((bLow | <u64>bHigh) === 0) { raise(RaiseCode.DIVISION_BY_ZERO); return; }
  const a0 = magnitudeLow(aLow, aHigh);
  const a1 = magnitudeHigh(aLow, aHigh);
  const b0 = magnitudeLow(bLow, bHigh);
  const b1 = magnitudeHigh(bLow, bHigh);
  divide256(out, 0, 0, a1, a0, b1, b0);
  const q0 = load<u64>(out);
  const q1 = load<u64>(out, 8);
  const low = q0 * b0;
  set(out, a0 - low, a1 - (multiplyHigh(q0, b0) + q1 * b0 + q0 * b1) - u64(a0 < low));
  setSign(out, aHigh < 0);
}

/** value ÷ factor, rounded. */
export function decimal_round_64(value: i64, factor: i64): i64 {
  const quotient = value / factor;
  const rest = value - quotient * factor;
  const magnitude = rest < 0 ? 0 - rest : rest;
  return magnitude >= factor - magnitude ? quotient + (value < 0 ? -1 : 1) : quotient;
}

/** value ÷ 10^digits, rounded; digits may be more than 38. */
export function decimal_scale_down(out: usize, low: u64, high: i64, digits: i32): void {
  if (digits > 38) { set(out, 0, 0); return; }
  const status = divide256(out, 0, 0, magnitudeHigh(low, high), magnitudeLow(low, high), powerHigh(digits), powerLow(digits));
  finishQuotient(out, status, high < 0);
}

/** value ÷ 10^digits toward zero (direction 0), down (−1) or up (1). */
export function decimal_truncate(out: usize, low: u64, high: i64, digits: i32, direction: i32): void {
  let status: i32 = INEXACT;
  if (digits > 38) {
    set(out, 0, 0);
    status = i32((low | <u64>high) !== 0);
  } else {
    status = divide256(out, 0, 0, magnitudeHigh(low, high), magnitudeLow(low, high), powerHigh(digits), powerLow(digits));
  }
  setSign(out, high < 0);
  if ((status & INEXACT) === 0 || direction === 0 || (direction < 0) !== (high < 0)) return;
  const result = load<u64>(out);
  if (direction > 0) set(out, result + 1, load<u64>(out, 8) + u64(result === u64.MAX_VALUE));
  else set(out, result - 1, load<u64>(out, 8) - u64(result === 0));
}

/** value × 10^digits (÷ 10^−digits, rounded) with at most `precision` digits, or a raise. */
export function decimal_rescale(out: usize, low: u64, high: i64, digits: i32, precision: i32): void {
  if (!tryRescale(out, low, high, digits, precision)) overflow();
}

/** 1 when `decimal_rescale` gives a value; `scratch` takes 16 bytes. */
export function decimal_fits(scratch: usize, low: u64, high: i64, digits: i32, precision: i32): i32 {
  return i32(tryRescale(scratch, low, high, digits, precision));
}

function tryRescale(out: usize, low: u64, high: i64, digits: i32, precision: i32): bool {
  const m0 = magnitudeLow(low, high);
  const m1 = magnitudeHigh(low, high);
  if (digits >= 0) {
    if (digits > precision ? (m0 | m1) !== 0 : !isBelow(m0, m1, precision - digits)) return false;
    if (digits > 38) set(out, 0, 0);
    else decimal_scale_up(out, low, high, digits);
    return true;
  }
  decimal_scale_down(out, low, high, -digits);
  const r0 = load<u64>(out);
  const r1 = load<i64>(out, 8);
  return isBelow(magnitudeLow(r0, r1), magnitudeHigh(r0, r1), precision);
}

/** The nearest double to value ÷ 10^scale. */
export function decimal_to_double(scratch: usize, low: u64, high: i64, scale: i32): f64 {
  const result = quotientToDouble(scratch, 0, magnitudeHigh(low, high), magnitudeLow(low, high), powerHigh(scale), powerLow(scale), false);
  return high < 0 ? -result : result;
}

/** The nearest single to value ÷ 10^scale. */
export function decimal_to_real(scratch: usize, low: u64, high: i64, scale: i32): f32 {
  const result = <f32>quotientToDouble(scratch, 0, magnitudeHigh(low, high), magnitudeLow(low, high), powerHigh(scale), powerLow(scale), true);
  return high < 0 ? -result : result;
}

/**
 * A float as DECIMAL(precision, scale): it counts with `significant` digits (15 for double, 6 for real, as in PostgreSQL), which then round
 * to the scale. 0, or 1 when NaN, infinite or too large.
 */
export function decimal_from_double(out: usize, x: f64, significant: i32, precision: i32, scale: i32): i32 {
  const bits = reinterpret<u64>(x);
  const biased = <i32>(bits >> 52 & 0x7ff);
  if (biased === 0x7ff) return 1;
  set(out, 0, 0);
  // Below 10^−40 everything rounds to zero, and from 2^127 on nothing fits.
  if (biased < 1023 - 133) return 0;
  if (biased > 1023 + 126) return 1;
  const mantissa = (bits & 0xfffffffffffff) | 1 << 52;
  const exponent = biased - 1075;
  // The decimal exponent, or one less; the digits below say which.
  let power = significant - 1 - <i32>Math.floor(<f64>(biased - 1023) * 0.30102999566398120);
  let digits: u64 = 0;
  for (;;) {
    if (power > 38) power = 38;
    digits = scaledMantissa(out, mantissa, exponent, power);
    if (digits < powerLow(significant)) break;
    power--;
  }
  set(out, digits, 0);
  setSign(out, x < 0);
  const low = load<u64>(out);
  return tryRescale(out, low, load<i64>(out, 8), scale - power, precision) ? 0 : 1;
}

/** mantissa × 2^exponent × 10^power, rounded half to even; the result fits 64 bits. */
function scaledMantissa(scratch: usize, mantissa: u64, exponent: i32, power: i32): u64 {
  if (power < 0) {
    const shift = max(exponent, 0);
    const n0 = mantissa << shift;
    const n1 = shift === 0 ? 0 : shift < 64 ? mantissa >> (64 - shift) : mantissa << (shift - 64);
    const d0 = powerLow(-power);
    const d1 = powerHigh(-power);
    const down = max(-exponent, 0);
    const status = divide256(scratch, 0, 0, n1, shift < 64 ? n0 : 0, down === 0 ? d1 : d1 << down | d0 >> (64 - down), d0 << down);
    const quotient = load<u64>(scratch);
    const up = (status & EXACTLY_HALF) !== 0 ? (quotient & 1) !== 0 : (status & HALF_OR_MORE) !== 0;
    return quotient + u64(up);
  }
  // (n2, n1, n0) = mantissa × 10^power.
  const p0 = powerLow(power);
  const p1 = powerHigh(power);
  let n0 = mantissa * p0;
  const x = mantissa * p1;
  let n1 = multiplyHigh(mantissa, p0) + x;
  let n2 = multiplyHigh(mantissa, p1) + u64(n1 < x);
  if (exponent >= 0) return n0 << exponent;
  let down = -exponent;
  let sticky: u64 = 0;
  while (down > 64) {
    sticky |= n0;
    n0 = n1;
    n1 = n2;
    n2 = 0;
    down -= 64;
  }
  const result = down === 64 ? n1 : n1 << (64 - down) | n0 >> down;
  const lost = down === 64 ? n0 : n0 << (64 - down);
  const half: u64 = 1 << 63;
  if (lost > half || (lost === half && (sticky !== 0 || (result & 1) !== 0))) return result + 1;
  return result;
}

/** Writes the decimal digits of a number at `end` − `count`, zero-padded. */
function writeDigits(end: usize, value: u64, count: i32): void {
  for (let i = 0; i < count; i++) {
    const next = value / 10;
    store<u8>(--end, <u8>(48 + (value - next * 10)));
    value = next;
  }
}

function digitCount(value: u64): i32 {
  let count = 1;
  while (count < 20 && value >= powerLow(count)) count++;
  return count;
}

/** The value as text with `scale` decimals. */
export function decimal_to_text(out: usize, low: u64, high: i64, scale: i32, region: usize): void {
  // Two halves of 19 digits.
  divide256(out, 0, 0, magnitudeHigh(low, high), magnitudeLow(low, high), 0, powerLow(19));
  const upper = load<u64>(out);
  const lower = magnitudeLow(low, high) - upper * powerLow(19);
  const digits = max(upper === 0 ? digitCount(lower) : 19 + digitCount(upper), scale + 1);
  const sign = i32(high < 0);
  const length = sign + digits + i32(scale > 0);
  const bytes = view_begin(out, length, region);
  if (sign) store<u8>(bytes, 45);
  const start = bytes + sign;
  writeDigits(start + digits, lower, min(digits, 19));
  if (digits > 19) writeDigits(start + digits - 19, upper, digits - 19);
  if (scale > 0) {
    const point = start + digits - scale;
    memory.copy(point + 1, point, scale);
    store<u8>(point, 46);
  }
  view_finish(out);
}

/** An integer as text. */
export function bigint_to_text(out: usize, value: i64, region: usize): void {
  decimal_to_text(out, value, value >> 63, 0, region);
}

/**
 * Keeps `digits` decimals of a value of scale `from` (negative: zeroes before the point), rounded (1) or toward zero (0), as a decimal of
 * scale `to`.
 */
export function decimal_keep_digits(out: usize, low: u64, high: i64, from: i32, digits: i32, to: i32, round: i32): void {
  const drop = <i64>from - <i64>digits;
  let scale = from;
  if (drop > 0) {
    if (drop > 38) { set(out, 0, 0); return; }
    if (round) decimal_scale_down(out, low, high, <i32>drop);
    else decimal_truncate(out, low, high, <i32>drop, 0);
    low = load<u64>(out);
    high = load<i64>(out, 8);
    scale = digits;
  }
  if (to - scale > 38) {
    if ((low | <u64>high) !== 0) overflow();
    return;
  }
  if (to < scale) {
    // The result's type has fewer decimals only when `digits` had, so nothing but zeroes goes.
    decimal_truncate(out, low, high, scale - to, 0);
    return;
  }
  decimal_rescale(out, low, high, to - scale, 38);
}
