import { SqlError } from '#quern/errors.js';
import '#quern/functions/index.js';
import type { EvaluateContext } from '#quern/functions/define.js';
import { findCast } from '#quern/functions/resolve.js';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { outputColumns } from '#quern/planner/logical/columns.js';
import type { AggregateCall, ColumnId, Expr, FrameBound, SortKey, SubqueryExpr, WindowCall } from '#quern/planner/logical/expr.js';
import type {
  Aggregate,
  DependentJoin,
  Join,
  LogicalPlan,
  OutputColumn,
  RecursiveUnion,
  Unnest,
  Window,
} from '#quern/planner/logical/plan.js';

/** The values of the columns in sight, by id. */
type Row = ReadonlyMap<ColumnId, SqlValue>;
/** Rows of each table by name, `rows[r][ordinal]`. */
export type Tables = Readonly<Record<string, readonly (readonly SqlValue[])[]>>;

/**
 * Runs a logical plan as literally as its definition reads: row at a time, subqueries and dependent joins by running them again for
 * every row. The oracle for rewrites; only for tests.
 */
export function execute(plan: LogicalPlan, tables: Tables): SqlValue[][] {
  const outputs = outputColumns(plan);
  return new Executor(tables).run(plan, new Map()).map((row) => outputs.map(({ id }) => valueOf(row, id)));
}

function valueOf(row: Row, id: ColumnId): SqlValue {
  const value = row.get(id);
  if (value === undefined) throw new Error(`column ${id} is not in sight`);
  return value;
}

const contextOf = (args: readonly SqlType[], returns: SqlType): EvaluateContext => ({ args, returns, nowMicros: 0n, timeZone: 'UTC' });
const merge = (...rows: readonly Row[]): Row => new Map(rows.flatMap((row) => [...row]));
const nulls = (outputs: readonly OutputColumn[]): Row => new Map(outputs.map(({ id }) => [id, null]));
/** Equal keys for values that GROUP BY holds equal; numbers of all types compare by value. */
const keyOf = (values: readonly SqlValue[]): string =>
  JSON.stringify(values, (_, value) => (typeof value === 'bigint' ? Number(value) : value));

class Executor {
  readonly #lastRounds = new Map<number, readonly SqlValue[][]>();
  constructor(private readonly tables: Tables) {}

  run(plan: LogicalPlan, outer: Row): Row[] {
    const evaluate = (expr: Expr, row: Row): SqlValue => this.evaluate(expr, merge(outer, row));
    const holds = (conjuncts: readonly Expr[], row: Row): boolean => conjuncts.every((conjunct) => evaluate(conjunct, row) === true);
    switch (plan.kind) {
      case 'Scan':
        return this.tables[plan.table.name]
          .map((values): Row => new Map(plan.columns.map(({ id, ordinal }) => [id, values[ordinal]])))
          .filter((row) => holds(plan.conjuncts, row));
      case 'Values':
        return plan.rows.map((values): Row => new Map(plan.columns.map(({ id }, i) => [id, evaluate(values[i], new Map())])));
      case 'Filter':
        return this.run(plan.input, outer).filter((row) => holds(plan.conjuncts, row));
      case 'Project':
        return this.run(plan.input, outer).map((row) => new Map(plan.items.map(({ id, expr }) => [id, evaluate(expr, row)])));
      case 'Aggregate':
        return this.#aggregate(plan, outer);
      case 'Join':
        return this.#join(
          plan,
          this.run(plan.left, outer),
          (() => {
            const right = this.run(plan.right, outer);
            return () => right;
          })(),
          outer,
        );
      case 'DependentJoin':
        return this.#join(plan, this.run(plan.left, outer), (left) => this.run(plan.right, merge(outer, left)), outer);
      case 'Sort':
        return this.#sort(this.run(plan.input, outer), plan.keys, outer);
      case 'Limit': {
        const count = (expr: Expr | undefined): number | undefined => {
          const value = expr === undefined ? null : evaluate(expr, new Map());
          return value === null ? undefined : Number(value);
        };
        const start = count(plan.offset) ?? 0;
        const limit = count(plan.limit);
        return this.run(plan.input, outer).slice(start, limit === undefined ? undefined : start + limit);
      }
      case 'Window':
        return this.#window(plan, outer);
      case 'UnionAll':
        return plan.inputs.flatMap(({ plan: input, sources }) =>
          this.run(input, outer).map((row): Row => new Map(plan.columns.map(({ id }, i) => [id, valueOf(row, sources[i].id)]))),
        );
      case 'Unnest':
        return this.#unnest(plan, outer);
      case 'Materialize':
        return this.run(plan.input, outer).map((row): Row => new Map(plan.columns.map(({ id }, i) => [id, valueOf(row, plan.sources[i])])));
      case 'RecursiveUnion':
        return this.#recurse(plan, outer);
      case 'RecursiveRef':
        return (this.#lastRounds.get(plan.id) ?? []).map((values): Row => new Map(plan.columns.map(({ id }, i) => [id, values[i]])));
      case 'TableFunction':
        throw new Error('no table functions in reference plans');
    }
  }

  #join(plan: Join | DependentJoin, left: readonly Row[], rightFor: (left: Row) => readonly Row[], outer: Row): Row[] {
    const condition = (pair: Row): SqlValue => threeValuedAnd(plan.on.map((conjunct) => () => this.evaluate(conjunct, merge(outer, pair))));
    const noRight = nulls(outputColumns(plan.right));
    const noLeft = nulls(outputColumns(plan.left));
    const matchedRight = new Set<Row>();
    const rows = left.flatMap((row): Row[] => {
      const right = rightFor(row);
      const results = right.map((candidate) => condition(merge(row, candidate)));
      const matches = right.filter((_, i) => results[i] === true);
      for (const match of matches) matchedRight.add(match);
      const pairs = matches.map((match) => merge(row, match));
      switch (plan.type) {
        case 'inner':
        case 'right':
          return pairs;
        case 'left':
        case 'full':
          return pairs.length > 0 ? pairs : [merge(row, noRight)];
        case 'single':
          if (pairs.length > 1) throw new SqlError('21000', 'more than one row returned by a subquery used as an expression');
          return pairs.length > 0 ? pairs : [merge(row, noRight)];
        case 'semi':
          return pairs.length > 0 ? [row] : [];
        case 'anti':
          return pairs.length > 0 ? [] : [row];
        case 'mark':
          return [merge(row, new Map([[plan.mark!.id, pairs.length > 0 ? true : results.includes(null) ? null : false]]))];
      }
    });
    if (plan.type !== 'right' && plan.type !== 'full') return rows;
    return [
      ...rows,
      ...rightFor(new Map())
        .filter((row) => !matchedRight.has(row))
        .map((row) => merge(noLeft, row)),
    ];
  }

  #aggregate(plan: Aggregate, outer: Row): Row[] {
    const input = this.run(plan.input, outer);
    const sets = plan.groupingSets ?? [plan.keys.map((_, i) => i)];
    return sets.flatMap((set) => {
      const groups = new Map<string, { keys: SqlValue[]; rows: Row[] }>();
      if (set.length === 0) groups.set('[]', { keys: [], rows: [] });
      for (const row of input) {
        const keys = set.map((index) => this.evaluate(plan.keys[index].expr, merge(outer, row)));
        const group = groups.get(keyOf(keys));
        if (group === undefined) groups.set(keyOf(keys), { keys, rows: [row] });
        else group.rows.push(row);
      }
      return [...groups.values()].map(({ keys, rows }): Row => {
        const result = new Map<ColumnId, SqlValue>();
        plan.keys.forEach(({ id }, index) => result.set(id, set.includes(index) ? keys[set.indexOf(index)] : null));
        for (const { id, call } of plan.aggregates) result.set(id, this.#callAggregate(call, rows, outer));
        if (plan.groupingId !== undefined)
          result.set(
            plan.groupingId.id,
            plan.keys.reduce((mask, _, i) => (set.includes(i) ? mask : mask | (1 << i)), 0),
          );
        return result;
      });
    });
  }

  #callAggregate(call: AggregateCall, rows: readonly Row[], outer: Row): SqlValue {
    const kept = rows.filter((row) => call.filter === undefined || this.evaluate(call.filter, merge(outer, row)) === true);
    let args = this.#sort(kept, call.orderBy, outer).map((row) => call.args.map((arg) => this.evaluate(arg, merge(outer, row))));
    if (call.distinct) {
      args = [...new Map(args.map((values) => [keyOf(values), values])).values()];
      if (call.orderBy.length === 0) args.sort((a, b) => compareNullsLast(a[0] ?? null, b[0] ?? null));
    }
    return call.fn.evaluate(
      args,
      contextOf(
        call.args.map((arg) => arg.type),
        call.type,
      ),
    );
  }

  #sort(rows: readonly Row[], keys: readonly SortKey[], outer: Row): Row[] {
    const keyed = rows.map((row) => ({ row, values: keys.map((key) => this.evaluate(key.expr, merge(outer, row))) }));
    keyed.sort((a, b) => {
      for (let i = 0; i < keys.length; i++) {
        const order = compareBy(keys[i], a.values[i], b.values[i]);
        if (order !== 0) return order;
      }
      return 0;
    });
    return keyed.map(({ row }) => row);
  }

  #window(plan: Window, outer: Row): Row[] {
    const partitions = new Map<string, Row[]>();
    for (const row of this.run(plan.input, outer)) {
      const key = keyOf(plan.partitionBy.map((expr) => this.evaluate(expr, merge(outer, row))));
      partitions.set(key, [...(partitions.get(key) ?? []), row]);
    }
    return [...partitions.values()].flatMap((rows) => {
      const sorted = this.#sort(rows, plan.orderBy, outer);
      const peers = sorted.map((row) => keyOf(plan.orderBy.map((key) => this.evaluate(key.expr, merge(outer, row)))));
      return sorted.map((row, index) =>
        merge(row, new Map(plan.items.map(({ id, call }) => [id, this.#callWindow(call, sorted, peers, index, outer)]))),
      );
    });
  }

  #callWindow(call: WindowCall, rows: readonly Row[], peers: readonly string[], index: number, outer: Row): SqlValue {
    if (call.fn.kind === 'window') {
      if (call.fn.name === 'row_number') return BigInt(index + 1);
      if (call.fn.name === 'rank') return peers.indexOf(peers[index]) + 1;
      throw new Error(`no reference for the window function ${call.fn.name}`);
    }
    const bound = (end: FrameBound, isStart: boolean): number => {
      switch (end.kind) {
        case 'UnboundedPreceding':
          return 0;
        case 'UnboundedFollowing':
          return rows.length;
        case 'CurrentRow':
          if (call.frame.mode === 'ROWS') return isStart ? index : index + 1;
          return isStart ? peers.indexOf(peers[index]) : peers.lastIndexOf(peers[index]) + 1;
        default: {
          const offset = Number(this.evaluate(end.offset, outer)) * (end.kind === 'Preceding' ? -1 : 1);
          return Math.max(0, Math.min(rows.length, index + offset + (isStart ? 0 : 1)));
        }
      }
    };
    const frame = rows.slice(bound(call.frame.start, true), bound(call.frame.end, false));
    return this.#callAggregate(
      { fn: call.fn, args: call.args, distinct: false, orderBy: [], type: call.type, ...(call.filter && { filter: call.filter }) },
      frame,
      outer,
    );
  }

  #unnest(plan: Unnest, outer: Row): Row[] {
    return this.run(plan.input, outer).flatMap((row) => {
      const arrays = plan.arrays.map((array) => (this.evaluate(array, merge(outer, row)) ?? []) as readonly SqlValue[]);
      const length = Math.max(0, ...arrays.map((array) => array.length));
      const elements = Array.from(
        { length },
        (_, i): Row =>
          new Map<ColumnId, SqlValue>([
            ...plan.columns.map(({ id }, c) => [id, arrays[c][i] ?? null] as const),
            ...(plan.ordinality === undefined ? [] : [[plan.ordinality.id, BigInt(i + 1)] as const]),
          ]),
      );
      if (elements.length === 0 && plan.outer)
        elements.push(nulls([...plan.columns, ...(plan.ordinality === undefined ? [] : [plan.ordinality])]));
      return elements.map((element) => merge(row, element));
    });
  }

  #recurse(plan: RecursiveUnion, outer: Row): Row[] {
    const seen = new Set<string>();
    const isNew = (values: readonly SqlValue[]): boolean => {
      if (!plan.distinct) return true;
      const fresh = !seen.has(keyOf(values));
      seen.add(keyOf(values));
      return fresh;
    };
    const saved = this.#lastRounds.get(plan.id);
    let round = this.run(plan.base, outer)
      .map((row) => plan.baseSources.map(({ id }) => valueOf(row, id)))
      .filter(isNew);
    const all: SqlValue[][] = [];
    while (round.length > 0) {
      all.push(...round);
      if (all.length > 10_000) throw new Error('endless recursion');
      this.#lastRounds.set(plan.id, round);
      round = this.run(plan.step, outer)
        .map((row) => plan.stepSources.map(({ id }) => valueOf(row, id)))
        .filter(isNew);
    }
    if (saved !== undefined) this.#lastRounds.set(plan.id, saved);
    return all.map((values) => new Map(plan.columns.map(({ id }, i) => [id, values[i]])));
  }

  evaluate(expr: Expr, row: Row): SqlValue {
    const value = (part: Expr): SqlValue => this.evaluate(part, row);
    switch (expr.kind) {
      case 'Column':
        return valueOf(row, expr.id);
      case 'Literal':
        return expr.value;
      case 'Call': {
        const args = expr.args.map(value);
        if (expr.fn.nulls === 'propagate' && args.includes(null)) return null;
        return expr.fn.evaluate(
          args,
          contextOf(
            expr.args.map((arg) => arg.type),
            expr.type,
          ),
        );
      }
      case 'Cast': {
        const input = value(expr.input);
        if (input === null || expr.input.type.kind === expr.type.kind) return input;
        return findCast(expr.input.type, expr.type, 'explicit')!.evaluate(input, contextOf([expr.input.type], expr.type));
      }
      case 'And':
        return threeValuedAnd(expr.args.map((arg) => () => value(arg)));
      case 'Or':
        return negate(threeValuedAnd(expr.args.map((arg) => () => negate(value(arg)))));
      case 'Not':
        return negate(value(expr.arg));
      case 'IsNull':
        return (value(expr.arg) === null) !== expr.negated;
      case 'IsBoolean':
        return (value(expr.arg) === expr.test) !== expr.negated;
      case 'Distinct':
        return (keyOf([value(expr.left)]) !== keyOf([value(expr.right)])) !== expr.negated;
      case 'Case':
        return value(expr.branches.find(({ when }) => value(when) === true)?.then ?? expr.otherwise);
      case 'Coalesce': {
        for (const arg of expr.args) {
          const result = value(arg);
          if (result !== null) return result;
        }
        return null;
      }
      case 'InList': {
        const arg = value(expr.arg);
        const items = expr.items.map(value);
        if (arg === null) return items.length > 0 ? null : false;
        return items.some((item) => item !== null && keyOf([item]) === keyOf([arg])) ? true : items.includes(null) ? null : false;
      }
      case 'Subquery':
        return this.#subquery(expr, row);
      case 'Parameter':
        throw new Error('a logical plan has no parameters');
    }
  }

  #subquery(expr: SubqueryExpr, row: Row): SqlValue {
    const rows = this.run(expr.plan, row);
    switch (expr.form) {
      case 'exists':
        return rows.length > 0;
      case 'array':
        return rows.map((inner) => valueOf(inner, expr.outputs[0].id));
      case 'scalar':
        if (rows.length > 1) throw new SqlError('21000', 'more than one row returned by a subquery used as an expression');
        return rows.length === 0 ? null : valueOf(rows[0], expr.outputs[0].id);
      case 'any':
      case 'all': {
        const args = expr.args.map((arg) => this.evaluate(arg, row));
        const results = rows.map((inner) =>
          threeValuedAnd(
            expr.comparisons.map((fn, i) => () => {
              const other = valueOf(inner, expr.outputs[i].id);
              return args[i] === null || other === null
                ? null
                : fn.evaluate([args[i], other], contextOf([expr.args[i].type, expr.outputs[i].type], expr.type));
            }),
          ),
        );
        return expr.form === 'all'
          ? threeValuedAnd(results.map((result) => () => result))
          : negate(threeValuedAnd(results.map((result) => () => negate(result))));
      }
    }
  }
}

const negate = (value: SqlValue): SqlValue => (value === null ? null : !value);

function threeValuedAnd(terms: readonly (() => SqlValue)[]): SqlValue {
  let result: SqlValue = true;
  for (const term of terms) {
    const value = term();
    if (value === false) return false;
    if (value === null) result = null;
  }
  return result;
}

function compareNullsLast(a: SqlValue, b: SqlValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBy(key: SortKey, a: SqlValue, b: SqlValue): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === key.nullsFirst ? -1 : 1;
  const order = a < b ? -1 : a > b ? 1 : 0;
  return key.descending ? -order : order;
}
