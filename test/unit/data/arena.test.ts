import assert from 'node:assert/strict';
import { allocateBlock, createArena } from '#quern/data/arena.js';
import { Random, testSeed } from '../../support/random.js';

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

  it('agrees with a list of blocks, on random requests', () => {
    const seed = testSeed();
    const random = new Random(seed);
    const arena = createArena(64 << 20);
    const { kernels } = arena;
    const blocks: { owner: number; address: number; pages: number }[] = [];
    const pagesOf = (owner: number) => blocks.reduce((sum, block) => sum + (block.owner === owner ? block.pages : 0), 0);
    for (let step = 0; step < 2000; step++) {
      const owner = 1 + random.below(5);
      if (random.chance(0.6)) {
        const pages = 1 + random.below(random.chance(0.1) ? 200 : 4);
        const address = (kernels.block_alloc(owner, pages << 16) as number) >>> 0;
        if (address === 0) continue;
        const isFree = blocks.every((block) => address >= block.address + (block.pages << 16) || block.address >= address + (pages << 16));
        assert.ok(isFree, `seed ${seed} step ${step}`);
        blocks.push({ owner, address, pages });
      } else if (random.chance(0.8)) {
        if (blocks.length > 0) kernels.block_free(blocks.splice(random.below(blocks.length), 1)[0].address);
      } else {
        kernels.owner_free(owner);
        for (let i = blocks.length - 1; i >= 0; i--) if (blocks[i].owner === owner) blocks.splice(i, 1);
      }
      assert.equal(kernels.owner_pages(owner), pagesOf(owner), `seed ${seed} step ${step}`);
    }
    for (let owner = 1; owner <= 5; owner++) kernels.owner_free(owner);
    assert.equal(kernels.arena_used(), 0);
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
