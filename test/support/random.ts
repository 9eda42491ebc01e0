/** A small seeded generator (xorshift32); the same seed gives the same numbers everywhere. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) % bound;
  }

  /** In [0, 1). */
  next(): number {
    return this.below(2 ** 31) / 2 ** 31;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** A string of up to `length` pieces of the alphabet. */
  text(alphabet: readonly string[], length: number): string {
    let text = '';
    for (let n = this.below(length + 1); n > 0; n--) text += this.pick(alphabet);
    return text;
  }
}

/** A seed from QUERN_SEED, or a new one; print it in the test's title. */
export const testSeed = (): number => Number(process.env.QUERN_SEED ?? Date.now() & 0x7fffffff);
