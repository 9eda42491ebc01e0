import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { array, decimal, INTEGER, TEXT, typeName, type SqlType, type TypeKind } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import '#quern/functions/index.js';
import type { AggregateFunction, ArgPattern, CastFunction, EvaluateContext, ScalarFunction } from '#quern/functions/define.js';
import { aggregateFunctions, castFunctions, scalarFunctions } from '#quern/functions/registry.js';
import { resolveAggregate, resolveScalar, type Resolved } from '#quern/functions/resolve.js';
import type { Expr } from '#quern/planner/logical/expr.js';
import { Random, testSeed } from '../../support/random.js';
import { randomValue } from '../../support/random-values.js';
import { columnExpr, memoryScan, partitioned, rowKey, runPlan, testColumn } from '../../support/run-plan.js';

const seed = testSeed();
const random = new Random(seed);
const arena = createArena(256 << 20);
const ROWS = 60;
const FAILING_ROWS = 3;

const contextOf = (args: readonly SqlType[], returns: SqlType): EvaluateContext => ({ args, returns, nowMicros: 0n, timeZone: 'UTC' });

function randomType(kind: TypeKind): SqlType {
  switch (kind) {
    case 'decimal': {
      const precision = random.pick([1, 4, 9, 10, 15, 18, 19, 30, 38]);
      return decimal(precision, random.below(Math.min(precision, 20) + 1));
    }
    case 'array':
      return array(random.pick([INTEGER, TEXT]));
    case 'struct':
      return {
        kind,
        fields: [
          { name: 'a', type: INTEGER },
          { name: 'b', type: TEXT },
        ],
      };
    case 'map':
      return { kind, key: TEXT, value: INTEGER };
    default:
      return { kind } as SqlType;
  }
}

const ELEMENTS: readonly TypeKind[] = ['integer', 'bigint', 'double', 'decimal', 'text', 'boolean', 'date', 'uuid', 'interval'];

/** Argument types for one overload; a few of them where patterns or decimals leave a choice. */
function signatures(fn: ScalarFunction | AggregateFunction): SqlType[][] {
  const patterns: ArgPattern[] = [...fn.args, ...(fn.variadic === undefined ? [] : [fn.variadic, fn.variadic])];
  const isOpen = patterns.some((pattern) => ['any', 'non-array', 'element', 'array-of-element', 'decimal'].includes(pattern));
  return Array.from({ length: isOpen ? 5 : 1 }, () => {
    const element = randomType(random.pick(ELEMENTS));
    const count = patterns.length - random.below((fn.optionalArgs ?? 0) + 1);
    return patterns.slice(0, count).map((pattern): SqlType => {
      if (pattern === 'element') return element;
      if (pattern === 'array-of-element') return array(element);
      return randomType(pattern === 'any' || pattern === 'non-array' ? random.pick(ELEMENTS) : pattern);
    });
  });
}

/** Integers beside strings are lengths and positions: large ones would only fill the memory. */
function row(types: readonly SqlType[], nullable: boolean): SqlValue[] {
  const hasText = types.some(({ kind }) => kind === 'text' || kind === 'bytea');
  return types.map((type) => {
    if (nullable && random.below(8) === 0) return null;
    return hasText && type.kind === 'integer' ? random.below(40) - 10 : randomValue(random, type);
  });
}

const columnsOf = (types: readonly SqlType[]) => types.map((type, i) => testColumn(1 + i, type));

function project(
  types: readonly SqlType[],
  rows: readonly (readonly SqlValue[])[],
  returns: SqlType,
  exprOf: (args: Expr[]) => Expr,
): SqlValue[] {
  const columns = types.length > 0 ? columnsOf(types) : [testColumn(1, INTEGER)];
  const output = testColumn(100, returns);
  const nullable = rows.some((values) => values.includes(null));
  const input = memoryScan(arena, columns, [types.length > 0 ? rows : rows.map(() => [0])], nullable);
  const plan = {
    kind: 'Project' as const,
    input,
    items: [{ ...output, expr: exprOf(types.length > 0 ? columns.map(columnExpr) : []) }],
    estimatedRows: rows.length,
  };
  return runPlan(arena, plan, [output]).map(([value]) => value);
}

/** Equal as values; doubles to the last bit. */
function assertSame(actual: readonly SqlValue[], expected: readonly SqlValue[], rows: readonly (readonly SqlValue[])[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => assert.equal(rowKey([value]), rowKey([expected[i]]), `for ${rowKey(rows[i] ?? [])}`));
}

/** Rows that evaluate without an error must give the same values compiled, and those that raise must raise the same SQLSTATE. */
function compare(
  types: readonly SqlType[],
  returns: SqlType,
  evaluate: (values: readonly SqlValue[]) => SqlValue,
  exprOf: (args: Expr[]) => Expr,
): void {
  const good: SqlValue[][] = [];
  const expected: SqlValue[] = [];
  const bad: [SqlValue[], string][] = [];
  for (let i = 0; i < ROWS; i++) {
    const values = row(types, i % 2 === 0);
    try {
      const value = evaluate(values);
      if (typeof value === 'string' && value.length > 100_000) continue; // lpad and repeat make what the arena of a test cannot hold
      expected.push(value);
      good.push(values);
    } catch (error) {
      const { sqlState } = error as { sqlState?: string };
      if (sqlState === undefined || sqlState === 'XX000') throw error;
      bad.push([values, sqlState]);
    }
  }
  assertSame(project(types, good, returns, exprOf), expected, good);
  for (const [values, sqlState] of bad.slice(0, FAILING_ROWS)) {
    assert.throws(() => project(types, [values], returns, exprOf), { sqlState }, `for ${rowKey(values)}`);
  }
}

function scalarExpr({ fn, args, returns }: Resolved<ScalarFunction>): (columns: Expr[]) => Expr {
  return (columns) => ({ kind: 'Call', fn, args: columns.map((column, i) => ({ ...column, type: args[i] })), type: returns });
}

describe(`compiled forms equal evaluate (seed ${seed})`, () => {
  for (const [name, overloads] of scalarFunctions()) {
    for (const fn of overloads.filter(({ compile, volatility }) => compile !== undefined && volatility !== 'volatile')) {
      it(fn.id!, () => {
        for (const types of signatures(fn)) {
          const call = resolveScalar(name, types);
          if (call.fn.id !== fn.id) continue;
          const context = contextOf(call.args, call.returns);
          const evaluate = (values: readonly SqlValue[]) =>
            fn.nulls === 'propagate' && values.includes(null) ? null : fn.evaluate(values, context);
          compare(call.args, call.returns, evaluate, scalarExpr(call));
        }
      });
    }
  }

  const casts: readonly CastFunction[] = [...castFunctions().values()].filter(({ compile }) => compile !== undefined);
  for (const cast of casts) {
    it(`cast ${cast.from} to ${cast.to}`, () => {
      for (let i = 0; i < (cast.from === 'decimal' || cast.to === 'decimal' ? 10 : 2); i++) {
        const [from, to] = [randomType(cast.from), randomType(cast.to)];
        for (const lenient of [false, true]) {
          const evaluate = ([value]: readonly SqlValue[]): SqlValue => {
            if (value === null) return null;
            try {
              return cast.evaluate(value, contextOf([from], to));
            } catch (error) {
              if (lenient) return null;
              throw error;
            }
          };
          compare([from], to, evaluate, ([input]) => ({ kind: 'Cast', input, type: to, lenient }));
        }
      }
    });
  }

  for (const [name, overloads] of aggregateFunctions()) {
    for (const fn of overloads) {
      it(`aggregate ${fn.id}`, () => {
        for (const types of signatures(fn).flatMap((signature) => [signature, signature, signature])) {
          const call = resolveAggregate(name, types);
          if (call.fn.id !== fn.id) continue;
          compareAggregate(call);
        }
      });
    }
  }
});

function compareAggregate({ fn, args, returns }: Resolved<AggregateFunction>): void {
  const output = testColumn(100, returns);
  const columns = args.length > 0 ? columnsOf(args) : [testColumn(1, INTEGER)];
  const rows = Array.from({ length: random.pick([0, 1, 5, 300]) }, () =>
    row(
      columns.map(({ type }) => type),
      true,
    ),
  );
  const call = { fn, args: args.length > 0 ? columns.map(columnExpr) : [], distinct: false, orderBy: [], type: returns };
  const run = (partitions: number) =>
    runPlan(
      arena,
      {
        kind: 'HashAggregate',
        isLocal: false,
        rangeKeys: 0,
        hasWholeGroups: false,
        input: memoryScan(
          arena,
          columns,
          partitioned(rows, partitions, (bound) => random.below(bound)),
        ),
        keys: [],
        aggregates: [{ ...output, call }],
        estimatedRows: 1,
      },
      [output],
      random.pick([7, 64]),
    ).map(([value]) => value);
  let expected: SqlValue;
  try {
    expected = fn.evaluate(args.length > 0 ? rows : rows.map(() => []), contextOf(args, returns));
  } catch (error) {
    const { sqlState } = error as { sqlState?: string };
    assert.notEqual(sqlState, undefined, String(error));
    assert.throws(() => run(1), { sqlState });
    return;
  }
  for (const partitions of [1, 4])
    assert.equal(rowKey(run(partitions)), rowKey([expected]), `${fn.name}(${args.map(typeName).join(', ')}) over ${rows.length} rows`);
}
