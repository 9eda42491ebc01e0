import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { BIGINT, BOOLEAN, DATE, INTEGER, SMALLINT, TEXT } from '#quern/data/types.js';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { SqlError } from '#quern/errors.js';
import '#quern/functions/index.js';
import { resolveScalar } from '#quern/functions/resolve.js';
import type { Expr } from '#quern/planner/logical/expr.js';
import { call } from '#quern/planner/logical/make.js';
import type { PhysicalHashJoin, PhysicalNestedLoopJoin, PhysicalPlan } from '#quern/planner/physical/plan.js';
import { Random } from '../../../support/random.js';
import { columnExpr, memoryScan, partitioned, rowKey, runPlan, testColumn, type TestColumn } from '../../../support/run-plan.js';

const arena = createArena(256 << 20);
const MARK = testColumn(50, BOOLEAN);
type Type = PhysicalHashJoin['type'];
const TYPES: readonly PhysicalNestedLoopJoin['type'][] = ['inner', 'left', 'full', 'semi', 'anti', 'mark', 'single'];
const HASH_TYPES: readonly Type[] = [...TYPES, 'right', 'right semi', 'right anti'];
/** Rows come in no order that follows from the left side's alone. */
const isUnordered = (type: Type) => type === 'full' || type === 'right' || type === 'right anti';

const makers: readonly (readonly [SqlType, (random: Random, distinct: number) => SqlValue])[] = [
  [INTEGER, (random, distinct) => random.below(distinct) - 3],
  [SMALLINT, (random, distinct) => random.below(distinct)],
  [INTEGER, (random, distinct) => random.below(Math.min(distinct, 100)) * 47 - 2000],
  [BIGINT, (random, distinct) => BigInt(random.below(Math.min(distinct, 60)) * 83) - (1n << 40n)],
  [DATE, (random, distinct) => random.below(distinct) * 100000],
  [BIGINT, (random, distinct) => BigInt(random.below(distinct)) << 33n],
  [TEXT, (random, distinct) => `${'long '.repeat(random.below(2) * 4)}${random.below(distinct)}`],
];

/** The types whose build side is the left one: what they are called with the sides the other way round. */
const MIRRORED: ReadonlyMap<Type, PhysicalNestedLoopJoin['type']> = new Map([
  ['right', 'left'],
  ['right semi', 'semi'],
  ['right anti', 'anti'],
]);

/** TRUE, FALSE or NULL (undefined) of `a < b`, `a = b` and NOT DISTINCT. */
const less = (a: SqlValue, b: SqlValue) => (a === null || b === null ? undefined : (a as number) < (b as number));
const equal = (a: SqlValue, b: SqlValue) => (a === null || b === null ? undefined : a === b);

/** The join of two lists of rows by the definition, in the order of the left rows and within it of the right rows. */
function joinRows(
  type: Type,
  left: readonly SqlValue[][],
  right: readonly SqlValue[][],
  width: number,
  on: (left: SqlValue[], right: SqlValue[]) => boolean | undefined,
): SqlValue[][] {
  const matched = new Set<SqlValue[]>();
  const absent = (count: number): null[] => Array.from({ length: count }, () => null);
  const rows = left.flatMap((row): SqlValue[][] => {
    const verdicts = right.map((other) => on(row, other));
    const matches = right.filter((_, i) => verdicts[i] === true);
    matches.forEach((other) => matched.add(other));
    switch (type) {
      case 'inner':
        return matches.map((other) => [...row, ...other]);
      case 'semi':
        return matches.length > 0 ? [row] : [];
      case 'anti':
        return matches.length === 0 ? [row] : [];
      case 'mark':
        return [[...row, matches.length > 0 ? true : verdicts.includes(undefined) ? null : false]];
      case 'single':
        if (matches.length > 1) throw new Error('21000');
        break;
      default:
    }
    return matches.length === 0 ? [[...row, ...absent(right[0]?.length ?? width)]] : matches.map((other) => [...row, ...other]);
  });
  return type === 'full' ? [...rows, ...right.filter((row) => !matched.has(row)).map((row) => [...absent(width), ...row])] : rows;
}

interface Case {
  readonly plan: PhysicalPlan;
  readonly outputs: readonly TestColumn[];
  readonly expected: () => SqlValue[][];
}

function makeCase(random: Random, asked: Type, keyCount: number): Case {
  const type = MIRRORED.get(asked) ?? (asked as PhysicalNestedLoopJoin['type']);
  const isMirrored = type !== asked;
  const kinds = Array.from({ length: keyCount }, () => random.pick(makers));
  const distinct = 1 + random.below(random.pick([3, 30, 3000]));
  const nullable = random.below(3) > 0;
  const side = (firstId: number): { columns: TestColumn[]; rows: SqlValue[][] } => ({
    columns: [...kinds.map(([kind], i) => testColumn(firstId + i, kind)), testColumn(firstId + 8, INTEGER), testColumn(firstId + 9, TEXT)],
    rows: Array.from({ length: random.pick([0, 5, 80]) }, (_, i) => [
      ...kinds.map(([, make]) => (nullable && random.below(8) === 0 ? null : make(random, distinct))),
      nullable && random.below(8) === 0 ? null : random.below(10),
      `row ${i} of the table at ${firstId}`,
    ]),
  });
  const [left, right] = [side(10), side(30)];
  const nullSafe = kinds.map(() => random.below(4) === 0);
  const residual = keyCount === 0 ? random.below(5) > 0 : random.below(2) === 0;
  const on = (a: SqlValue[], b: SqlValue[]): boolean | undefined => {
    const verdicts = kinds.map((_, i) => (nullSafe[i] ? a[i] === b[i] : equal(a[i], b[i])));
    if (residual) verdicts.push(less(a[keyCount], b[keyCount]));
    return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
  };
  const conditions: Expr[] = residual
    ? [call(resolveScalar('<', [INTEGER, INTEGER]), [columnExpr(left.columns[keyCount]), columnExpr(right.columns[keyCount])])]
    : [];
  const scan = ({ columns, rows }: typeof left) =>
    memoryScan(
      arena,
      columns,
      partitioned(rows, 1 + random.below(3), (bound) => random.below(bound)),
      nullable,
    );
  const shared = { mark: type === 'mark' ? MARK : undefined, storedTasks: 8, estimatedRows: 1 };
  const pairs = kinds.map((_, i) => [columnExpr(left.columns[i]), columnExpr(right.columns[i])] as const);
  return {
    plan:
      keyCount === 0
        ? { kind: 'NestedLoopJoin', type, ...shared, probe: scan(left), build: scan(right), on: conditions }
        : {
            kind: 'HashJoin',
            type: asked,
            ...shared,
            probe: scan(isMirrored ? right : left),
            build: scan(isMirrored ? left : right),
            residual: conditions,
            keys: pairs.map(([own, other], i) => ({
              probe: isMirrored ? other : own,
              build: isMirrored ? own : other,
              nullSafe: nullSafe[i],
            })),
          },
    outputs:
      type === 'semi' || type === 'anti' ? left.columns : type === 'mark' ? [...left.columns, MARK] : [...left.columns, ...right.columns],
    expected: () => joinRows(type, left.rows, right.rows, right.columns.length, on),
  };
}

function check(random: Random, type: Type, keyCount: number, title: string): void {
  const { plan, outputs, expected } = makeCase(random, type, keyCount);
  const batchRows = random.pick([3, 64]);
  let rows: SqlValue[][];
  try {
    rows = expected();
  } catch {
    assert.throws(
      () => runPlan(arena, plan, outputs, batchRows),
      (error: unknown) => error instanceof SqlError && error.sqlState === '21000',
      title,
    );
    return;
  }
  const keys = (of: readonly SqlValue[][]) => (isUnordered(type) ? of.map(rowKey).sort() : of.map(rowKey));
  assert.deepEqual(keys(runPlan(arena, plan, outputs, batchRows)), keys(rows), title);
}

describe('HashJoin', () => {
  for (const type of HASH_TYPES) {
    it(`${type}: agrees with trying every pair${isUnordered(type) ? '' : ', in order'}`, () => {
      for (let seed = 1; seed <= 40; seed++) check(new Random(seed * 104729), type, 1 + (seed % 3 === 0 ? 1 : 0), `seed ${seed}`);
    });
  }
});

describe('NestedLoopJoin', () => {
  for (const type of TYPES) {
    it(`${type}: agrees with trying every pair${type === 'full' ? '' : ', in order'}`, () => {
      for (let seed = 1; seed <= 15; seed++) check(new Random(seed * 7907), type, 0, `seed ${seed}`);
    });
  }
});
