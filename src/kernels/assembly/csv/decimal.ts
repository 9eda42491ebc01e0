import { NO_NUMBER, NUMBER_FRACTION } from './quick-number';
import { BAD_SYNTAX, DEFERRED, isSpace, JOB_PRECISION, JOB_SCALE, JOB_SEPARATOR, JOB_STRICT, OUT_OF_RANGE, PARSED } from './field';

/** 10 to the power of 0 to 19. */
const POWERS: usize = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
  100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000,
]);

/** The high word of a product of 64-bit words. */
// @ts-ignore: decorator
@inline
export function multiplyHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const middle = aHigh * bLow + ((aLow * bLow) >> 32);
  const other = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (other >> 32);
}

/**
 * A decimal of the job's precision and scale into `slot` of 4, 8 or 16 bytes, rounded half away from zero as PostgreSQL rounds numeric. A number
 * with an exponent is deferred. Strictly: whole numbers as they would print.
 */
export function parseDecimal(start: usize, end: usize, slot: usize, job: usize): u32 {
  const precision = load<u32>(job, JOB_PRECISION);
  const scale = load<u32>(job, JOB_SCALE);
  const separator = load<u32>(job, JOB_SEPARATOR);
  const strict = load<u32>(job, JOB_STRICT);
  while (start < end && isSpace(load<u8>(start))) start++;
  while (start < end && isSpace(load<u8>(end - 1))) end--;
  if (start >= end) return BAD_SYNTAX;
  const sign = <u32>load<u8>(start);
  if (sign === 45 || sign === 43) start++;
  if (strict !== 0 && (sign === 43 || (end - start > 1 && load<u8>(start) === 48))) return BAD_SYNTAX;

  let low: u64 = 0;
  let high: u64 = 0;
  let digits: u32 = 0;
  let fraction: u32 = 0;
  let seen = false;
  let point = false;
  let up = false;
  let overflow = false;
  let at = start;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    const digit = byte - 48;
    if (digit > 9) {
      if (byte === separator && !point && strict === 0) { point = true; continue; }
      break;
    }
    seen = true;
    if (point) {
      if (fraction === scale) {
        up = digit >= 5;
        at++;
        break;
      }
      fraction++;
    }
    if (digits !== 0 || digit !== 0) {
      if (++digits > 38) { overflow = true; continue; }
    }
    if (high === 0 && low < 1000000000000000000) {
      low = low * 10 + digit;
    } else {
      high = high * 10 + multiplyHigh(low, 10);
      low = low * 10;
      const sum = low + digit;
      high += <u64>(sum < low);
      low = sum;
    }
  }
  while (at < end && <u32>load<u8>(at) - 48 <= 9 && point) at++;
  if (!seen) return BAD_SYNTAX;
  if (at < end) return strict === 0 && isExponent(at, end) ? DEFERRED : BAD_SYNTAX;
  if (overflow || digits + (scale - fraction) > 38) return OUT_OF_RANGE;

  for (let missing = scale - fraction; missing > 0;) {
    const step = min<u32>(missing, 19);
    const factor = load<u64>(POWERS + (<usize>step << 3));
    high = high * factor + multiplyHigh(low, factor);
    low *= factor;
    missing -= step;
  }
  if (up) {
    low++;
    high += <u64>(low === 0);
  }
  if (precision <= 18) {
    if (high !== 0 || low >= load<u64>(POWERS + (<usize>precision << 3))) return OUT_OF_RANGE;
  } else {
    const rest = load<u64>(POWERS + (<usize>(precision - 19) << 3));
    const limitHigh = multiplyHigh(10000000000000000000, rest);
    const limitLow = rest * 10000000000000000000;
    if (high > limitHigh || (high === limitHigh && low >= limitLow)) return OUT_OF_RANGE;
  }
  if (sign === 45) {
    low = ~low + 1;
    high = ~high + <u64>(low === 0);
  }
  if (precision <= 9) store<u32>(slot, <u32>low);
  else store<u64>(slot, low);
  if (precision > 18) store<u64>(slot, high, 8);
  return PARSED;
}

/** `e`, an optional sign, digits to the end. */
export function isExponent(at: usize, end: usize): bool {
  if ((<u32>load<u8>(at++) | 32) !== 101) return false;
  if (at < end && (load<u8>(at) === 45 || load<u8>(at) === 43)) at++;
  if (at >= end) return false;
  for (; at < end; at++) if (<u32>load<u8>(at) - 48 > 9) return false;
  return true;
}

/** A result of quickNumber as a decimal of the job's scale and a precision up to 18; false for digits that the scale would round or that are too many. */
// @ts-ignore: decorator
@inline
export function quickDecimal(number: u64, negative: u64, slot: usize, precision: u32, scale: u32): bool {
  if (number === NO_NUMBER) return false;
  const missing = scale - <u32>(number >> NUMBER_FRACTION);
  const mantissa = number & ((<u64>1 << NUMBER_FRACTION) - 1);
  if (missing > precision || mantissa >= load<u64>(POWERS + (<usize>(precision - missing) << 3))) return false;
  const magnitude = mantissa * load<u64>(POWERS + (<usize>missing << 3));
  const value = (magnitude ^ -negative) + negative;
  if (precision <= 9) store<u32>(slot, <u32>value);
  else store<u64>(slot, value);
  return true;
}
