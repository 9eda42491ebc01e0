/** A small deterministic generator (mulberry32): the same seed gives the same choices on every machine. */
export interface Random {
  readonly seed: number;
  /** In [0, 1). */
  next(): number;
  /** An integer from 0 to n − 1. */
  below(n: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

export function newRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { seed, next, below, chance: (probability) => next() < probability, pick: (items) => items[below(items.length)] };
}

/** The seed of a run: QUERN_SEED, or a new one; print it. */
export const runSeed = (): number => Number(process.env.QUERN_SEED ?? Math.floor(Math.random() * 2 ** 31));
