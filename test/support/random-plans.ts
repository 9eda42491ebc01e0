import { BIGINT, BOOLEAN, INTEGER } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { outputColumns } from '#quern/planner/logical/columns.js';
import type { AggregateCall, ColumnExpr, Expr, SortKey, SubqueryExpr } from '#quern/planner/logical/expr.js';
import { and, column, isNull, literal, not, or, pass } from '#quern/planner/logical/make.js';
import type { LogicalPlan, OutputColumn, ProjectItem } from '#quern/planner/logical/plan.js';
import type { ColumnStatistics, TableRef } from '#quern/planner/catalog.js';
import { AGGREGATES, callOf, FUNCTIONS, int, PlanMaker, tableOf, WINDOWS } from './plans.js';
import type { Tables } from './reference-executor.js';

/** A small generator (mulberry32): the same seed gives the same numbers everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a file would state of a column with these values. */
function statisticsOf(column: readonly (number | null)[]): ColumnStatistics {
  const values = column.filter((value) => value !== null);
  const nullCount = column.length - values.length;
  if (values.length === 0) return { nullCount };
  return { min: Math.min(...values), max: Math.max(...values), minExact: true, maxExact: true, nullCount };
}

/** Random plans over small integer tables with many NULLs, correlated subqueries of every form among their expressions. */
export class RandomPlans {
  readonly #make = new PlanMaker();
  readonly #random: () => number;
  readonly tables: Tables;
  readonly #refs: readonly TableRef[];

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    const refs: TableRef[] = [];
    const tables: Record<string, SqlValue[][]> = {};
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      const nullable = index < 2;
      const rows = Array.from({ length: this.#below(5) }, () => [this.#value(nullable), this.#value(nullable)]);
      const statistics = ['x', 'y'].map((_, column) => statisticsOf(rows.map((row) => row[column])));
      refs.push(tableOf(name, ['x', 'y'], { nullable, rowCount: rows.length, statistics }));
      tables[name] = rows;
    }
    this.#refs = refs;
    this.tables = tables;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
  #chance(probability: number): boolean {
    return this.#random() < probability;
  }
  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)];
  }
  #value(nullable = true): number | null {
    return nullable && this.#chance(0.25) ? null : this.#below(4);
  }

  /** A plan whose expressions may read `outer`. Only integers come out. */
  plan(depth: number, outer: readonly ColumnExpr[] = []): LogicalPlan {
    const inner = (): LogicalPlan => this.plan(depth - 1, outer);
    if (depth <= 0) return this.#leaf(outer);
    switch (this.#below(19)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        const input = inner();
        const conjuncts = Array.from({ length: 1 + this.#below(2) }, () => this.predicate(this.#columns(input), outer, depth));
        return { kind: 'Filter', input, conjuncts };
      }
      case 4:
      case 5: {
        const input = inner();
        const columns = this.#columns(input);
        const items: ProjectItem[] = Array.from({ length: 1 + this.#below(2) }, () =>
          this.#make.item('p', this.number(columns, outer, depth)),
        );
        if (this.#chance(0.5) && columns.length > 0) items.push(pass(this.#pick(columns)));
        return { kind: 'Project', input, items };
      }
      case 6:
      case 7: {
        const input = inner();
        const columns = this.#columns(input);
        const keys = Array.from({ length: this.#below(3) }, () =>
          this.#make.item('k', this.#chance(0.7) ? this.#pick(columns) : this.number(columns, outer, 1)),
        );
        const aggregates = Array.from({ length: keys.length === 0 ? 1 + this.#below(2) : this.#below(3) }, () =>
          this.#aggregate(columns, outer),
        );
        const grouped: LogicalPlan = { kind: 'Aggregate', input, keys, aggregates };
        if (keys.length < 2 || this.#chance(0.7)) return grouped;
        const sets = Array.from({ length: 1 + this.#below(3) }, () => keys.map((_, i) => i).filter(() => this.#chance(0.5)));
        return { ...grouped, groupingSets: sets, groupingId: this.#make.output('grouping') };
      }
      case 8:
      case 9:
      case 10:
      case 11: {
        const type = this.#pick(['inner', 'inner', 'left', 'left', 'right', 'full', 'semi', 'anti'] as const);
        const left = inner();
        const right = inner();
        const on = Array.from({ length: this.#below(3) }, () =>
          this.predicate([...this.#columns(left), ...this.#columns(right)], outer, type === 'full' ? 0 : 1),
        );
        return { kind: 'Join', type, left, right, on };
      }
      case 12: {
        const left = inner();
        const right = this.plan(depth - 1, [...outer, ...this.#columns(left)]);
        const type = this.#pick(['inner', 'left'] as const);
        const on = Array.from({ length: this.#below(2) }, () =>
          this.predicate([...this.#columns(left), ...this.#columns(right)], outer, 0),
        );
        return { kind: 'DependentJoin', type, left, right, on };
      }
      case 13: {
        const inputs = [inner(), inner()];
        const width = Math.min(...inputs.map((input) => outputColumns(input).length));
        const columns: OutputColumn[] = Array.from({ length: width }, () => this.#make.output('u'));
        return { kind: 'UnionAll', inputs: inputs.map((plan) => ({ plan, sources: this.#columns(plan).slice(0, width) })), columns };
      }
      case 14: {
        const input = inner();
        const sorted: LogicalPlan = { kind: 'Sort', input, keys: this.#allKeys(input) };
        return {
          kind: 'Limit',
          input: sorted,
          limit: this.#count(this.#chance(0.8) ? this.#below(4) : null),
          ...(this.#chance(0.4) && { offset: this.#count(this.#below(3)) }),
        };
      }
      case 15: {
        const input = inner();
        const columns = this.#columns(input);
        const partitionBy = Array.from({ length: this.#below(2) }, () => this.number(columns, outer, 1));
        const frame = { mode: 'RANGE', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } } as const;
        const call = this.#chance(0.5)
          ? { fn: WINDOWS.rank, args: [], type: INTEGER }
          : { fn: AGGREGATES.sum, args: [this.#pick(columns)], type: INTEGER };
        return {
          kind: 'Window',
          input,
          partitionBy,
          orderBy: this.#allKeys(input),
          items: [{ ...this.#make.output('w'), call: { ...call, ignoreNulls: false, frame } }],
        };
      }
      case 16:
      case 17:
        return this.#region(outer);
      default: {
        const input = this.plan(depth - 1);
        const id: number = this.#make.newId();
        const reader = (): LogicalPlan => {
          const sources = outputColumns(input).map((output) => output.id);
          return { kind: 'Materialize', id, input, columns: sources.map(() => this.#make.output('m')), sources };
        };
        const [left, right] = [reader(), reader()];
        return {
          kind: 'Join',
          type: this.#pick(['inner', 'left'] as const),
          left,
          right,
          on: [this.predicate([...this.#columns(left), ...this.#columns(right)], outer, 0)],
        };
      }
    }
  }

  /** Several scans under joins of all types on equalities, and a filter: something to reorder. */
  #region(outer: readonly ColumnExpr[]): LogicalPlan {
    let plan: LogicalPlan = this.#leaf(outer);
    for (let i = 1 + this.#below(3); i > 0; i--) {
      const right = this.#leaf(outer);
      const type = this.#pick(['inner', 'inner', 'inner', 'left', 'semi', 'anti'] as const);
      const on = Array.from({ length: 1 + this.#below(2) }, () =>
        callOf(FUNCTIONS.equal, this.#pick(this.#columns(plan)), this.#pick(this.#columns(right))),
      );
      plan = { kind: 'Join', type, left: plan, right, on };
    }
    const conjuncts = Array.from({ length: this.#below(3) }, () => this.predicate(this.#columns(plan), outer, 1));
    return conjuncts.length === 0 ? plan : { kind: 'Filter', input: plan, conjuncts };
  }

  #leaf(outer: readonly ColumnExpr[]): LogicalPlan {
    if (this.#chance(0.15)) {
      const columns = [this.#make.output('v')];
      return { kind: 'Values', columns, rows: Array.from({ length: 1 + this.#below(2) }, () => [this.number([], outer, 0)]) };
    }
    const scan = this.#make.scan(this.#pick(this.#refs));
    if (outer.length === 0 || this.#chance(0.4)) return scan;
    const own = this.#columns(scan);
    return {
      kind: 'Filter',
      input: scan,
      conjuncts: [callOf(this.#chance(0.7) ? FUNCTIONS.equal : FUNCTIONS.less, this.#pick(own), this.#pick(outer))],
    };
  }

  #columns(plan: LogicalPlan): ColumnExpr[] {
    return outputColumns(plan).map((output) => column(output));
  }

  #allKeys(plan: LogicalPlan): SortKey[] {
    return this.#columns(plan).map((expr) => ({ expr, descending: this.#chance(0.3), nullsFirst: this.#chance(0.3) }));
  }

  #count(value: number | null): Expr {
    return literal(value === null ? null : BigInt(value), BIGINT);
  }

  #aggregate(columns: readonly ColumnExpr[], outer: readonly ColumnExpr[]) {
    const fn = this.#pick([AGGREGATES.countRows, AGGREGATES.count, AGGREGATES.sum, AGGREGATES.min]);
    const options: Partial<AggregateCall> = {
      distinct: fn !== AGGREGATES.countRows && this.#chance(0.3),
      ...(this.#chance(0.25) && { filter: this.predicate(columns, outer, 0) }),
    };
    return this.#make.aggregate(
      'g',
      fn,
      fn === AGGREGATES.countRows ? [] : [this.#chance(0.8) ? this.#pick(columns) : this.number(columns, outer, 0)],
      options,
    );
  }

  number(columns: readonly ColumnExpr[], outer: readonly ColumnExpr[], depth: number): Expr {
    const all = [...columns, ...columns, ...outer];
    const choice = this.#below(depth > 0 ? 9 : 6);
    if (choice < 3) return all.length === 0 ? int(this.#value()) : this.#pick(all);
    switch (choice) {
      case 3:
        return int(this.#value());
      case 4:
        return callOf(FUNCTIONS.add, this.number(columns, outer, 0), this.number(columns, outer, 0));
      case 5:
        return { kind: 'Coalesce', args: [this.number(columns, outer, 0), int(this.#below(4))], type: INTEGER };
      case 6:
        return {
          kind: 'Case',
          branches: [{ when: this.predicate(columns, outer, 0), then: this.number(columns, outer, 0) }],
          otherwise: this.number(columns, outer, 0),
          type: INTEGER,
        };
      default: {
        const input = this.plan(depth - 1, [...outer, ...columns]);
        const plan: LogicalPlan = this.#chance(0.6)
          ? { kind: 'Aggregate', input, keys: [], aggregates: [this.#aggregate(this.#columns(input), [...outer, ...columns])] }
          : { kind: 'Limit', input: { kind: 'Sort', input, keys: this.#allKeys(input) }, limit: this.#count(1) };
        return this.#subquery('scalar', plan, []);
      }
    }
  }

  #subquery(form: SubqueryExpr['form'], plan: LogicalPlan, args: readonly Expr[]): SubqueryExpr {
    const outputs = this.#columns(plan).slice(0, Math.max(1, args.length));
    const comparisons = args.map(() => this.#pick([FUNCTIONS.equal, FUNCTIONS.equal, FUNCTIONS.notEqual, FUNCTIONS.less]));
    return { kind: 'Subquery', form, plan, args, comparisons, outputs, type: form === 'scalar' ? INTEGER : BOOLEAN };
  }

  predicate(columns: readonly ColumnExpr[], outer: readonly ColumnExpr[], depth: number): Expr {
    const number = (): Expr => this.number(columns, outer, 0);
    const inner = (): Expr => this.predicate(columns, outer, depth - 1);
    const choice = this.#below(depth > 0 ? 14 : 7);
    switch (choice) {
      case 0:
      case 1:
      case 2:
        return callOf(FUNCTIONS.equal, number(), number());
      case 3:
        return callOf(this.#pick([FUNCTIONS.less, FUNCTIONS.notEqual, FUNCTIONS.greaterOrEqual]), number(), number());
      case 4:
        return isNull(number(), this.#chance(0.5));
      case 5:
        return { kind: 'InList', arg: number(), items: [int(this.#value()), number()], type: BOOLEAN };
      case 6:
        return this.#chance(0.5)
          ? { kind: 'Distinct', left: number(), right: number(), negated: this.#chance(0.5), type: BOOLEAN }
          : {
              kind: 'IsBoolean',
              arg: callOf(FUNCTIONS.equal, number(), number()),
              test: this.#pick([true, false, null]),
              negated: this.#chance(0.5),
              type: BOOLEAN,
            };
      case 7:
        return and([inner(), inner()]);
      case 8:
        return or([inner(), inner()]);
      case 9:
        return not(inner());
      case 10:
      case 11: {
        const exists = this.#subquery('exists', this.plan(depth - 1, [...outer, ...columns]), []);
        return this.#chance(0.4) ? not(exists) : exists;
      }
      default: {
        const any = this.#subquery(this.#pick(['any', 'any', 'any', 'all'] as const), this.plan(depth - 1, [...outer, ...columns]), [
          number(),
        ]);
        return this.#chance(0.4) ? not(any) : any;
      }
    }
  }
}
