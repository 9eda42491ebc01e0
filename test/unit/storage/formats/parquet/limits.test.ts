import assert from 'node:assert/strict';
import { cancelled } from '#quern/errors.js';
import { createArena, type Arena } from '#quern/data/arena.js';
import { describeParquet, parquetFormat } from '#quern/storage/formats/parquet/index.js';
import { OPTIONS, pinOf } from './decode.js';
import { copyWithDuckdb, temporaryFolder } from './fixtures.js';

const OWNER = 3;

describe('Parquet limits', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });
  const path = folder.path('limits.parquet');
  before(() => copyWithDuckdb("SELECT hash(i) AS h, repeat('text ', 8) || i AS t FROM range(100000) r(i)", path));

  /** Scans the file with `freePages` 64 KiB pages to work with; rows read. */
  async function scan(arena: Arena, freePages: number, checkCancelled: () => void): Promise<number> {
    const files = [pinOf(path)];
    const source = { kind: 'parquet' as const, files, options: OPTIONS };
    const { columns } = await describeParquet(files, OPTIONS);
    const [partition] = await parquetFormat.plan(source, columns, []);
    const region = arena.kernels.region_new(OWNER) >>> 0;
    const descriptors = arena.kernels.region_alloc(region, 64) >>> 0;
    while (arena.kernels.block_alloc(OWNER + 1, 65536) !== 0);
    for (let page = 100; page < 100 + freePages; page++) arena.kernels.block_free(page * 65536);
    const reader = parquetFormat.open(
      source,
      partition,
      [0, 1],
      columns.map(({ type }) => type),
      [],
      { arena, region, batchRows: 1000, checkCancelled },
    );
    try {
      let total = 0;
      for (let rows = reader.next(descriptors); rows > 0; rows = reader.next(descriptors)) total += rows;
      return total;
    } finally {
      reader.close();
      arena.kernels.owner_free(OWNER);
      arena.kernels.owner_free(OWNER + 1);
    }
  }

  it('raises 53200 at every point where memory can run out, and gives everything back', async () => {
    const arena = createArena(64 << 20);
    let failures = 0;
    let read = 0;
    for (let pages = 2; read === 0; pages += 17) {
      try {
        read = await scan(arena, pages, () => {});
      } catch (error) {
        assert.equal((error as { sqlState: string }).sqlState, '53200');
        failures++;
      }
      assert.equal(arena.kernels.arena_used(), 0);
    }
    assert.equal(read, 100_000);
    assert.ok(failures > 5, `${failures} failures`);
  });

  it('stops when the query is cancelled', async () => {
    const arena = createArena(64 << 20);
    let calls = 0;
    await assert.rejects(
      scan(arena, 800, () => {
        if (++calls === 5) throw cancelled();
      }),
      { sqlState: '57014' },
    );
    assert.equal(arena.kernels.arena_used(), 0);
  });
});
