import { roundBinary } from './exact-sum.js';

/** dividend ÷ divisor (positive) as the nearest double, halves to even. */
export function ratioToDouble(dividend: bigint, divisor: bigint): number {
  if (dividend === 0n) return 0;
  const negative = dividend < 0n;
  const magnitude = negative ? -dividend : dividend;
  const bits = (value: bigint): number => value.toString(2).length;
  const shift = Math.max(0, 66 + bits(divisor) - bits(magnitude));
  const scaled = magnitude << BigInt(shift);
  // The last bit stands for everything below, so that rounding sees it.
  const quotient = ((scaled / divisor) << 1n) | (scaled % divisor === 0n ? 0n : 1n);
  const result = roundBinary(quotient, -shift - 1);
  return negative ? -result : result;
}
