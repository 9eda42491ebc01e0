import assert from 'node:assert/strict';
import { allocateBlock, createArena } from '#quern/data/arena.js';

describe('arena', () => {
  it('gives blocks back by owner', () => {
    const arena = createArena(64 << 20);
    const before = arena.kernels.arena_used();
    const a = allocateBlock(arena, 1, 100_000, 'test');
    const b = allocateBlock(arena, 2, 1, 'test');
    assert.notEqual(a, b);
    assert.equal(arena.kernels.arena_used(), before + 3);
    arena.kernels.owner_free(1);
    assert.equal(arena.kernels.arena_used(), before + 1);
    assert.equal(allocateBlock(arena, 3, 60_000, 'test'), a);
  });

  it('raises 53200 when a region outgrows the memory', () => {
    const arena = createArena(32 << 20);
    const region = arena.kernels.region_new(1) >>> 0;
    assert.throws(
      () => {
        for (;;) arena.kernels.region_alloc(region, 1 << 20);
      },
      { sqlState: '53200' },
    );
    arena.kernels.region_free(region);
    arena.kernels.owner_free(1);
    assert.equal(arena.kernels.arena_used(), 0);
  });
});
