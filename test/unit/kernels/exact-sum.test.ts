import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { exactSum } from '#quern/functions/float/exact-sum.js';
import { Random, testSeed } from '../../support/random.js';
import { hardDoubles } from '../../support/random-doubles.js';

const STATE_BYTES = 24;
const seed = testSeed();

describe(`exact sums of floats (seed ${seed})`, () => {
  const random = new Random(seed);
  const { kernels, u8 } = createArena(64 << 20);
  const region = kernels.region_new(1) >>> 0;

  function newState(): number {
    const state = kernels.region_alloc(region, STATE_BYTES) >>> 0;
    u8.fill(0, state, state + STATE_BYTES);
    return state;
  }
  /** The sum, or the SQLSTATE it raises. */
  function outcome(run: () => number): number | string {
    try {
      return run() + 0;
    } catch (error) {
      return (error as { sqlState: string }).sqlState;
    }
  }
  function partition(list: readonly number[]): number[] {
    const states = Array.from({ length: 1 + random.below(4) }, newState);
    for (const x of list) kernels.exact_sum_add(random.pick(states), x, region);
    return states;
  }

  it('are the exact sum rounded once, however the values are partitioned', () => {
    for (let i = 0; i < 2_000; i++) {
      const list = hardDoubles(random);
      const [first, ...rest] = partition(list);
      for (const other of rest) kernels.exact_sum_merge(first, other, region);
      const expected = outcome(() => exactSum(list, 'double'));
      assert.equal(
        outcome(() => kernels.exact_sum_double(first)),
        expected,
      );
      assert.equal(
        outcome(() => kernels.exact_sum_double(first)),
        expected,
        'reading changes nothing',
      );
      if (i % 64 === 0) kernels.region_reset(region);
    }
  });

  it('round once to single as well', () => {
    for (let i = 0; i < 1_000; i++) {
      const list = hardDoubles(random).map(Math.fround).filter(Number.isFinite);
      const state = newState();
      for (const x of list) kernels.exact_sum_add(state, x, region);
      assert.equal(
        outcome(() => kernels.exact_sum_real(state)),
        outcome(() => exactSum(list, 'real')),
      );
      if (i % 64 === 0) kernels.region_reset(region);
    }
    // 1 + 2^-24 + 2^-60 is above the tie between two singles, but its nearest double is not.
    const state = newState();
    for (const x of [1, 2 ** -24, 2 ** -60]) kernels.exact_sum_add(state, x, region);
    assert.equal(kernels.exact_sum_real(state), 1 + 2 ** -23);
  });

  it('carry in time over very many values', () => {
    const state = newState();
    const x = 1.9999999999999998;
    for (let i = 0; i < 3_000_000; i++) kernels.exact_sum_add(state, x, region);
    for (let i = 0; i < 5_000; i++) kernels.exact_sum_add(state, 1e300, region);
    for (let i = 0; i < 5_000; i++) kernels.exact_sum_add(state, -1e300, region);
    assert.equal(kernels.exact_sum_double(state), 5999999.999999999);
  });

  it('treat NaN and infinities as IEEE 754 does, and raise on overflow', () => {
    const sum = (...list: number[]) => {
      const state = newState();
      for (const y of list) kernels.exact_sum_add(state, y, region);
      return kernels.exact_sum_double(state);
    };
    assert.equal(sum(1, Infinity), Infinity);
    assert.equal(sum(-Infinity, 1e308), -Infinity);
    assert.ok(Number.isNaN(sum(Infinity, -Infinity)));
    assert.ok(Number.isNaN(sum(NaN, 1)));
    assert.equal(sum(1e308, 1e308, -1e308), 1e308);
    assert.throws(() => sum(1e308, 1e308), { sqlState: '22003' });
    assert.equal(sum(5e-324, 5e-324), 1e-323);
    assert.equal(sum(0.1, 0.2, 0.3, -0.6), 2.7755575615628914e-17);
  });
});
