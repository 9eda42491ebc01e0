import { areDigits, BAD_SYNTAX, DEFERRED, eightDigits, isSpace, JOB_SCRATCH, JOB_SEPARATOR, JOB_STRICT, OUT_OF_RANGE, PARSED, ZEROS } from './field';
import { isExponent, multiplyHigh } from './decimal';
import { NO_NUMBER, NUMBER_FRACTION } from './quick-number';
import { GREATEST_POWER, LEAST_POWER, POWERS_OF_FIVE } from './powers-of-five';

const TENS: usize = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]);

/**
 * The double nearest to the number in the field, ties to even, into `slot`; NaN and Infinity in any case as in PostgreSQL. Strictly: no plus,
 * no leading zeros. What neither exact
 * arithmetic nor Eisel and Lemire's product decides (more than 19 digits, very large or small powers) is deferred to the host.
 */
export function parseDouble(start: usize, end: usize, slot: usize, job: usize): u32 {
  while (start < end && isSpace(load<u8>(start))) start++;
  while (start < end && isSpace(load<u8>(end - 1))) end--;
  if (start >= end) return BAD_SYNTAX;
  const separator = load<u32>(job, JOB_SEPARATOR);
  const sign = <u32>load<u8>(start);
  const negative = sign === 45;
  let at = start;
  if (negative || sign === 43) at++;
  if (load<u32>(job, JOB_STRICT) !== 0 && (sign === 43 || (end - at > 1 && load<u8>(at) === 48 && <u32>load<u8>(at, 1) - 48 <= 9))) return BAD_SYNTAX;

  let mantissa: u64 = 0;
  let digits: u32 = 0;
  let power: i32 = 0;
  const firstDigit = at;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) break;
    mantissa = mantissa * 10 + digit;
    if (mantissa !== 0) digits++;
  }
  let seen = at !== firstDigit;
  if (at < end && <u32>load<u8>(at) === separator) {
    const fraction = ++at;
    while (at + 8 <= end) {
      const chunk = load<u64>(at) ^ ZEROS;
      if (!areDigits(chunk)) break;
      mantissa = mantissa * 100000000 + eightDigits(chunk);
      if (mantissa !== 0) digits += 8;
      at += 8;
    }
    for (; at < end; at++) {
      const digit = <u32>load<u8>(at) - 48;
      if (digit > 9) break;
      mantissa = mantissa * 10 + digit;
      if (mantissa !== 0) digits++;
    }
    if (at !== fraction) seen = true;
    power = <i32>(fraction - at);
  }
  if (!seen) return parseSpecial(firstDigit, end, negative, slot);
  if (at < end) {
    if (!isExponent(at, end)) return BAD_SYNTAX;
    at++;
    const exponentSign = <u32>load<u8>(at);
    if (exponentSign === 45 || exponentSign === 43) at++;
    let exponent: i32 = 0;
    for (; at < end; at++) if (exponent < 10000) exponent = exponent * 10 + (<i32>load<u8>(at) - 48);
    power += exponentSign === 45 ? -exponent : exponent;
  }
  // `digits` may count up to seven leading zeros of a chunk too many, which only sends a few numbers to the host.
  if (digits > 19) return DEFERRED;

  let value: f64 = 0;
  if (mantissa <= 9007199254740992 && power >= -22 && power <= 22) {
    value = <f64>mantissa;
    if (power < 0) value /= load<f64>(TENS + (<usize>-power << 3));
    else value *= load<f64>(TENS + (<usize>power << 3));
  } else if (mantissa !== 0) {
    const bits = nearest(mantissa, power);
    if (bits === 0) return DEFERRED;
    value = reinterpret<f64>(bits);
  }
  store<f64>(slot, negative ? -value : value);
  return PARSED;
}

/** The real nearest to the number, by way of the double; deferred where the double stands halfway between two reals and may not be exact. */
export function parseReal(start: usize, end: usize, slot: usize, job: usize): u32 {
  const scratch = job + JOB_SCRATCH;
  const status = parseDouble(start, end, scratch, job);
  if (status !== PARSED) return status;
  const value = load<f64>(scratch);
  const real = <f32>value;
  if ((load<u64>(scratch) & 0x1fffffff) === 0x10000000 || (abs(value) < 1.2e-38 && value !== 0)) return DEFERRED;
  if (abs(real) === Infinity && abs(value) !== Infinity) return OUT_OF_RANGE;
  store<f32>(slot, real);
  return PARSED;
}

/** The bits of mantissa × 10^power, or 0 when undecided. D. Lemire, "Number Parsing at a Gigabyte per Second", 2021, algorithm 1. */
function nearest(mantissa: u64, power: i32): u64 {
  if (power < LEAST_POWER || power > GREATEST_POWER) return 0;
  const shift = clz(mantissa);
  const normal = mantissa << shift;
  const entry = POWERS_OF_FIVE + (<usize>(power - LEAST_POWER) << 4);
  const factor = load<u64>(entry);
  let high = multiplyHigh(normal, factor);
  let low = normal * factor;
  if ((high & 0x1ff) === 0x1ff) {
    const second = multiplyHigh(normal, load<u64>(entry, 8));
    low += second;
    if (low < second) high++;
  }
  if (low === 0xffffffffffffffff && (power < -27 || power > 55)) return 0;
  const upper = high >> 63;
  let bits = high >> (upper + 9);
  let exponent = ((217706 * power) >> 16) + 63 + <i32>upper - <i32>shift + 1023;
  if (exponent <= 0) return 0;
  if (low <= 1 && power >= -4 && power <= 23 && (bits & 3) === 1 && bits << (upper + 9) === high) bits &= ~(<u64>1);
  bits = (bits + (bits & 1)) >> 1;
  if (bits >= <u64>1 << 53) {
    bits = <u64>1 << 52;
    exponent++;
  }
  if (exponent >= 2047) return 0;
  return (bits & 0xfffffffffffff) | (<u64>exponent << 52);
}

function parseSpecial(start: usize, end: usize, negative: bool, slot: usize): u32 {
  const length = end - start;
  let word: u64 = 0;
  if (length === 3 || length === 8) for (let i: usize = 0; i < length; i++) word = (word << 8) | (load<u8>(start + i) | 0x20);
  if (word === 0x696e66 || word === 0x696e66696e697479) {
    store<f64>(slot, negative ? -Infinity : Infinity);
    return PARSED;
  }
  if (word === 0x6e616e) {
    store<f64>(slot, NaN);
    return PARSED;
  }
  return BAD_SYNTAX;
}

/** A result of quickNumber as a double; false where its digits are not exact as one. They are: one division rounds once. */
// @ts-ignore: decorator
@inline
export function quickDouble(number: u64, negative: u64, slot: usize): bool {
  const mantissa = number & ((<u64>1 << NUMBER_FRACTION) - 1);
  if (mantissa > 9007199254740992) return false;
  const value = <f64>(<i64>mantissa) / load<f64>(TENS + (<usize>(number >> NUMBER_FRACTION) << 3));
  store<u64>(slot, reinterpret<u64>(value) ^ (negative << 63));
  return true;
}
