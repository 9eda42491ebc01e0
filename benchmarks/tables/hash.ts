/** A well-mixed 32-bit unsigned hash of two 32-bit integers: the same everywhere, so that an index stands for an object's properties. */
export function hashPair(a: number, b: number): number {
  let hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** hashPair as a number in [0, 1). */
export const hashFraction = (a: number, b: number): number => hashPair(a, b) / 0x100000000;
