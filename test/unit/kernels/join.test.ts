import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { Random, testSeed } from '../../support/random.js';

const BLOCK_HEADER = 16;
const KEY_OFFSET = 16;
const BYTES = 24;

describe('join kernels', () => {
  const arena = createArena(64 << 20);
  const { kernels, u32, view } = arena;
  const seed = testSeed();
  const region = kernels.region_new(1) >>> 0;
  const zeroed = (bytes: number): number => {
    const address = kernels.region_alloc(region, bytes) >>> 0;
    arena.u8.fill(0, address, address + bytes);
    return address;
  };

  /** Tuples in some blocks, and by key which of them hold it, in order: what a chain must be. */
  function tuplesOf(keys: readonly bigint[], width: number, random: Random): { blocks: number[]; chains: Map<bigint, number[]> } {
    const blocks: number[] = [];
    const chains = new Map<bigint, number[]>();
    for (let at = 0; at < keys.length;) {
      const count = Math.min(keys.length - at, 1 + random.below(200));
      const block = zeroed(BLOCK_HEADER + BYTES * count);
      u32[(block + 4) >>> 2] = count;
      for (let i = 0; i < count; i++, at++) {
        const tuple = block + BLOCK_HEADER + BYTES * i;
        if (width === 8) view.setBigInt64(tuple + KEY_OFFSET, keys[at], true);
        else if (width === 4) view.setInt32(tuple + KEY_OFFSET, Number(keys[at]), true);
        else view.setInt16(tuple + KEY_OFFSET, Number(keys[at]), true);
        chains.set(keys[at], [...(chains.get(keys[at]) ?? []), tuple]);
      }
      blocks.push(block);
    }
    return { blocks, chains };
  }
  const chainFrom = (tuple: number): number[] => (tuple === 0 ? [] : [tuple, ...chainFrom(u32[(tuple + 4) >>> 2])]);

  for (const width of [2, 4, 8]) {
    it(`directories by key and by rank hold each key's tuples in row order, ${width} bytes (seed ${seed})`, () => {
      const random = new Random(seed + width);
      for (const range of [1, 63, 64, 65, 5000, 30_000]) {
        kernels.region_reset(region);
        const least = width === 8 ? -(1n << 62n) : width === 4 ? -0x80000000n : -0x8000n;
        // Both ends of the range exist, as they do where the range comes from the keys.
        const offsets = [0, range - 1, ...Array.from({ length: random.below(1000) }, () => random.below(range))];
        const keys = offsets.map((offset) => least + BigInt(offset));
        const { blocks, chains } = tuplesOf(keys, width, random);

        const byKey = zeroed(4 * range);
        for (const block of [...blocks].reverse()) kernels.join_link_key(byKey, least, block, BYTES, KEY_OFFSET, width);
        for (let i = 0; i < range; i++) assert.deepEqual(chainFrom(u32[(byKey >>> 2) + i]), chains.get(least + BigInt(i)) ?? []);

        const words = Math.ceil(range / 64);
        const [bits, ranks] = [zeroed(8 * words), zeroed(4 * words)];
        for (const block of blocks) kernels.join_mark_keys(bits, least, block, BYTES, KEY_OFFSET, width);
        assert.equal(kernels.join_rank_keys(bits, words, ranks), chains.size);
        const byRank = zeroed(4 * chains.size);
        for (const block of [...blocks].reverse()) kernels.join_link_rank(bits, ranks, byRank, least, block, BYTES, KEY_OFFSET, width);
        let rank = 0;
        for (let i = 0; i < range; i++) {
          if (i % 64 === 0) assert.equal(u32[(ranks >>> 2) + i / 64], rank);
          const isMarked = (arena.u8[bits + (i >> 3)] >> (i & 7)) & 1;
          const chain = chains.get(least + BigInt(i));
          assert.equal(isMarked === 1, chain !== undefined);
          if (chain !== undefined) assert.deepEqual(chainFrom(u32[(byRank >>> 2) + rank++]), chain);
        }
      }
    });
  }
});
