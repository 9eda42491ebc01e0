import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { DOUBLE, INTEGER, REAL, SMALLINT, type SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import '#quern/functions/index.js';
import { resolveAggregate } from '#quern/functions/resolve.js';
import { Random, testSeed } from '../../../support/random.js';
import { hardDoubles } from '../../../support/random-doubles.js';
import { randomValue } from '../../../support/random-values.js';
import { columnExpr, memoryScan, partitioned, rowKey, runPlan, testColumn } from '../../../support/run-plan.js';

const seed = testSeed();
const random = new Random(seed);
const arena = createArena(256 << 20);

const ONE = ['sum', 'avg', 'stddev', 'var_pop'];
const TWO = ['corr', 'covar_pop', 'covar_samp', 'regr_sxx', 'regr_syy', 'regr_sxy', 'regr_slope', 'regr_intercept', 'regr_r2'];

/** Every aggregate over rows of groups, however the rows are partitioned, against its evaluation row by row. */
function check(names: readonly string[], types: readonly SqlType[], rows: readonly (readonly SqlValue[])[], overIntegers = false): void {
  const columns = types.map((type, i) => testColumn(2 + i, type));
  const key = testColumn(1, INTEGER);
  const groups = 1 + random.below(3);
  const keyed = rows.map((row, i): SqlValue[] => [i < groups ? i : random.below(groups), ...row]);
  const calls = names.map((name, i) => {
    const { fn, args, returns } = resolveAggregate(name, types);
    if (!overIntegers) assert.deepEqual(args, types);
    return { ...testColumn(100 + i, returns), fn, compiled: overIntegers ? fn.overIntegers! : fn, returns };
  });
  const evaluateAll = (group: number): SqlValue[] => {
    const values = keyed.filter(([k]) => k === group).map(([, ...row]) => row);
    return calls.map(({ fn, returns }) => fn.evaluate(values, { args: types, returns, nowMicros: 0n, timeZone: 'UTC' }));
  };
  const run = (partitions: number): string[] =>
    runPlan(
      arena,
      {
        kind: 'HashAggregate',
        isLocal: false,
        rangeKeys: 0,
        hasWholeGroups: false,
        input: memoryScan(
          arena,
          [key, ...columns],
          partitioned(keyed, partitions, (bound) => random.below(bound)),
        ),
        keys: [{ ...key, expr: columnExpr(key) }],
        aggregates: calls.map(({ compiled, returns, id, name }) => ({
          id,
          name,
          type: returns,
          call: { fn: compiled, args: columns.map(columnExpr), distinct: false, orderBy: [], type: returns },
        })),
        estimatedRows: 1,
      },
      [key, ...calls.map(({ id, name, returns }) => ({ id, name, type: returns }))],
    )
      .map(rowKey)
      .sort();
  let expected: string[];
  try {
    expected = Array.from({ length: Math.min(groups, rows.length) }, (_, group) => rowKey([group, ...evaluateAll(group)])).sort();
  } catch (error) {
    const { sqlState } = error as { sqlState?: string };
    assert.equal(sqlState, '22003', String(error));
    assert.throws(() => run(3), { sqlState });
    return;
  }
  for (const partitions of [1, 2, 5]) assert.deepEqual(run(partitions), expected);
}

const special = (list: readonly number[]): number[] =>
  list.map((x) => (random.below(40) === 0 ? random.pick([NaN, Infinity, -Infinity]) : x));

describe(`exact aggregates equal evaluate (seed ${seed})`, () => {
  afterEach(() => arena.kernels.owner_free(9));

  it('over one DOUBLE or REAL', () => {
    for (let i = 0; i < 24; i++) {
      const list = hardDoubles(random);
      const values = i % 6 === 0 ? special(list) : list;
      check(
        ONE,
        [DOUBLE],
        values.map((x) => [x]),
      );
      check(
        ONE,
        [REAL],
        values.map((x) => [Math.fround(x)]),
      );
    }
  });

  it('over two DOUBLEs', () => {
    for (let i = 0; i < 24; i++) {
      const [ys, xs] = [hardDoubles(random, 60), hardDoubles(random, 60)];
      const pairs = ys.slice(0, xs.length).map((y, k) => [y, xs[k]]);
      check(
        TWO,
        [DOUBLE, DOUBLE],
        i % 6 === 0 ? special(pairs.flat()).flatMap((_, k, all) => (k % 2 === 0 ? [all.slice(k, k + 2)] : [])) : pairs,
      );
    }
  });

  it('over integers', () => {
    for (let i = 0; i < 24; i++) {
      const types = [random.pick([SMALLINT, INTEGER]), random.pick([SMALLINT, INTEGER])];
      // Small values and few of them give sums of zero.
      const value = (type: SqlType): SqlValue => (i % 4 === 0 ? random.below(3) - 1 : randomValue(random, type));
      const rows = Array.from({ length: 1 + random.below(i % 4 === 0 ? 8 : 100) }, () => types.map(value));
      check(
        ONE,
        types.slice(0, 1),
        rows.map(([x]) => [x]),
      );
      check(TWO, types, rows, true);
    }
  });

  it('over the same extreme integers', () => {
    for (const x of [-2147483648, 2147483647, 0, -1]) {
      for (const y of [-2147483648, 2147483647, 7]) {
        const rows = Array.from({ length: 600 }, (_, i) => [x, i % 200 === 3 ? y : x]);
        check(TWO, [INTEGER, INTEGER], rows, true);
      }
    }
  });
});
