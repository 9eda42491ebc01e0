import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { BIGINT } from '#quern/data/types.js';
import { estimateDistinct } from '#quern/functions/aggregate/distinct-sketch.js';

describe('approx_count_distinct', () => {
  const { kernels, u8 } = createArena(64 << 20);
  const region = kernels.region_new(1) >>> 0;

  function sketch(from: number, to: number): number {
    const state = kernels.region_alloc(region, 16) >>> 0;
    u8.fill(0, state, state + 16);
    for (let i = from; i < to; i++) kernels.sketch_add(state, kernels.sketch_hash_i64(BigInt(i)), region);
    return state;
  }
  const estimate = (state: number): bigint => kernels.sketch_estimate(state, region);
  const values = (count: number): bigint[] => Array.from({ length: count }, (_, i) => BigInt(i));

  it("is exact for few values, and the reference's estimate within its error for many", () => {
    for (const count of [0, 1, 50, 96, 97, 500, 5_000, 40_000]) {
      const result = estimate(sketch(0, count));
      assert.equal(result, estimateDistinct(BIGINT, values(count)));
      if (count <= 96) assert.equal(result, BigInt(count));
      else assert.ok(Math.abs(Number(result) / count - 1) < 0.1, `${result} for ${count}`);
    }
  });

  it('does not depend on partitions, small or large', () => {
    for (const [count, cut] of [
      [60, 30],
      [120, 60],
      [120, 110],
      [5_000, 20],
      [5_000, 2_500],
    ] as const) {
      const whole = estimate(sketch(0, count));
      for (const [a, b] of [
        [sketch(0, cut), sketch(cut - 5, count)],
        [sketch(cut, count), sketch(0, cut)],
      ]) {
        kernels.sketch_merge(a, b, region);
        assert.equal(estimate(a), whole, `${count} cut at ${cut}`);
      }
    }
  });
});
