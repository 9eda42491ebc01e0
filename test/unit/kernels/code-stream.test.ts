import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { Random, testSeed } from '../../support/random.js';

const BAD_CODE = -4;

/** Runs of Parquet's hybrid encoding for `values`, cut at random; packed runs are whole groups of 8, except for the last. */
function encode(values: readonly number[], width: number, random: Random): number[] {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    for (let rest = value; ; rest >>>= 7) {
      bytes.push(rest < 128 ? rest : (rest & 127) | 128);
      if (rest < 128) return;
    }
  };
  for (let at = 0; at < values.length;) {
    let same = 1;
    while (values[at + same] === values[at] && same < 100) same++;
    if (same > 1 && random.chance(0.7)) {
      varint(same << 1);
      for (let i = 0; i < width; i += 8) bytes.push((values[at] >>> i) & 255);
      at += same;
      continue;
    }
    const groups = 1 + random.below(30);
    varint((groups << 1) | 1);
    const bits = values.slice(at, at + groups * 8).flatMap((value) => Array.from({ length: width }, (_, i) => (value >>> i) & 1));
    for (let i = 0; i < bits.length; i += 8) bytes.push(bits.slice(i, i + 8).reduce((byte, bit, k) => byte | (bit << k), 0));
    at += groups * 8;
  }
  return bytes;
}

describe('parquet_next_codes', () => {
  const arena = createArena(64 << 20);
  const { u8, u32, kernels } = arena;
  const state = kernels.block_alloc(1, 64) >>> 0;
  const source = kernels.block_alloc(1, 1 << 16) >>> 0;
  const target = kernels.block_alloc(1, 1 << 16) >>> 0;
  const seed = testSeed();
  const random = new Random(seed);

  function randomRun(width: number): { values: number[]; end: number; limit: number } {
    const limit = Math.min(2 ** width, 0xffffffff);
    const values: number[] = [];
    while (values.length < 900) {
      const value = Math.floor(random.next() * limit);
      const times = random.chance(0.3) ? random.below(200) : 1;
      for (let i = 0; i < times; i++) values.push(value);
    }
    const bytes = encode(values, width, random);
    u8.set(bytes, source);
    return { values, end: source + bytes.length, limit };
  }

  it(`decodes and passes over pieces of any length, seed ${seed}`, () => {
    for (let width = 1; width <= 32; width++) {
      for (let round = 0; round < 3; round++) {
        const { values, end, limit } = randomRun(width);
        kernels.parquet_code_stream(state, source);
        const most = [5, 100, 700][round % 3];
        for (let at = 0; at < values.length;) {
          const count = Math.min(1 + random.below(most), values.length - at);
          const isWanted = random.chance(0.6);
          assert.equal(kernels.parquet_next_codes(state, end, width, count, limit, isWanted ? target : 0), 0);
          if (isWanted) assert.deepEqual([...u32.subarray(target >>> 2, (target >>> 2) + count)], values.slice(at, at + count));
          at += count;
        }
      }
    }
  });

  it('refuses codes above the limit and what ends early', () => {
    for (let width = 1; width <= 20; width++) {
      const { values, end } = randomRun(width);
      const greatest = values.reduce((most, value) => Math.max(most, value), 0);
      kernels.parquet_code_stream(state, source);
      assert.equal(kernels.parquet_next_codes(state, end, width, values.length, greatest + 1, target), 0);
      kernels.parquet_code_stream(state, source);
      assert.equal(kernels.parquet_next_codes(state, end, width, values.length, greatest, target), BAD_CODE);
      for (const to of [target, 0]) {
        kernels.parquet_code_stream(state, source);
        assert.ok(kernels.parquet_next_codes(state, end - width - 6, width, values.length, greatest + 1, to) < 0);
      }
    }
    kernels.parquet_code_stream(state, source);
    assert.equal(kernels.parquet_next_codes(state, source, 33, 1, 1, target), -7);
    assert.equal(kernels.parquet_next_codes(state, source, 3, 1, 1, target), -1);
    assert.equal(kernels.parquet_next_codes(state, source, 0, 1, 0, target), BAD_CODE);
    assert.equal(kernels.parquet_next_codes(state, source, 0, 5, 1, target), 0);
    assert.deepEqual([...u32.subarray(target >>> 2, (target >>> 2) + 5)], [0, 0, 0, 0, 0]);
  });
});
