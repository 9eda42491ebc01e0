import assert from 'node:assert/strict';
import { Random, testSeed } from '../../support/random.js';
import { createViewMemory } from '../../support/view-memory.js';

describe('result kernels', () => {
  const memory = createViewMemory();
  const { arena, region } = memory;
  const { kernels } = arena;
  const seed = testSeed();
  const allocate = (bytes: number): number => {
    const address = kernels.region_alloc(region, bytes) >>> 0;
    arena.u8.fill(0, address, address + bytes);
    return address;
  };

  it(`appends strings of any length behind each other (seed ${seed})`, () => {
    const random = new Random(seed);
    for (let round = 0; round < 20; round++) {
      memory.reset();
      const [state, column] = [allocate(16), allocate(32)];
      arena.u32[(state + 4) >>> 2] = 1000;
      arena.u32[(state + 8) >>> 2] = 1;
      let expected = Buffer.alloc(0);
      for (let i = 0; i < 200; i++) {
        const text = random.text(['a', 'é', '😀', 'abcdefgh'], random.chance(0.02) ? 40_000 : 20);
        kernels.result_append(state, column, memory.put(text));
        expected = Buffer.concat([expected, Buffer.from(text)]);
      }
      const [bytes, used] = [arena.u32[(column + 8) >>> 2], arena.u32[(column + 12) >>> 2]];
      assert.ok(expected.equals(arena.u8.subarray(bytes, bytes + used)));
      kernels.block_free(bytes);
    }
  });

  it('lets rows leave after a string that makes them large', () => {
    memory.reset();
    const [state, column] = [allocate(16), allocate(32)];
    arena.u32[state >>> 2] = 7;
    arena.u32[(state + 4) >>> 2] = 1000;
    arena.u32[(state + 8) >>> 2] = 1;
    kernels.result_append(state, column, memory.put('short'));
    assert.equal(arena.u32[(state + 4) >>> 2], 1000);
    kernels.result_append(state, column, memory.put('x'.repeat(5_000_000)));
    assert.equal(arena.u32[(state + 4) >>> 2], 8);
    kernels.block_free(arena.u32[(column + 8) >>> 2]);
  });

  it(`packs bytes into a bitmap whose bits behind the end are 0 (seed ${seed})`, () => {
    const random = new Random(seed);
    for (let round = 0; round < 500; round++) {
      memory.reset();
      const rows = 1 + random.below(round < 100 ? 40 : 300);
      const bytes = allocate((rows + 15) & ~15);
      const isSet = Array.from({ length: rows }, () => random.chance(round % 5 === 0 ? 1 : 0.5));
      const bitmap = new Uint8Array((rows + 7) >>> 3);
      for (let row = 0; row < ((rows + 15) & ~15); row++) arena.u8[bytes + row] = row < rows ? Number(isSet[row]) : 1;
      isSet.forEach((bit, row) => (bitmap[row >>> 3] |= Number(bit) << (row & 7)));
      assert.equal(kernels.result_pack(bytes, rows), isSet.filter((bit) => !bit).length);
      assert.deepEqual(arena.u8.slice(bytes, bytes + bitmap.length), bitmap);
    }
  });
});
