import type { Random } from '../tables/random.js';

/** The keys of a join column: `left` only in the probed table x, `right` only in the other, `common` in both. */
export interface JoinKeys {
  readonly common: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** The numbers 1 to 1.1 n in random order, cut 9 : 1 : 1. */
export function splitKeys(count: number, random: Random): JoinKeys {
  const keys = Int32Array.from({ length: Math.floor(count * 1.1 + 1e-9) }, (_, i) => i + 1);
  shuffle(keys, random);
  const commonCount = Math.floor(count * 0.9 + 1e-9);
  return { common: keys.subarray(0, commonCount), left: keys.subarray(commonCount, count), right: keys.subarray(count) };
}

/** `size` keys in random order, each of the two lists' keys at least once. */
export function sampleAll(first: Int32Array, second: Int32Array, size: number, random: Random): Int32Array {
  const keyCount = first.length + second.length;
  const sample = new Int32Array(size);
  sample.set(first);
  sample.set(second, first.length);
  for (let i = keyCount; i < size; i++) sample[i] = sample[random.below(keyCount)];
  shuffle(sample, random);
  return sample;
}

function shuffle(values: Int32Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}
