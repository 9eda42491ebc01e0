import { overflow } from './arithmetic.js';

/** A double is mantissa × 2^exponent, exactly. */
export function splitDouble(x: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const magnitude = (bits & 0xfffffffffffffn) | (biased === 0 ? 0n : 1n << 52n);
  return { mantissa: x < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

/** value × 2^exponent rounded once, halves to even, to a float of `precision` bits whose least positive value is 2^least; ±Infinity above. */
export function roundBinary(value: bigint, exponent: number, precision = 53, least = -1074): number {
  const negative = value < 0n;
  let magnitude = negative ? -value : value;
  const length = magnitude.toString(2).length;
  const drop = Math.max(length - precision, least - exponent);
  if (drop > 0) {
    const unit = 1n << BigInt(drop);
    const lost = magnitude & (unit - 1n);
    magnitude >>= BigInt(drop);
    if (2n * lost > unit || (2n * lost === unit && (magnitude & 1n) === 1n)) magnitude++;
  }
  let result = Number(magnitude);
  let scale = drop > 0 ? exponent + drop : exponent;
  for (; scale > 0 && Number.isFinite(result); scale -= Math.min(scale, 1000)) result *= 2 ** Math.min(scale, 1000);
  for (; scale < 0 && result !== 0; scale += Math.min(-scale, 1000)) result *= 2 ** -Math.min(-scale, 1000);
  if (precision === 24) result = Math.fround(result);
  return negative ? -result : result;
}

/** The binary exponent of the unit in which every double is a whole number. */
export const UNIT = -1074;

/** A finite double in units of 2^−1074. */
export function inUnits(x: number): bigint {
  const { mantissa, exponent } = splitDouble(x);
  return mantissa << BigInt(exponent - UNIT);
}

/** The sum of floats, exact and rounded once to double or single. NaN and infinities as IEEE adds them; 22003 when finite values overflow. */
export function exactSum(values: readonly number[], kind: 'real' | 'double'): number {
  const special = values.filter((x) => !Number.isFinite(x));
  if (special.length > 0) return special.reduce((a, b) => a + b);
  const sum = values.reduce((total, x) => total + inUnits(x), 0n);
  const result = kind === 'double' ? roundBinary(sum, UNIT) : roundBinary(sum, UNIT, 24, -149);
  if (!Number.isFinite(result)) throw overflow();
  return result;
}
