import { InternalError, unsupported } from '../../../errors.js';
import { inputsOf } from '../../logical/children.js';
import { freeColumns, outputColumns } from '../../logical/columns.js';
import { isVolatile, mayRaise } from '../../logical/effects.js';
import type { AggregateCall, ColumnExpr, ColumnId, Expr } from '../../logical/expr.js';
import { column, conjunctsOf, filterOf, isNull, literal, pass, sameValue } from '../../logical/make.js';
import type {
  Aggregate,
  Filter,
  Join,
  Limit,
  LogicalPlan,
  OutputColumn,
  ProjectItem,
  RecursiveUnion,
  UnionAll,
  Values,
} from '../../logical/plan.js';
import { mapExprs, substitute, substituteFree } from '../../logical/rewrite.js';
import type { EvaluateContext } from '../../../functions/define.js';
import { rowNumberItem, withinLimit } from '../fold-limits.js';
import type { RuleContext } from '../rule.js';
import { asCorrelatedEquality } from './correlation.js';
import type { Ids } from './correlation.js';
import type { Domain, DomainColumns } from './domain.js';

/** A plan without outer columns that gives its rows for every combination in its domain, with the columns that say for which. */
export interface Unnested {
  readonly plan: LogicalPlan;
  readonly columns: DomainColumns;
}

/**
 * Pushes the domain D of outer columns down into a plan until nothing in it reads them (Neumann and Kemper, Unnesting Arbitrary
 * Queries): every operator then works on the rows of all outer combinations at once, kept apart by the columns of D.
 *
 * A filter `inner = outer` provides the outer column itself, so that part of D is not needed. The rows then stand for more combinations
 * than D has, which the final join drops; with `exact` this is not done, as an expression above might raise for one of them.
 */
export class DomainPusher {
  /** D columns of the recursive references that are being unnested. */
  readonly #recursive = new Map<number, readonly { outer: ColumnId; output: OutputColumn }[]>();

  constructor(
    private readonly domain: Domain,
    private readonly outer: Ids,
    private readonly exact: boolean,
    private readonly context: RuleContext,
  ) {}

  /** Provides exactly the outer columns `ids`, which must include those that the plan reads. */
  push(plan: LogicalPlan, ids: Ids): Unnested {
    if (this.#reads(plan).size === 0) return this.#cross(plan, ids);
    switch (plan.kind) {
      case 'Filter':
        return this.#pushFilter(plan, ids);
      case 'Project': {
        const { plan: input, columns } = this.push(plan.input, ids);
        const items = plan.items.map((item) => ({ ...item, expr: substitute(item.expr, columns) }));
        return { plan: { kind: 'Project', input, items: [...items, ...passed(columns, items)] }, columns };
      }
      case 'Sort': {
        const { plan: input, columns } = this.push(plan.input, ids);
        return { plan: mapExprs({ ...plan, input }, (expr) => substitute(expr, columns)), columns };
      }
      case 'Aggregate':
        return plan.keys.length === 0 ? this.#pushScalarAggregate(plan, ids) : this.#pushAggregate(plan, ids);
      case 'Window': {
        const { plan: input, columns } = this.push(plan.input, ids);
        const window = mapExprs({ ...plan, input }, (expr) => substitute(expr, columns)) as typeof plan;
        return { plan: { ...window, partitionBy: [...window.partitionBy, ...columns.values()] }, columns };
      }
      case 'Unnest': {
        const { plan: input, columns } = this.push(plan.input, ids);
        return { plan: mapExprs({ ...plan, input }, (expr) => substitute(expr, columns)), columns };
      }
      case 'Limit':
        return this.#pushLimit(plan, ids);
      case 'UnionAll':
        return this.#pushUnion(plan, ids);
      case 'Values':
        return this.#pushValues(plan, ids);
      case 'Join':
        return this.#pushJoin(plan, ids);
      case 'DependentJoin': {
        const { plan: left, columns } = this.push(plan.left, ids);
        if (this.#readsRecursion(plan.right)) throw unsupported('a recursive reference in a correlated subquery');
        const on = plan.on.map((conjunct) => substitute(conjunct, columns));
        return { plan: { ...plan, left, right: substituteFree(plan.right, columns), on }, columns };
      }
      case 'RecursiveUnion':
        return this.#pushRecursion(plan, ids);
      case 'RecursiveRef': {
        const added = this.#recursive
          .get(plan.id)!
          .map(({ outer, output }) => ({ outer, output: { ...output, id: this.context.newId() } }));
        return {
          plan: { ...plan, columns: [...plan.columns, ...added.map(({ output }) => output)] },
          columns: new Map(added.map(({ outer, output }) => [outer, column(output)])),
        };
      }
      case 'Scan':
      case 'TableFunction':
      case 'Materialize':
        throw new InternalError(`a correlated ${plan.kind}`);
    }
  }

  /** The outer columns that a plan needs. */
  #reads(plan: LogicalPlan): Ids {
    const ids = new Set<ColumnId>();
    for (const id of freeColumns(plan).keys()) if (this.outer.has(id)) ids.add(id);
    for (const [id, columns] of this.#recursive) if (refersTo(plan, id)) for (const { outer } of columns) ids.add(outer);
    return ids;
  }

  #readsRecursion(plan: LogicalPlan): boolean {
    return [...this.#recursive.keys()].some((id) => refersTo(plan, id));
  }

  #cross(plan: LogicalPlan, ids: Ids): Unnested {
    if (ids.size === 0) return { plan, columns: new Map() };
    const { plan: domain, columns } = this.domain.read(ids);
    if (plan.kind === 'Values' && plan.columns.length === 0 && plan.rows.length === 1) return { plan: domain, columns };
    return { plan: { kind: 'Join', type: 'inner', left: domain, right: plan, on: [] }, columns };
  }

  #pushFilter(plan: Filter, ids: Ids): Unnested {
    const below = this.#reads(plan.input);
    const conjuncts = plan.conjuncts.flatMap(conjunctsOf);
    const provided = new Map<ColumnId, ProjectItem>();
    if (!this.exact) {
      for (const conjunct of conjuncts) {
        const equality = asCorrelatedEquality(conjunct, this.outer);
        if (
          equality?.outer.kind !== 'Column' ||
          !ids.has(equality.outer.id) ||
          below.has(equality.outer.id) ||
          provided.has(equality.outer.id)
        )
          continue;
        if (mayRaise(equality.inner) || isVolatile(equality.inner)) continue;
        const { inner } = equality;
        provided.set(
          equality.outer.id,
          inner.kind === 'Column'
            ? { ...inner, expr: inner }
            : { id: this.context.newId(), name: equality.outer.name, type: inner.type, expr: inner },
        );
      }
    }
    const { plan: pushed, columns: rest } = this.push(plan.input, new Set([...ids].filter((id) => !provided.has(id))));
    const added = [...provided.values()]
      .filter((item) => item.expr.kind !== 'Column' || item.expr.id !== item.id)
      .map(({ id, name, type, expr }): ProjectItem => ({ id, name, type, expr }));
    const input: LogicalPlan =
      added.length === 0 ? pushed : { kind: 'Project', input: pushed, items: [...outputColumns(pushed).map(pass), ...added] };
    const columns = new Map<ColumnId, Expr>(rest);
    for (const [id, item] of provided) columns.set(id, column(item));
    return {
      plan: filterOf(
        input,
        conjuncts.map((conjunct) => reflexive(substitute(conjunct, columns), provided)),
      ),
      columns,
    };
  }

  #pushAggregate(plan: Aggregate, ids: Ids): Unnested {
    const { plan: input, columns } = this.push(plan.input, ids);
    const grouped = mapExprs({ ...plan, input }, (expr) => substitute(expr, columns)) as Aggregate;
    return { plan: { ...grouped, keys: [...grouped.keys, ...passed(columns, grouped.keys)] }, columns };
  }

  /**
   * Without keys there is a row even for no input, so D itself decides which rows exist:
   *
   *   SELECT (SELECT count(*) FROM a WHERE a.x = b.x) FROM b   -- 0, not NULL, where a has no match
   */
  #pushScalarAggregate(plan: Aggregate, ids: Ids): Unnested {
    const { plan: input, columns: inner } = this.push(plan.input, ids);
    const { grouped, results } = groupByDomain(plan, input, inner, this.context);
    const { plan: domain, columns } = this.domain.read(ids);
    const joined: LogicalPlan = {
      kind: 'Join',
      type: 'left',
      left: domain,
      right: grouped,
      on: [...ids].map((id) => sameValue(columns.get(id)!, inner.get(id)!)),
    };
    return { plan: { kind: 'Project', input: joined, items: [...results, ...passed(columns, results)] }, columns };
  }

  #pushLimit(plan: Limit, ids: Ids): Unnested {
    if (plan.input.kind === 'Project') return this.push({ ...plan.input, input: { ...plan, input: plan.input.input } }, ids);
    const { plan: input, columns } = this.push(plan.input, ids);
    const orderBy = input.kind === 'Sort' ? input.keys : [];
    const number = rowNumberItem(this.context);
    const numbered: LogicalPlan = {
      kind: 'Window',
      input: input.kind === 'Sort' ? input.input : input,
      partitionBy: [...columns.values()],
      orderBy,
      items: [number],
    };
    const rows = filterOf(
      numbered,
      withinLimit(column(number), { limit: plan.limit, offset: plan.offset }).map((conjunct) => substitute(conjunct, columns)),
    );
    return { plan: orderBy.length === 0 ? rows : { kind: 'Sort', input: rows, keys: orderBy }, columns };
  }

  #pushUnion(plan: UnionAll, ids: Ids): Unnested {
    const order = [...ids];
    const inputs = plan.inputs.map((input) => {
      const { plan: pushed, columns } = this.push(input.plan, ids);
      // Two outer columns may be provided by one inner column: each output still names its own source.
      return { plan: pushed, sources: [...input.sources, ...order.map((id) => columns.get(id) as ColumnExpr)] };
    });
    const added = order.map((_, i): OutputColumn => {
      const source = inputs[0].sources[plan.columns.length + i];
      return { id: this.context.newId(), name: source.name, type: source.type };
    });
    return {
      plan: { kind: 'UnionAll', inputs, columns: [...plan.columns, ...added] },
      columns: new Map(order.map((id, i) => [id, column(added[i])])),
    };
  }

  #pushValues(plan: Values, ids: Ids): Unnested {
    const rows = plan.rows.map((row): Unnested => {
      const { plan: domain, columns } = this.domain.read(ids);
      const single = plan.rows.length === 1;
      const items = plan.columns.map((output, i): ProjectItem => ({
        ...output,
        id: single ? output.id : this.context.newId(),
        expr: substitute(row[i], columns),
      }));
      return { plan: { kind: 'Project', input: domain, items: [...items, ...passed(columns, items)] }, columns };
    });
    if (rows.length === 1) return rows[0];
    const order = [...ids];
    const added = order
      .map((id): OutputColumn => ({ ...(rows[0].columns.get(id) as ColumnExpr), id: this.context.newId() }))
      .map(({ id, name, type }) => ({ id, name, type }));
    const inputs = rows.map(({ plan: row, columns }) => ({
      plan: row,
      sources: [
        ...outputColumns(row)
          .slice(0, plan.columns.length)
          .map((output) => column(output)),
        ...order.map((id) => columns.get(id) as ColumnExpr),
      ],
    }));
    return {
      plan: { kind: 'UnionAll', inputs, columns: [...plan.columns, ...added] },
      columns: new Map(order.map((id, i) => [id, column(added[i])])),
    };
  }

  #pushJoin(plan: Join, ids: Ids): Unnested {
    if (plan.type === 'right') return this.#pushJoin({ ...plan, type: 'left', left: plan.right, right: plan.left }, ids);
    if (plan.type === 'full') return this.#pushFullJoin(plan, ids);
    const fromLeft = this.#reads(plan.left);
    const fromRight = this.#reads(plan.right);
    if (plan.type === 'semi' && fromLeft.size === 0 && !this.exact) {
      const matched = this.#pushSemiJoin(plan, ids);
      if (matched !== undefined) return matched;
    }
    if (plan.type !== 'inner') return this.#joinPushed(plan, ids, fromRight.size > 0 && this.exact ? ids : fromRight);
    if (this.exact && fromLeft.size > 0 && fromRight.size > 0) return this.#joinPushed(plan, ids, ids);
    // What neither side reads goes to a side that has a domain already.
    const spare = [...ids].filter((id) => !fromLeft.has(id) && !fromRight.has(id));
    const spareRight = fromLeft.size === 0 ? spare : [];
    return this.#joinPushed(
      plan,
      new Set([...ids].filter((id) => fromLeft.has(id) || (spare.includes(id) && fromLeft.size > 0))),
      new Set([...fromRight, ...spareRight]),
    );
  }

  /**
   * When only the right side of a semi join on equalities is correlated, its distinct keys with their outer values meet each left row
   * once per outer value: an inner join, and no product of the left side with D.
   */
  #pushSemiJoin(plan: Join, ids: Ids): Unnested | undefined {
    const ofRight = new Set(outputColumns(plan.right).map(({ id }) => id));
    const keys: ColumnExpr[] = [];
    for (const condition of plan.on.flatMap(conjunctsOf)) {
      if (condition.kind !== 'Call' || condition.fn.name !== '=') return undefined;
      const [key, other] =
        condition.args[0].kind === 'Column' && ofRight.has(condition.args[0].id) ? condition.args : [condition.args[1], condition.args[0]];
      if (key.kind !== 'Column' || !ofRight.has(key.id)) return undefined;
      for (const id of freeColumns(other).keys()) if (ofRight.has(id) || this.outer.has(id)) return undefined;
      keys.push(key);
    }
    const { plan: right, columns } = this.push(plan.right, ids);
    const distinct: LogicalPlan = {
      kind: 'Aggregate',
      input: right,
      keys: passed(new Map([...keys, ...columns.values()].map((key) => [(key as ColumnExpr).id, key])), []),
      aggregates: [],
    };
    return { plan: { ...plan, type: 'inner', right: distinct }, columns };
  }

  #joinPushed(plan: Join, leftIds: Ids, rightIds: Ids): Unnested {
    const left = this.push(plan.left, leftIds);
    const right = this.push(plan.right, rightIds);
    const columns = new Map([...right.columns, ...left.columns]);
    const shared = [...rightIds].filter((id) => leftIds.has(id)).map((id) => sameValue(left.columns.get(id)!, right.columns.get(id)!));
    return {
      plan: { ...plan, left: left.plan, right: right.plan, on: [...shared, ...plan.on.map((conjunct) => substitute(conjunct, columns))] },
      columns,
    };
  }

  #pushFullJoin(plan: Join, ids: Ids): Unnested {
    const { plan: joined, columns: leftColumns } = this.#joinPushed(plan, ids, ids) as { plan: LogicalPlan; columns: DomainColumns };
    const rightColumns = new Map(
      [...ids].map((id, i) => {
        const condition = (joined as Join).on[i];
        return [id, condition.kind === 'Distinct' ? condition.right : leftColumns.get(id)!] as const;
      }),
    );
    const added = [...ids].map((id) => {
      const sides = [leftColumns.get(id)!, rightColumns.get(id)!];
      const item: ProjectItem = {
        id: this.context.newId(),
        name: (sides[0] as ColumnExpr).name,
        type: sides[0].type,
        expr: { kind: 'Coalesce', args: sides, type: sides[0].type },
      };
      return { id, item };
    });
    return {
      plan: { kind: 'Project', input: joined, items: [...outputColumns(plan).map(pass), ...added.map(({ item }) => item)] },
      columns: new Map(added.map(({ id, item }) => [id, column(item)])),
    };
  }

  #pushRecursion(plan: RecursiveUnion, ids: Ids): Unnested {
    const order = [...ids];
    const base = this.push(plan.base, ids);
    const added = order.map((outer) => {
      const { name, type } = base.columns.get(outer) as ColumnExpr;
      return { outer, output: { id: this.context.newId(), name, type } };
    });
    this.#recursive.set(plan.id, added);
    const step = this.push(plan.step, ids);
    this.#recursive.delete(plan.id);
    const sources = (side: Unnested): ColumnExpr[] => order.map((id) => side.columns.get(id) as ColumnExpr);
    return {
      plan: {
        ...plan,
        base: base.plan,
        step: step.plan,
        columns: [...plan.columns, ...added.map(({ output }) => output)],
        baseSources: [...plan.baseSources, ...sources(base)],
        stepSources: [...plan.stepSources, ...sources(step)],
      },
      columns: new Map(added.map(({ outer, output }) => [outer, column(output)])),
    };
  }
}

const refersTo = (plan: LogicalPlan, id: number): boolean =>
  (plan.kind === 'RecursiveRef' && plan.id === id) || inputsOf(plan).some((input) => refersTo(input, id));

/** Items that hand on the columns of D which `items` does not have yet. */
function passed(columns: DomainColumns, items: readonly OutputColumn[]): ProjectItem[] {
  const known = new Set(items.map(({ id }) => id));
  const added: ProjectItem[] = [];
  for (const expr of columns.values()) {
    const { id, name, type } = expr as ColumnExpr;
    if (known.has(id)) continue;
    known.add(id);
    added.push({ id, name, type, expr });
  }
  return added;
}

/** `e = e` as what it means, `e IS NOT NULL`. */
function reflexive(conjunct: Expr, provided: ReadonlyMap<ColumnId, ProjectItem>): Expr {
  if (conjunct.kind !== 'Call' || conjunct.fn.name !== '=' || provided.size === 0) return conjunct;
  const [left, right] = conjunct.args;
  const names = (expr: Expr): readonly ColumnId[] =>
    [...provided.values()].filter((item) => expr === item.expr || (expr.kind === 'Column' && expr.id === item.id)).map(({ id }) => id);
  const common = names(left).find((id) => names(right).includes(id));
  return common === undefined ? conjunct : isNull(left, true);
}

/** The value of an aggregate over no rows: 0 for count, NULL for most. */
export function emptyResult(call: AggregateCall): Expr {
  const context: EvaluateContext = { args: call.args.map((arg) => arg.type), returns: call.type, nowMicros: 0n, timeZone: 'UTC' };
  return literal(call.fn.evaluate([], context), call.type);
}

/** A keyless aggregate as one per combination of the domain, and the items that give its results again where a combination had no rows. */
export function groupByDomain(
  plan: Aggregate,
  input: LogicalPlan,
  domain: DomainColumns,
  context: RuleContext,
): { grouped: Aggregate; results: ProjectItem[] } {
  const changed = mapExprs({ ...plan, input }, (expr) => substitute(expr, domain)) as Aggregate;
  const aggregates = changed.aggregates.map((item) => ({ ...item, id: context.newId() }));
  const results = changed.aggregates.map((item, i): ProjectItem => {
    const empty = emptyResult(item.call);
    const computed = column(aggregates[i]);
    const isNullWhenEmpty = empty.kind === 'Literal' && empty.value === null;
    return {
      id: item.id,
      name: item.name,
      type: item.type,
      expr: isNullWhenEmpty ? computed : { kind: 'Coalesce', args: [computed, empty], type: item.type },
    };
  });
  return { grouped: { ...changed, keys: passed(domain, []), aggregates }, results };
}
