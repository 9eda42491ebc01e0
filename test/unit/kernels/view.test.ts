import assert from 'node:assert/strict';
import { Random, testSeed } from '../../support/random.js';
import { createViewMemory } from '../../support/view-memory.js';

const ALPHABET = ['a', 'b', 'ab', '\0', 'é', '€', '😀', 'abcdefgh'];

describe('view kernels', () => {
  const memory = createViewMemory();
  const { kernels } = memory.arena;
  const seed = testSeed();

  it(`compare, equal and hash as bytes do (seed ${seed})`, () => {
    const random = new Random(seed);
    for (let i = 0; i < 20_000; i++) {
      if (i % 1000 === 0) memory.reset();
      const a = random.text(ALPHABET, i % 4 === 0 ? 24 : 8);
      const b = random.below(3) === 0 ? a : random.below(2) === 0 ? a + random.text(ALPHABET, 2) : random.text(ALPHABET, 8);
      const left = memory.put(a);
      const right = memory.put(b);
      const expected = Buffer.compare(Buffer.from(a), Buffer.from(b));
      assert.equal(kernels.view_compare(left, right), expected, JSON.stringify([a, b]));
      assert.equal(kernels.view_equal(left, right), Number(expected === 0), JSON.stringify([a, b]));
      assert.equal(kernels.view_hash(left) === kernels.view_hash(right), expected === 0, JSON.stringify([a, b]));
      assert.equal(memory.text(left), a);
    }
  });

  it('copies into a region, onto itself too', () => {
    for (const text of ['', 'short', 'twelve bytes', 'thirteen bytes', 'x'.repeat(1000)]) {
      const view = memory.put(text);
      const out = memory.out();
      kernels.view_copy(out, view, memory.region);
      assert.equal(memory.text(out), text);
      assert.equal(kernels.view_equal(out, view), 1);
      kernels.view_copy(view, view, memory.region);
      assert.equal(memory.text(view), text);
    }
  });

  it('hashes spread over low and high bits', () => {
    for (const shift of [0n, 40n]) {
      const buckets = new Set<number>();
      for (let i = 0; i < 4096; i++) {
        const hash = BigInt.asUintN(64, kernels.view_hash(memory.put(`customer name ${i}`)));
        buckets.add(Number((hash >> shift) & 0xfffn));
      }
      // 4096 balls in 4096 bins leave about 1/e of the bins empty.
      assert.ok(buckets.size > 2400 && buckets.size < 2800, String(buckets.size));
    }
  });
});
