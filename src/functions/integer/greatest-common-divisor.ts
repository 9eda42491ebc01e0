const magnitude = (a: bigint): bigint => (a < 0n ? -a : a);

/** The greatest common divisor of two integers, never negative. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
