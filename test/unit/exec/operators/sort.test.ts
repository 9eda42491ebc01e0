import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { array, BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, REAL, SMALLINT, TEXT, decimal } from '#quern/data/types.js';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { compareValues } from '#quern/functions/compare/values.js';
import type { SortKey } from '#quern/planner/logical/expr.js';
import type { PhysicalPlan } from '#quern/planner/physical/plan.js';
import { Random } from '../../../support/random.js';
import { columnExpr, memoryScan, partitioned, rowKey, runPlan, testColumn, type TestColumn } from '../../../support/run-plan.js';

const arena = createArena(256 << 20);
const LABEL = testColumn(9, TEXT);

const makers: readonly (readonly [SqlType, (random: Random, distinct: number) => SqlValue])[] = [
  [INTEGER, (random, distinct) => random.below(distinct) - 50],
  [SMALLINT, (random, distinct) => random.below(Math.min(distinct, 60000)) - 30000],
  [BOOLEAN, (random) => random.below(2) === 1],
  [DATE, (random, distinct) => random.below(distinct)],
  [BIGINT, (random, distinct) => BigInt(random.below(distinct) - 50) << 40n],
  [DOUBLE, (random, distinct) => [NaN, 0, -0, -1.5, Infinity, -Infinity, random.below(distinct) - 5][random.below(7)]],
  [REAL, (random, distinct) => [NaN, 0.5, -1.5, random.below(Math.min(distinct, 1000)) - 5][random.below(4)]],
  [decimal(9, 2), (random, distinct) => BigInt(random.below(distinct) - 50)],
  [decimal(38, 2), (random, distinct) => (BigInt(random.below(distinct) - 50) << 60n) + BigInt(random.below(5))],
  [TEXT, (random, distinct) => `${['', 'same beginning ', 'é', 'same be'][random.below(4)]}${random.below(distinct)}`],
  [array(INTEGER), (random, distinct) => [random.below(distinct), null, random.below(distinct)].slice(random.below(3))],
];

interface Sorted {
  readonly scan: PhysicalPlan;
  readonly keys: readonly SortKey[];
  readonly columns: readonly TestColumn[];
  readonly expected: SqlValue[][];
}

function makeSorted(random: Random, rowCount: number): Sorted {
  const kinds = Array.from({ length: 1 + random.below(3) }, () => random.pick(makers));
  const nullable = random.below(3) > 0;
  const distinct = random.pick([3, 100, 1 << 20]);
  const columns = [...kinds.map(([type], i) => testColumn(1 + i, type)), LABEL];
  const rows = Array.from({ length: rowCount }, (_, i): SqlValue[] => [
    ...kinds.map(([, make]) => (nullable && random.below(7) === 0 ? null : make(random, distinct))),
    `row number ${i}`,
  ]);
  const keys = kinds.map((_, i): SortKey => ({
    expr: columnExpr(columns[i]),
    descending: random.below(2) === 1,
    nullsFirst: random.below(2) === 1,
  }));
  const order = (a: SqlValue[], b: SqlValue[]): number => {
    for (const [i, { descending, nullsFirst }] of keys.entries()) {
      const [x, y] = [a[i], b[i]];
      if (x === null || y === null) {
        const byNull = (Number(x === null) - Number(y === null)) * (nullsFirst ? -1 : 1);
        if (byNull !== 0) return byNull;
        continue;
      }
      const byValue = compareValues(kinds[i][0], x, y);
      if (byValue !== 0) return descending ? -byValue : byValue;
    }
    return 0;
  };
  const scan = memoryScan(
    arena,
    columns,
    partitioned(rows, 1 + random.below(5), (bound) => random.below(bound)),
    nullable,
  );
  return { scan, keys, columns, expected: [...rows].sort(order) };
}

describe('Sort', () => {
  it('orders random rows stably, by every type of key', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const random = new Random(seed * 2713);
      const { scan, keys, columns, expected } = makeSorted(random, random.pick([0, 1, 40, 400, 1500]));
      const actual = runPlan(arena, { kind: 'Sort', input: scan, keys, estimatedRows: random.pick([1, 1e6]) }, columns);
      assert.deepEqual(actual.map(rowKey), expected.map(rowKey), `seed ${seed}`);
    }
  });

  it('orders many ties by the keys that the prefix leaves open', () => {
    const rows = Array.from({ length: 20000 }, (_, i): SqlValue[] => [`the same sixteen bytes ${(i * 7919) % 20011}`, `row ${i}`]);
    const columns = [testColumn(1, TEXT), LABEL];
    const scan = memoryScan(arena, columns, [rows.slice(0, 12000), rows.slice(12000)], false);
    const keys = [{ expr: columnExpr(columns[0]), descending: false, nullsFirst: false }];
    const expected = [...rows].sort(([a], [b]) => (a! < b! ? -1 : 1));
    assert.deepEqual(
      runPlan(arena, { kind: 'Sort', input: scan, keys, estimatedRows: 100_000 }, columns, 1024).map(rowKey),
      expected.map(rowKey),
    );
  });
});

describe('TopN', () => {
  it('keeps the rows that sorting would put first', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const random = new Random(seed * 3571);
      const { scan, keys, columns, expected } = makeSorted(random, random.pick([0, 40, 1500]));
      const [limit, offset] = [random.pick([0, 1, 10, 300, 5000]), random.pick([0, 0, 3, 100])];
      const actual = runPlan(arena, { kind: 'TopN', input: scan, keys, limit, offset, estimatedRows: 1 }, columns);
      assert.deepEqual(actual.map(rowKey), expected.slice(offset, offset + limit).map(rowKey), `seed ${seed}`);
    }
  });
});

describe('Limit', () => {
  it('passes the rows after the offset, in input order', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed * 1471);
      const rows = Array.from({ length: random.pick([0, 1, 500]) }, (_, i): SqlValue[] => [random.below(9) === 0 ? null : i]);
      const column = testColumn(1, INTEGER);
      const [limit, offset] = [random.pick([0, 1, 7, 200, Infinity]), random.pick([0, 1, 100, 1000])];
      const scan = memoryScan(
        arena,
        [column],
        partitioned(rows, 1 + random.below(6), (bound) => random.below(bound)),
      );
      const actual = runPlan(arena, { kind: 'Limit', input: scan, limit, offset, estimatedRows: 1 }, [column], 16);
      assert.deepEqual(actual, rows.slice(offset, offset + limit), `seed ${seed}`);
    }
  });
});

describe('Stages that sort at both ends', () => {
  it('sort what was sorted, group what was grouped', () => {
    const column = testColumn(1, INTEGER);
    const scan = memoryScan(
      arena,
      [column],
      [
        [[3], [1]],
        [[2], [1]],
      ],
      false,
    );
    const key = (descending: boolean): SortKey[] => [{ expr: columnExpr(column), descending, nullsFirst: false }];
    const sorted: PhysicalPlan = {
      kind: 'Sort',
      input: { kind: 'Sort', input: scan, keys: key(true), estimatedRows: 1 },
      keys: key(false),
      estimatedRows: 1,
    };
    assert.deepEqual(runPlan(arena, sorted, [column]), [[1], [1], [2], [3]]);
    const groups = (input: PhysicalPlan): PhysicalPlan => ({
      kind: 'HashAggregate',
      isLocal: false,
      rangeKeys: 0,
      hasWholeGroups: false,
      input,
      keys: [{ ...column, expr: columnExpr(column) }],
      aggregates: [],
      estimatedRows: 1,
    });
    assert.deepEqual(runPlan(arena, groups(groups(sorted)), [column]), [[1], [2], [3]]);
  });
});
