import type { Random } from './random.js';

const bits = new DataView(new ArrayBuffer(8));

/** A double of either sign whose biased exponent is in [low, high). */
function double(random: Random, low: number, high: number): number {
  bits.setUint32(0, ((random.below(2) << 31) | ((low + random.below(high - low)) << 20) | random.below(1 << 20)) >>> 0);
  bits.setUint32(4, random.below(0xffffffff));
  return bits.getFloat64(0);
}

/** Finite doubles that are hard to add: exponents narrow, wide, subnormal or huge, whole numbers, zeroes; cancelling pairs; many equal values. */
export function hardDoubles(random: Random, most = 200): number[] {
  const narrow = 1 + random.below(2040);
  const [low, high] = random.pick([
    [1000, 1050],
    [0, 2047],
    [0, 3],
    [2030, 2047],
    [narrow, narrow + 6],
    [1, 2040],
  ]);
  const kind = random.below(8);
  const value = (): number => {
    if (kind === 0) return random.below(100) * 2 ** random.below(60);
    return kind === 1 && random.below(2) === 0 ? 0 : double(random, low, high);
  };
  const list = Array.from({ length: 1 + random.below(most) }, value);
  if (random.below(2) === 0) for (const x of [...list]) if (random.below(3) > 0) list.splice(random.below(list.length), 0, -x);
  // Sums that grow beyond any window.
  if (random.below(40) === 0) list.push(...Array.from({ length: 3000 }, () => list[0] * 2 ** 35));
  return list.filter(Number.isFinite);
}
