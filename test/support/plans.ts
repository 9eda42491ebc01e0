import { aggregate, scalar, windowFunction } from '#quern/functions/define.js';
import type { AggregateFunction, ScalarFunction } from '#quern/functions/define.js';
import { BOOLEAN, INTEGER } from '#quern/data/types.js';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { divisionByZero } from '#quern/errors.js';
import { columnIds } from '#quern/planner/logical/columns.js';
import type { NewColumnId } from '#quern/planner/logical/columns.js';
import { column, literal } from '#quern/planner/logical/make.js';
import type { AggregateCall, CallExpr, ColumnExpr, Expr } from '#quern/planner/logical/expr.js';
import type { AggregateItem, LogicalPlan, OutputColumn, ProjectItem, Scan } from '#quern/planner/logical/plan.js';
import type { ColumnStatistics, TableRef } from '#quern/planner/catalog.js';

const comparison = (name: string, holds: (order: number) => boolean): ScalarFunction =>
  scalar({
    name,
    args: ['integer', 'integer'],
    returns: BOOLEAN,
    nulls: 'propagate',
    volatility: 'immutable',
    total: true,
    doc: 'A comparison.',
    examples: [],
    evaluate: ([a, b]) => holds(a < b ? -1 : a > b ? 1 : 0),
  });
const arithmetic = (name: string, evaluate: (a: number, b: number) => number, total = false): ScalarFunction =>
  scalar({
    name,
    args: ['integer', 'integer'],
    returns: INTEGER,
    nulls: 'propagate',
    volatility: 'immutable',
    total,
    doc: 'Arithmetic.',
    examples: [],
    evaluate: ([a, b]) => evaluate(Number(a), Number(b)),
  });

/** Integer functions for plans built by hand: only their reference forms. */
export const FUNCTIONS = {
  equal: comparison('=', (order) => order === 0),
  notEqual: comparison('<>', (order) => order !== 0),
  less: comparison('<', (order) => order < 0),
  lessOrEqual: comparison('<=', (order) => order <= 0),
  greater: comparison('>', (order) => order > 0),
  greaterOrEqual: comparison('>=', (order) => order >= 0),
  add: arithmetic('+', (a, b) => a + b),
  divide: arithmetic('/', (a, b) => {
    if (b === 0) throw divisionByZero();
    return Math.trunc(a / b);
  }),
};

const aggregateBy = (
  name: string,
  orderSensitive: boolean,
  ignoresDistinct: boolean,
  returns: SqlType,
  evaluate: (rows: readonly (readonly SqlValue[])[]) => SqlValue,
  args = 1,
): AggregateFunction =>
  aggregate({
    name,
    args: args === 0 ? [] : ['any'],
    returns,
    doc: 'An aggregate.',
    examples: [],
    nulls: 'see',
    orderSensitive,
    ignoresDistinct,
    stateBytes: () => 8,
    update: () => undefined,
    merge: () => undefined,
    finish: () => {
      throw new Error('reference only');
    },
    evaluate,
  });
const present = (rows: readonly (readonly SqlValue[])[]): number[] => rows.filter((row) => row[0] !== null).map((row) => Number(row[0]));
const orNull = <T>(values: readonly T[], compute: (values: readonly T[]) => SqlValue): SqlValue =>
  values.length === 0 ? null : compute(values);

export const AGGREGATES = {
  countRows: aggregateBy('count', false, false, INTEGER, (rows) => rows.length, 0),
  count: aggregateBy('count', false, false, INTEGER, (rows) => present(rows).length),
  sum: aggregateBy('sum', false, false, INTEGER, (rows) => orNull(present(rows), (values) => values.reduce((a, b) => a + b))),
  min: aggregateBy('min', false, true, INTEGER, (rows) => orNull(present(rows), (values) => Math.min(...values))),
  arrayAgg: aggregateBy('array_agg', true, false, { kind: 'array', element: INTEGER }, (rows) =>
    orNull(rows, () => rows.map((row) => row[0])),
  ),
};

export const WINDOWS = {
  rank: windowFunction({
    name: 'rank',
    args: [],
    returns: INTEGER,
    doc: 'Ranks rows.',
    examples: [],
    usesFrame: false,
    compile: () => {
      throw new Error('reference only');
    },
  }),
};

/** Makes plans by hand: fresh ids, integer columns, short names. */
export class PlanMaker {
  readonly newId: NewColumnId = columnIds();

  output(name: string, type: SqlType = INTEGER): OutputColumn {
    return { id: this.newId(), name, type };
  }

  scan(table: TableRef): Scan {
    return {
      kind: 'Scan',
      table,
      conjuncts: [],
      columns: table.columns.map(({ name, type }, ordinal) => ({ ...this.output(name, type), ordinal })),
    };
  }

  item(name: string, expr: Expr): ProjectItem {
    return { ...this.output(name, expr.type), expr };
  }

  aggregate(name: string, fn: AggregateFunction, args: readonly Expr[], options: Partial<AggregateCall> = {}): AggregateItem {
    const type = typeof fn.returns === 'function' ? fn.returns(args.map((arg) => arg.type)) : fn.returns;
    return { ...this.output(name, type), call: { fn, args, distinct: false, orderBy: [], type, ...options } };
  }
}

export function tableOf(
  name: string,
  columnNames: readonly string[],
  options: { nullable?: boolean; rowCount?: number; statistics?: readonly ColumnStatistics[] } = {},
): TableRef {
  return {
    name,
    columns: columnNames.map((columnName) => ({ name: columnName, type: INTEGER, nullable: options.nullable ?? true })),
    rowCount: options.rowCount ?? 10,
    rowCountExact: true,
    statistics: options.statistics ?? columnNames.map(() => ({})),
    source: { kind: 'memory', tableId: 0 },
  };
}

export const int = (value: number | null): Expr => literal(value, INTEGER);
export const callOf = (fn: ScalarFunction, ...args: Expr[]): CallExpr => ({
  kind: 'Call',
  fn,
  args,
  type: typeof fn.returns === 'function' ? fn.returns(args.map((arg) => arg.type)) : fn.returns,
});
export const equal = (a: Expr, b: Expr): CallExpr => callOf(FUNCTIONS.equal, a, b);
/** Column `index` of a plan's own list. */
export const at = (plan: { readonly columns: readonly OutputColumn[] }, index: number): ColumnExpr => column(plan.columns[index]);
export const filter = (input: LogicalPlan, ...conjuncts: Expr[]): LogicalPlan => ({ kind: 'Filter', input, conjuncts });
