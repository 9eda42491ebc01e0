import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { Random, testSeed } from '../../support/random.js';

const seed = testSeed();
const INTEGERS = 0;
const DOUBLES = 1;

describe(`bags of slots (seed ${seed})`, () => {
  const random = new Random(seed);
  const { kernels, u8, u32, f64, i64 } = createArena(64 << 20);
  const region = kernels.region_new(1) >>> 0;

  interface Bag {
    readonly address: number;
    readonly values: number[];
  }
  const newBag = (): Bag => {
    const address = kernels.region_alloc(region, 16) >>> 0;
    u8.fill(0, address, address + 16);
    return { address, values: [] };
  };
  function add({ address, values }: Bag, kind: number, value: number): void {
    if (u32[address >>> 2] === u32[(address >>> 2) + 1]) kernels.bag_grow(address, 8, region);
    const slot = u32[address >>> 2];
    if (kind === DOUBLES) f64[slot >>> 3] = value;
    else i64[slot >>> 3] = BigInt(value);
    u32[address >>> 2] = slot + 8;
    values.push(value);
  }
  function merge(bag: Bag, other: Bag): void {
    kernels.bag_merge(bag.address, other.address, 8, region);
    bag.values.push(...other.values);
  }

  /** NaN last, zeroes equal; stable. */
  const order = (a: number, b: number): number =>
    Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : a < b ? -1 : a > b ? 1 : 0;
  function percentile(values: readonly number[], fraction: number): number {
    const sorted = [...values].sort(order);
    const position = fraction * (values.length - 1);
    const [low, high] = [sorted[Math.floor(position)], sorted[Math.floor(position) + 1]];
    return Number.isInteger(position) || low === high ? low : low + (position - Math.floor(position)) * (high - low);
  }

  /** Sorted, reversed, organ pipes, few different values, one value, zeroes of both signs, NaN and infinities, anything. */
  function valueMaker(length: number): (i: number) => number {
    return random.pick<(i: number) => number>([
      (i) => i,
      (i) => length - i,
      (i) => Math.min(i, length - i),
      () => random.below(3),
      () => 7,
      () => random.pick([0, -0, 0, -0, 1, -1]),
      () => random.pick([NaN, Infinity, -Infinity, 5e-324, -0, 1.5]),
      () => (random.below(2_000_001) - 1_000_000) / 64,
      (i) => (i % 17) * 1000 + (i % 3),
    ]);
  }
  const whole = (x: number): number => (Number.isFinite(x) ? Math.trunc(x * 64) || 0 : 2 ** 60);
  const lengths = [1, 2, 3, 8, 9, 16, 17, 40, 300, 5000];

  function randomBag(kind: number): Bag {
    const parts = Array.from({ length: 1 + random.below(4) }, newBag);
    const length = random.pick(lengths);
    const make = valueMaker(length);
    for (let i = 0; i < length; i++) add(random.pick(parts), kind, kind === DOUBLES ? make(i) : whole(make(i)));
    const [bag, ...others] = parts;
    for (const other of others) {
      const before = [...other.values];
      merge(bag, other);
      // Neither is disturbed by what comes to the other one later.
      if (random.below(2) === 0) add(other, kind, 1);
      if (random.below(2) === 0) add(bag, kind, 2);
      assert.equal(kernels.bag_count(other.address, 8) >>> 0, other.values.length);
      assert.deepEqual(other.values.slice(0, before.length), before);
    }
    return bag;
  }
  const fraction = (): number => random.pick([0, 0.5, 1, 0.25, 0.9, random.below(1000) / 1000]);

  it('keep all values in order, however they are merged', () => {
    for (let i = 0; i < 300; i++) {
      const { address, values } = randomBag(DOUBLES);
      assert.equal(kernels.bag_count(address, 8) >>> 0, values.length);
      const slots = kernels.bag_slots(address, 8, region) >>> 0;
      assert.deepEqual(Array.from(f64.subarray(slots >>> 3, (slots >>> 3) + values.length)), values);
      kernels.region_reset(region);
    }
  });

  it('have the percentiles of their sorted values, to the sign of a zero', () => {
    for (let i = 0; i < 600; i++) {
      const { address, values } = randomBag(DOUBLES);
      if (values.length === 0) continue;
      const share = fraction();
      const expected = percentile(values, share);
      const actual = kernels.bag_percentile(address, share, region);
      assert.ok(Object.is(actual, expected), `${actual} is not ${expected} at ${share} of ${values.length}`);
      const slot = kernels.bag_at_fraction(address, DOUBLES, share, region) >>> 0;
      const rank = Math.max(0, Math.ceil(share * values.length) - 1);
      assert.ok(Object.is(f64[slot >>> 3], [...values].sort(order)[rank]));
      kernels.region_reset(region);
    }
  });

  it('are reordered around a rank, whether or not the pivots are good', () => {
    for (let i = 0; i < 300; i++) {
      const length = random.pick(lengths);
      const make = valueMaker(length);
      const keys = BigInt64Array.from({ length }, (_, k) => BigInt(whole(make(k))));
      const at = kernels.region_alloc(region, length * 8) >>> 0;
      i64.set(keys, at >>> 3);
      const rank = random.below(length);
      kernels.select_key(at, length, rank, random.below(4), region);
      const result = [...i64.subarray(at >>> 3, (at >>> 3) + length)];
      const sorted = keys.sort();
      assert.equal(result[rank], sorted[rank]);
      assert.ok(result.every((key, k) => (k < rank ? key <= sorted[rank] : key >= sorted[rank])));
      assert.deepEqual(BigInt64Array.from(result).sort(), sorted);
      kernels.region_reset(region);
    }
  });

  it('select integers as well', () => {
    for (let i = 0; i < 300; i++) {
      const { address, values } = randomBag(INTEGERS);
      if (values.length === 0) continue;
      const share = fraction();
      const slot = kernels.bag_at_fraction(address, INTEGERS, share, region) >>> 0;
      const rank = Math.max(0, Math.ceil(share * values.length) - 1);
      assert.equal(i64[slot >>> 3], BigInt([...values].sort((a, b) => a - b)[rank]));
      kernels.region_reset(region);
    }
  });
});
