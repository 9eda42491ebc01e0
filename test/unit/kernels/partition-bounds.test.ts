import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { Random, testSeed } from '../../support/random.js';

const seed = testSeed();

describe(`bounds of partitions (seed ${seed})`, () => {
  const random = new Random(seed);
  const { kernels, i64 } = createArena(64 << 20);
  const region = kernels.region_new(1) >>> 0;

  function newTable(entries: number, ranks: number): number {
    const shared = kernels.region_alloc(region, 16) >>> 0;
    i64[shared >>> 3] = -1n;
    const table = kernels.partition_bounds(shared, region, entries, ranks) >>> 0;
    // Whoever comes later gets the same one.
    assert.equal(kernels.partition_bounds(shared, region, entries, ranks) >>> 0, table);
    return table;
  }

  const prefixes: readonly (() => bigint)[] = [
    () => BigInt(random.below(8)),
    () => BigInt(random.below(1 << 30)),
    () => 2n ** 64n - 1n - BigInt(random.below(3)),
  ];

  it('leave out exactly the rows that come after as many others, while each key has an entry', () => {
    for (let round = 0; round < 60; round++) {
      const ranks = 1 + random.below(5);
      const table = newTable(1024, ranks);
      const makePrefix = prefixes[round % prefixes.length];
      // −1 is the one key that has no bound.
      const keys = Array.from({ length: 1 + random.below(12) }, (_, i) =>
        round % 2 === 0 ? BigInt(i - 1) : BigInt(random.below(1 << 30)) << 33n,
      );
      const seen = new Map<bigint, bigint[]>();
      for (let i = 0; i < 500; i++) {
        const [key, prefix] = [random.pick(keys), makePrefix()];
        const rows = seen.get(key) ?? [];
        seen.set(key, rows);
        const before = rows.filter((other) => other < prefix).length;
        assert.equal(kernels.partition_keeps(table, key, prefix), key !== -1n && before >= ranks ? 0 : 1, `key ${key}`);
        rows.push(prefix);
      }
    }
  });

  it('leave out no row of the first, where keys are more than entries', () => {
    for (let round = 0; round < 10; round++) {
      const ranks = 1 + random.below(4);
      const table = newTable(256, ranks);
      const kept = new Map<number, bigint[]>();
      const all = new Map<number, bigint[]>();
      let lost = 0;
      for (let i = 0; i < 20_000; i++) {
        const [key, prefix] = [random.below(600), BigInt(random.below(5000))];
        for (const [map, isIn] of [
          [all, true],
          [kept, kernels.partition_keeps(table, BigInt(key), prefix) === 1],
        ] as const) {
          if (!map.has(key)) map.set(key, []);
          if (isIn) map.get(key)!.push(prefix);
          else lost++;
        }
      }
      assert.ok(lost > 1000, `${lost} rows`);
      const first = (rows: readonly bigint[]): bigint[] => [...rows].sort((a, b) => Number(a - b)).slice(0, ranks);
      for (const [key, rows] of all) assert.deepEqual(first(kept.get(key)!), first(rows));
    }
  });

  it('are none where there is no table', () => assert.equal(kernels.partition_keeps(0, 1n, 1n), 1));
});
