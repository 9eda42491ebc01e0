import { decimal, MAX_DECIMAL_PRECISION, type SqlType } from '../../data/types.js';
import { SqlError } from '../../errors.js';

export type DecimalType = SqlType & { kind: 'decimal' };

const LIMIT = 10n ** BigInt(MAX_DECIMAL_PRECISION);

export const numericOverflow = () =>
  new SqlError('22003', 'numeric field overflow', {
    detail: 'A value needs more digits than its type, or than the 38 that a numeric can hold.',
  });

/** The unscaled value if it has at most `precision` digits; 22003 otherwise. */
export function checkDigits(unscaled: bigint, precision = MAX_DECIMAL_PRECISION): bigint {
  const limit = precision === MAX_DECIMAL_PRECISION ? LIMIT : 10n ** BigInt(precision);
  if (unscaled >= limit || unscaled <= -limit) throw numericOverflow();
  return unscaled;
}

/** The quotient rounded to the nearest integer, halves away from zero. */
export function divideRounding(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const remainder = dividend % divisor;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  if (twice < (divisor < 0n ? -divisor : divisor)) return quotient;
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n;
}

/** An unscaled value moved to another scale, halves away from zero. */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  return to >= from ? unscaled * 10n ** BigInt(to - from) : divideRounding(unscaled, 10n ** BigInt(from - to));
}

const capped = (precision: number, scale: number): SqlType =>
  decimal(Math.min(MAX_DECIMAL_PRECISION, Math.max(precision, 1, scale)), scale);

/** The type of a sum or difference: one more whole digit than the wider side. */
export function sumType(a: DecimalType, b: DecimalType): SqlType {
  const scale = Math.max(a.scale, b.scale);
  return capped(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
}

/** The type of a product: precisions and scales add up. */
export function productType(a: DecimalType, b: DecimalType): SqlType {
  return capped(a.precision + b.precision, Math.min(MAX_DECIMAL_PRECISION, a.scale + b.scale));
}

/** Decimals that a quotient keeps even where its whole digits could, by their types, fill the precision. */
const LEAST_QUOTIENT_SCALE = 16;

/**
 * The type of a quotient: scale max(16, s1 + p2 + 1), reduced until the precision is at most 38 but not below 16 (there, quotients with too
 * many whole digits raise 22003).
 */
export function quotientType(a: DecimalType, b: DecimalType): SqlType {
  const whole = a.precision - a.scale + b.scale;
  const full = Math.max(16, a.scale + b.precision + 1);
  const scale =
    whole + full <= MAX_DECIMAL_PRECISION ? full : Math.max(MAX_DECIMAL_PRECISION - whole, Math.min(full, LEAST_QUOTIENT_SCALE));
  // The dividend is multiplied by at most 10^38.
  return capped(whole + scale, Math.max(0, Math.min(scale, MAX_DECIMAL_PRECISION + a.scale - b.scale)));
}
