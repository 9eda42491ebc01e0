import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { array, BIGINT, INTEGER, INTERVAL, TEXT, TIMESTAMP, decimal } from '#quern/data/types.js';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { SqlError } from '#quern/errors.js';
import { literal } from '#quern/planner/logical/make.js';
import type { PhysicalPlan } from '#quern/planner/physical/plan.js';
import { Random } from '../../../support/random.js';
import { columnExpr, memoryScan, partitioned, rowKey, runPlan, testColumn } from '../../../support/run-plan.js';

const arena = createArena(64 << 20);

describe('Unnest', () => {
  it('gives a row per element of the longest array', () => {
    const columns = [testColumn(1, INTEGER), testColumn(2, array(INTEGER)), testColumn(3, array(TEXT))];
    const made = [testColumn(4, INTEGER), testColumn(5, TEXT)];
    const ordinality = testColumn(6, BIGINT);
    for (let seed = 1; seed <= 30; seed++) {
      const random = new Random(seed * 4391);
      const list = (make: (i: number) => SqlValue): SqlValue =>
        random.below(6) === 0 ? null : Array.from({ length: random.below(5) }, (_, i) => (random.below(4) === 0 ? null : make(i)));
      const rows = Array.from({ length: 60 }, (_, i): SqlValue[] => [
        i,
        list(() => random.below(9)),
        list((at) => `element ${at} of row ${i}`),
      ]);
      const outer = random.below(2) === 1;
      const expected = rows.flatMap((row): SqlValue[][] => {
        const lists = [row[1], row[2]].map((each) => (each ?? []) as SqlValue[]);
        const longest = Math.max(...lists.map(({ length }) => length));
        if (longest === 0 && outer) return [[row[0], null, null, null]];
        return Array.from({ length: longest }, (_, i) => [row[0], ...lists.map((each) => each[i] ?? null), BigInt(i + 1)]);
      });
      const plan: PhysicalPlan = {
        kind: 'Unnest',
        input: memoryScan(
          arena,
          columns,
          partitioned(rows, 2, (bound) => random.below(bound)),
        ),
        arrays: [columnExpr(columns[1]), columnExpr(columns[2])],
        columns: made,
        ordinality,
        outer,
        estimatedRows: 1,
      };
      assert.deepEqual(runPlan(arena, plan, [columns[0], ...made, ordinality]).map(rowKey), expected.map(rowKey), `seed ${seed}`);
    }
  });
});

describe('Series', () => {
  const series = (type: SqlType, ...args: (readonly [SqlValue, SqlType])[]): SqlValue[] => {
    const output = testColumn(1, type);
    return runPlan(
      arena,
      { kind: 'Series', name: 'generate_series', args: args.map(([value, of]) => literal(value, of)), columns: [output], estimatedRows: 1 },
      [output],
      4,
    ).map(([value]) => value);
  };
  const integers = (...args: (number | null)[]) => series(INTEGER, ...args.map((value) => [value, INTEGER] as const));

  it('counts integers up and down', () => {
    assert.deepEqual(integers(1, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.deepEqual(integers(5, 1, -2), [5, 3, 1]);
    assert.deepEqual(integers(2, 1), []);
    assert.deepEqual(integers(1, 2, -1), []);
    assert.deepEqual(integers(3, 3), [3]);
    assert.deepEqual(integers(1, null), []);
    assert.deepEqual(integers(-2147483648, 2147483647, 2147483647), [-2147483648, -1, 2147483646]);
    assert.deepEqual(series(BIGINT, [9223372036854775806n, BIGINT], [9223372036854775807n, BIGINT]), [
      9223372036854775806n,
      9223372036854775807n,
    ]);
  });

  it('counts decimals and timestamps', () => {
    for (const type of [decimal(6, 1), decimal(15, 1), decimal(30, 1)]) {
      assert.deepEqual(series(type, [0n, type], [35n, type], [15n, type]), [0n, 15n, 30n]);
      assert.deepEqual(series(type, [5n, type], [25n, type]), [5n, 15n, 25n]);
    }
    // 2024-01-31 and one month more is the last of February.
    const january = 1706659200000000n;
    assert.deepEqual(
      series(TIMESTAMP, [january, TIMESTAMP], [1710000000000000n, TIMESTAMP], [{ months: 1, days: 0, micros: 0n }, INTERVAL]),
      [january, 1709164800000000n],
    );
  });

  it('raises 22023 for a step of zero', () => {
    assert.throws(
      () => integers(1, 2, 0),
      (error: unknown) => error instanceof SqlError && error.sqlState === '22023',
    );
  });
});
