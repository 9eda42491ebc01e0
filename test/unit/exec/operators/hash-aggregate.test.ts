import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { compileStages } from '#quern/exec/compile/stages.js';
import { BIGINT, BOOLEAN, DOUBLE, INTEGER, TEXT, decimal } from '#quern/data/types.js';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import type { AggregateFunction } from '#quern/functions/define.js';
import type { PhysicalHashAggregate } from '#quern/planner/physical/plan.js';
import { countAll, first, sum } from '../../../support/aggregates.js';
import { Random } from '../../../support/random.js';
import { columnExpr, memoryScan, partitioned, rowKey, runPlan, testColumn, type TestColumn } from '../../../support/run-plan.js';

const arena = createArena(256 << 20);
const VALUE = testColumn(20, INTEGER);
const LABEL = testColumn(21, TEXT);
const FLAG = testColumn(22, BOOLEAN);

const makers: readonly (readonly [SqlType, (random: Random, distinct: number) => SqlValue])[] = [
  [INTEGER, (random, distinct) => random.below(distinct) - 5],
  [BIGINT, (random, distinct) => BigInt(random.below(distinct)) * 1234567n],
  [TEXT, (random, distinct) => `key ${'x'.repeat(random.below(2) * 20)}${random.below(distinct)}`],
  [DOUBLE, (random, distinct) => [NaN, 0, -0, 1.5, random.below(distinct)][random.below(5)]],
  [decimal(30, 2), (random, distinct) => BigInt(random.below(distinct)) << 70n],
];

interface Case {
  readonly plan: PhysicalHashAggregate;
  readonly outputs: readonly TestColumn[];
  readonly expected: SqlValue[][];
}

function makeCase(
  random: Random,
  rowCount: number,
  partitions: number,
  keyTypes: number,
  distinct: number,
  nullable: boolean,
  estimatedRows: number,
): Case {
  const kinds = Array.from({ length: keyTypes }, () => random.pick(makers));
  const keys = kinds.map(([type], i) => testColumn(1 + i, type));
  const maybe = (value: SqlValue) => (nullable && random.below(6) === 0 ? null : value);
  const rows = Array.from({ length: rowCount }, (): SqlValue[] => [
    ...kinds.map(([, make]) => maybe(make(random, distinct))),
    maybe(random.below(1000) - 500),
    maybe(`label ${random.below(9)} of some length`),
    maybe(random.below(2) === 1),
  ]);
  const calls: [TestColumn, AggregateFunction, TestColumn[], boolean][] = [
    [testColumn(30, BIGINT), countAll, [], false],
    [testColumn(31, BIGINT), sum, [VALUE], false],
    [testColumn(32, TEXT), first, [LABEL], false],
    [testColumn(33, BIGINT), sum, [VALUE], true],
  ];
  const outKeys = keys.map(({ type }, i) => testColumn(40 + i, type));
  const groups = new Map<string, SqlValue[][]>();
  if (keyTypes === 0) groups.set('', []);
  for (const row of rows) {
    const key = rowKey(row.slice(0, keyTypes));
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key)!.push(row);
  }
  const expected = [...groups.values()].map((members): SqlValue[] => [
    ...(members[0]?.slice(0, keyTypes) ?? []),
    ...calls.map(([, fn, args, filtered]) =>
      fn.evaluate(
        members.filter((row) => !filtered || row[keyTypes + 2] === true).map((row) => args.map(({ id }) => row[keyTypes + id - 20])),
        { args: [], returns: BIGINT, nowMicros: 0n, timeZone: 'UTC' },
      ),
    ),
  ]);
  return {
    plan: {
      kind: 'HashAggregate',
      input: memoryScan(
        arena,
        [...keys, VALUE, LABEL, FLAG],
        partitions === 0 ? [] : partitioned(rows, partitions, (bound) => random.below(bound)),
        nullable,
      ),
      keys: keys.map((key, i) => ({ ...outKeys[i], expr: columnExpr(key) })),
      aggregates: calls.map(([column, fn, args, filtered]) => ({
        ...column,
        call: {
          fn,
          args: args.map(columnExpr),
          distinct: false,
          filter: filtered ? columnExpr(FLAG) : undefined,
          orderBy: [],
          type: column.type,
        },
      })),
      isLocal: false,
      rangeKeys: 1,
      hasWholeGroups: false,
      estimatedRows,
    },
    outputs: [...outKeys, ...calls.map(([column]) => column)],
    expected,
  };
}

describe('HashAggregate', () => {
  it('agrees with grouping by a map, on random keys and partitions', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed * 7919);
      const { plan, outputs, expected } = makeCase(
        random,
        random.below(700),
        1 + random.below(5),
        random.below(4),
        1 + random.below(60),
        random.below(3) > 0,
        random.pick([10, 5000]),
      );
      const actual = runPlan(arena, plan, outputs, random.pick([3, 64]));
      assert.deepEqual(actual.map(rowKey).sort(), expected.map(rowKey).sort(), `seed ${seed}`);
    }
  });

  it('keeps first-seen order when there is one range of hashes', () => {
    const { plan, outputs, expected } = makeCase(new Random(5), 500, 4, 2, 20, true, 1);
    assert.deepEqual(runPlan(arena, plan, outputs).map(rowKey), expected.map(rowKey));
  });

  it('grows to many groups', () => {
    for (const partitions of [1, 3]) {
      const { plan, outputs, expected } = makeCase(new Random(77), 15000, partitions, 1, 1 << 30, false, 15000);
      assert.deepEqual(runPlan(arena, plan, outputs, 4096).map(rowKey).sort(), expected.map(rowKey).sort());
    }
  });

  it('stores rows once most make a group of their own, and groups them when partitions merge', () => {
    for (const nullable of [false, true]) {
      for (const keyTypes of [1, 2]) {
        const seed = 100 * keyTypes + Number(nullable);
        // 20,480 groups are the most that a table holds before it asks whether it is of use.
        const { plan, outputs, expected } = makeCase(new Random(seed), 45_000, 2, keyTypes, 1 << 20, nullable, 50_000);
        const actual = runPlan(arena, plan, outputs, 4096);
        assert.deepEqual(actual.map(rowKey).sort(), expected.map(rowKey).sort(), `seed ${seed}`);
      }
    }
  });

  it('stores all rows by range where an aggregate keeps its values', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed * 15485863);
      const keyTypes = 1 + random.below(3);
      const [partitions, distinct, estimatedRows] = [2 + random.below(4), 1 + random.below(60), random.pick([10, 5000])];
      const made = makeCase(random, random.below(700), partitions, keyTypes, distinct, random.below(3) > 0, estimatedRows);
      const aggregates = made.plan.aggregates.map((item) => ({
        ...item,
        call: { ...item.call, fn: { ...item.call.fn, keepsValues: item.call.fn === sum } },
      }));
      const plan = { ...made.plan, aggregates };
      const actual = runPlan(arena, plan, made.outputs, random.pick([3, 64]));
      assert.deepEqual(actual.map(rowKey).sort(), made.expected.map(rowKey).sort(), `seed ${seed}`);
      for (const isLocal of [false, true]) {
        const { stages } = compileStages({ ...plan, isLocal }, [], { compileFunctions: true });
        const { sink } = stages[0];
        assert.equal(sink.kind === 'Groups' && sink.storesAll, estimatedRows > 10 && !isLocal);
      }
    }
  });

  it('reads many small partitions in few tasks', () => {
    const { plan, outputs, expected } = makeCase(new Random(9), 3000, 50, 2, 100, true, 5000);
    assert.deepEqual(runPlan(arena, plan, outputs).map(rowKey).sort(), expected.map(rowKey).sort());
    const { stages } = compileStages(
      plan,
      outputs.map(({ id }) => id),
      { compileFunctions: true },
    );
    assert.ok(stages[0].partitions <= 16, `${stages[0].partitions} tasks`);
  });

  it('groups groups that were kept together, partition by partition', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed * 104729);
      const [keyTypes, inner] = [2 + random.below(2), random.pick([10, 5000])];
      const { plan, outputs, expected } = makeCase(
        random,
        random.below(700),
        1 + random.below(5),
        keyTypes,
        1 + random.below(40),
        true,
        inner,
      );
      const rangeKeys = 1 + random.below(keyTypes - 1);
      const keys = outputs.slice(0, rangeKeys).map((output, i) => ({ ...testColumn(60 + i, output.type), expr: columnExpr(output) }));
      const count = testColumn(70, BIGINT);
      const outer: PhysicalHashAggregate = {
        kind: 'HashAggregate',
        input: { ...plan, rangeKeys },
        keys,
        aggregates: [{ ...count, call: { fn: countAll, args: [], distinct: false, orderBy: [], type: BIGINT } }],
        isLocal: false,
        rangeKeys,
        hasWholeGroups: true,
        estimatedRows: 5000,
      };
      const wanted = new Map<string, SqlValue[]>();
      for (const row of expected) {
        const key = row.slice(0, rangeKeys);
        wanted.set(rowKey(key), [...key, ((wanted.get(rowKey(key))?.at(-1) ?? 0n) as bigint) + 1n]);
      }
      const actual = runPlan(arena, outer, [...keys, count], random.pick([3, 64]));
      assert.deepEqual(actual.map(rowKey).sort(), [...wanted.values()].map(rowKey).sort(), `seed ${seed}`);
    }
  });

  it('gives one row without keys, also for no rows and no partitions', () => {
    for (const partitions of [0, 1, 3]) {
      const { plan, outputs, expected } = makeCase(new Random(3), 0, partitions, 0, 1, true, 1);
      assert.deepEqual(runPlan(arena, plan, outputs).map(rowKey), expected.map(rowKey), `${partitions} partitions`);
    }
  });
});
