import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { BIGINT, DATE, DOUBLE, INTEGER, INTERVAL, TEXT } from '#quern/data/types.js';
import type { SqlType } from '#quern/data/types.js';
import type { IntervalValue, SqlValue } from '#quern/data/value.js';
import { SqlError } from '#quern/errors.js';
import '#quern/functions/index.js';
import type { AggregateFunction } from '#quern/functions/define.js';
import { resolveAggregate, resolveWindow } from '#quern/functions/resolve.js';
import type { Frame, FrameBound, SortKey } from '#quern/planner/logical/expr.js';
import type { WindowItem } from '#quern/planner/logical/plan.js';
import { literal } from '#quern/planner/logical/make.js';
import type { PhysicalWindow } from '#quern/planner/physical/plan.js';
import { first, sum } from '../../../support/aggregates.js';
import { Random } from '../../../support/random.js';
import { columnExpr, memoryScan, partitioned, rowKey, runPlan, testColumn, type TestColumn } from '../../../support/run-plan.js';

const arena = createArena(256 << 20);
const PART = testColumn(1, TEXT);
const VALUE = testColumn(3, INTEGER);
const LABEL = testColumn(4, TEXT);

/** Where a bound leads, by the definition; `distance` compares a row's key with the current one's, both not NULL, in sort direction. */
interface Place {
  readonly row: number;
  readonly rows: readonly SqlValue[][];
  readonly groups: readonly number[];
  readonly keyOf: (row: SqlValue[]) => SqlValue;
  readonly descending: boolean;
}

const number = (value: SqlValue): number => (typeof value === 'object' ? Number((value as IntervalValue).days) : Number(value));

/** Whether row `j` lies within the frame of `place.row`. */
function inFrame({ mode, start, end, exclude }: Frame, j: number, place: Place): boolean {
  const { row, rows, groups, keyOf, descending } = place;
  const offsetOf = (bound: FrameBound): number =>
    'offset' in bound ? number((bound.offset as { value: SqlValue }).value) * (bound.kind === 'Preceding' ? -1 : 1) : 0;
  const test = (bound: FrameBound, isStart: boolean): boolean => {
    if (bound.kind === 'UnboundedPreceding' || bound.kind === 'UnboundedFollowing') return true;
    const beyond = (distance: number) => (isStart ? distance >= offsetOf(bound) : distance <= offsetOf(bound));
    switch (mode) {
      case 'ROWS':
        return beyond(j - row);
      case 'GROUPS':
        return beyond(groups[j] - groups[row]);
      case 'RANGE': {
        if (bound.kind === 'CurrentRow') return isStart ? groups[j] >= groups[row] : groups[j] <= groups[row];
        const [a, b] = [keyOf(rows[row]), keyOf(rows[j])];
        if (a === null) return isStart ? groups[j] >= groups[row] : groups[j] <= groups[row];
        // A NULL key lies beyond one end of every range.
        if (b === null) return isStart ? groups[j] > groups[row] : groups[j] < groups[row];
        return beyond((number(b) - number(a)) * (descending ? -1 : 1));
      }
    }
  };
  if (!test(start, true) || !test(end, false)) return false;
  switch (exclude) {
    case 'CURRENT ROW':
      return j !== row;
    case 'GROUP':
      return groups[j] !== groups[row];
    case 'TIES':
      return j === row || groups[j] !== groups[row];
    default:
      return true;
  }
}

const FUNCTIONS: Readonly<Record<string, (frame: readonly number[], place: Place, ignoreNulls: boolean) => SqlValue>> = {
  row_number: (_, { row }) => BigInt(row + 1),
  rank: (_, { row, groups }) => BigInt(groups.indexOf(groups[row]) + 1),
  dense_rank: (_, { row, groups }) => BigInt(groups[row] + 1),
  first_value: (frame, { rows }, ignore) => labelsOf(frame, rows, ignore)[0] ?? null,
  last_value: (frame, { rows }, ignore) => labelsOf(frame, rows, ignore).at(-1) ?? null,
  lag: (_, { row, rows }, ignore) => labelsOf(range(0, row), rows, ignore).at(-1) ?? null,
  lead: (_, { row, rows }, ignore) => labelsOf(range(row + 1, rows.length), rows, ignore)[0] ?? null,
};
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
const labelsOf = (frame: readonly number[], rows: readonly SqlValue[][], ignoreNulls: boolean): SqlValue[] =>
  frame.map((j) => rows[j][3]).filter((label) => !ignoreNulls || label !== null);

function randomFrame(random: Random, key: TestColumn | undefined): Frame {
  const offsetOf = (mode: Frame['mode']) => {
    const distance = random.below(4);
    if (mode !== 'RANGE') return literal(BigInt(distance), BIGINT);
    switch (key!.type.kind) {
      case 'date':
        return literal({ months: 0, days: distance, micros: 0n }, INTERVAL);
      case 'bigint':
        return literal(BigInt(distance), BIGINT);
      default:
        return literal(distance, key!.type);
    }
  };
  const mode = random.pick(key === undefined ? (['ROWS', 'RANGE'] as const) : (['ROWS', 'RANGE', 'GROUPS'] as const));
  const mayOffset = mode === 'ROWS' || key !== undefined;
  const bound = (isStart: boolean): FrameBound => {
    switch (random.below(mayOffset ? 4 : 2)) {
      case 0:
        return { kind: isStart ? 'UnboundedPreceding' : 'UnboundedFollowing' };
      case 1:
        return { kind: 'CurrentRow' };
      case 2:
        return { kind: 'Preceding', offset: offsetOf(mode) };
      default:
        return { kind: 'Following', offset: offsetOf(mode) };
    }
  };
  return {
    mode,
    start: bound(true),
    end: bound(false),
    exclude: random.pick([undefined, undefined, undefined, 'CURRENT ROW', 'GROUP', 'TIES']),
  };
}

const keyMakers: readonly (readonly [SqlType, (random: Random) => SqlValue])[] = [
  [INTEGER, (random) => random.below(12) - 4],
  [BIGINT, (random) => BigInt(random.below(12))],
  [DATE, (random) => 19000 + random.below(12)],
  [DOUBLE, (random) => random.below(24) / 2],
];

function check(seed: number): void {
  const random = new Random(seed * 6151);
  const [keyType, makeKey] = random.pick(keyMakers);
  const key = random.below(6) > 0 ? testColumn(2, keyType) : undefined;
  const [partitions, nullable] = [random.pick([1, 3, 40]), random.below(3) > 0];
  const maybe = (value: SqlValue) => (nullable && random.below(6) === 0 ? null : value);
  const rows = Array.from({ length: random.pick([0, 10, 200]) }, (_, i): SqlValue[] => [
    maybe(`p${random.below(partitions)}`),
    maybe(makeKey(random)),
    maybe(random.below(100)),
    maybe(`the label of ${i}`),
  ]);
  const [descending, nullsFirst] = [random.below(2) === 1, random.below(2) === 1];
  const orderBy: SortKey[] = key === undefined ? [] : [{ expr: columnExpr(key), descending, nullsFirst }];

  const windowNames = Object.keys(FUNCTIONS);
  const items = Array.from({ length: 3 }, (_, i): WindowItem & { readonly evaluate: (place: Place) => SqlValue } => {
    const frame = randomFrame(random, key);
    const members = (place: Place) => range(0, place.rows.length).filter((j) => inFrame(frame, j, place));
    const id = 20 + i;
    if (random.below(2) === 0) {
      const name = random.pick(windowNames);
      const args = ['first_value', 'last_value', 'lag', 'lead'].includes(name) ? [columnExpr(LABEL)] : [];
      const { fn, returns } = resolveWindow(
        name,
        args.map(({ type }) => type),
      );
      const ignoreNulls = args.length > 0 && random.below(2) === 0;
      return {
        ...testColumn(id, returns),
        call: { fn, args, ignoreNulls, frame, type: returns },
        evaluate: (place) => FUNCTIONS[name](members(place), place, ignoreNulls),
      };
    }
    const [fn, arg] = random.pick<readonly [AggregateFunction, TestColumn]>([
      [sum, VALUE],
      [first, LABEL],
      [resolveAggregate('max', [TEXT]).fn, LABEL],
      [resolveAggregate('count', [TEXT]).fn, LABEL],
    ]);
    const type = fn.name === 'sum' || fn.name === 'count' ? BIGINT : TEXT;
    const context = { args: [arg.type], returns: type, nowMicros: 0n, timeZone: 'UTC' };
    return {
      ...testColumn(id, type),
      call: { fn, args: [columnExpr(arg)], ignoreNulls: false, frame, type },
      evaluate: (place) =>
        fn.evaluate(
          members(place).map((j) => [place.rows[j][arg.id - 1]]),
          context,
        ),
    };
  });

  const columns = [PART, testColumn(2, keyType), VALUE, LABEL];
  const compareKeys = (a: SqlValue, b: SqlValue, down: boolean, first: boolean): number => {
    if (a === null || b === null) return (Number(a === null) - Number(b === null)) * (first ? -1 : 1);
    return (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1);
  };
  const sorted = [...rows].sort(
    (a, b) => compareKeys(a[0], b[0], false, false) || (key === undefined ? 0 : compareKeys(a[1], b[1], descending, nullsFirst)),
  );
  const expected = sorted.map((row): SqlValue[] => {
    const members = sorted.filter((other) => other[0] === row[0]);
    let group = -1;
    const groups = members.map((member, i) => (i > 0 && (key === undefined || member[1] === members[i - 1][1]) ? group : ++group));
    const place: Place = { row: members.indexOf(row), rows: members, groups, keyOf: (of) => of[1], descending };
    return [...row, ...items.map((item) => item.evaluate(place))];
  });

  const plan: PhysicalWindow = {
    kind: 'Window',
    input: memoryScan(
      arena,
      columns,
      partitioned(rows, 1 + random.below(4), (bound) => random.below(bound)),
      nullable,
    ),
    partitionBy: [columnExpr(PART)],
    orderBy,
    items,
    estimatedRows: random.pick([1, 1e6]),
  };
  const actual = runPlan(arena, plan, [...columns, ...items], 16);
  assert.deepEqual(
    actual.map(rowKey),
    expected.map(rowKey),
    `seed ${seed}: ${JSON.stringify(items, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))}`,
  );
}

describe('Window', () => {
  it('agrees with the definition for random windows, frames and functions', () => {
    for (let seed = 1; seed <= 150; seed++) check(seed);
  });

  it('leaves out only rows that come after the first ones of their partition', () => {
    const group = testColumn(1, INTEGER);
    const names = ['row_number', 'rank'];
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed * 32452843);
      const [keyType, makeKey] = random.pick(keyMakers);
      const key = testColumn(2, keyType);
      const nullable = random.below(2) === 0;
      const maybe = (value: SqlValue) => (nullable && random.below(6) === 0 ? null : value);
      const groups = random.pick([1, 5, 400]);
      const rows = Array.from({ length: 600 }, (): SqlValue[] => [
        maybe(random.below(groups)),
        maybe(makeKey(random)),
        maybe('a label, long enough'),
      ]);
      const frame: Frame = { mode: 'RANGE', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } };
      const input = memoryScan(
        arena,
        [group, key, LABEL],
        partitioned(rows, 1 + random.below(4), (bound) => random.below(bound)),
        nullable,
      );
      const items = names.map((name, i) => {
        const { fn, returns: type } = resolveWindow(name, []);
        return { ...testColumn(20 + i, type), call: { fn, args: [], ignoreNulls: false, frame, type } };
      });
      const orderBy = [{ expr: columnExpr(key), descending: random.below(2) === 1, nullsFirst: random.below(2) === 1 }];
      const plan: PhysicalWindow = {
        kind: 'Window',
        input,
        partitionBy: [columnExpr(group)],
        orderBy,
        items,
        estimatedRows: random.pick([1, 1e6]),
      };
      const count = 1 + random.below(3);
      const run = (of: PhysicalWindow): SqlValue[][] => runPlan(arena, of, [group, key, LABEL, ...items], 16);
      const [all, some] = [run(plan), run({ ...plan, firstRows: { rows: count, partitions: groups } })];
      for (const at of [3, 4]) {
        const first = (of: SqlValue[][]): string[] => of.filter((row) => (row[at] as bigint) <= count).map(rowKey);
        assert.deepEqual(first(some), first(all), `seed ${seed}, ${names[at - 3]}`);
      }
      if (groups === 5) assert.ok(some.length < all.length, `seed ${seed}`);
    }
  });

  it('raises 22013 for a negative offset', () => {
    const columns = [VALUE];
    const frame: Frame = { mode: 'ROWS', start: { kind: 'Preceding', offset: literal(-1n, BIGINT) }, end: { kind: 'CurrentRow' } };
    const plan: PhysicalWindow = {
      kind: 'Window',
      input: memoryScan(arena, columns, [[[1]]]),
      partitionBy: [],
      orderBy: [],
      estimatedRows: 1,
      items: [{ ...testColumn(9, BIGINT), call: { fn: sum, args: [columnExpr(VALUE)], ignoreNulls: false, frame, type: BIGINT } }],
    };
    assert.throws(
      () => runPlan(arena, plan, columns),
      (error: unknown) => error instanceof SqlError && error.sqlState === '22013',
    );
  });

  it('slides over long frames in linear time', () => {
    const rows = Array.from({ length: 30000 }, (_, i): SqlValue[] => [i % 1000]);
    const frame: Frame = { mode: 'ROWS', start: { kind: 'Preceding', offset: literal(9999n, BIGINT) }, end: { kind: 'CurrentRow' } };
    const output = testColumn(9, BIGINT);
    const plan: PhysicalWindow = {
      kind: 'Window',
      input: memoryScan(arena, [VALUE], [rows]),
      partitionBy: [],
      orderBy: [],
      estimatedRows: 1,
      items: [{ ...output, call: { fn: sum, args: [columnExpr(VALUE)], ignoreNulls: false, frame, type: BIGINT } }],
    };
    let total = 0;
    const expected = rows.map(([value], i) => [BigInt((total += (value as number) - (i >= 10000 ? (rows[i - 10000][0] as number) : 0)))]);
    const started = performance.now();
    assert.deepEqual(runPlan(arena, plan, [output], 8192), expected);
    // Reading each frame anew takes 30000 × 10000 steps.
    assert.ok(performance.now() - started < 2000);
  });
});
