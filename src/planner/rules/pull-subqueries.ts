import { BOOLEAN } from '../../data/types.js';
import { resolveAggregate, resolveScalar } from '../../functions/resolve.js';
import { unsupported } from '../../errors.js';
import { exprsOf, operandsOf, withOperands } from '../logical/children.js';
import { outputColumns, readsOnly } from '../logical/columns.js';
import type { AggregateCall, ColumnExpr, Expr, SubqueryExpr } from '../logical/expr.js';
import { instantiate } from '../logical/instantiate.js';
import { and, column, conjunctsOf, filterOf, literal, not, pass } from '../logical/make.js';
import { isNonNull, nonNullColumns } from '../logical/nullability.js';
import type { DependentJoin, Join, LogicalPlan, OutputColumn, Values } from '../logical/plan.js';
import { mapAll } from '../logical/map-all.js';
import { mapExprs, mapInputs, SharedInputs, substitute } from '../logical/rewrite.js';
import { planRule } from './rule.js';

/**
 * Takes every subquery out of expressions: it becomes a DependentJoin below the node that used it, and the expression reads its column.
 *
 * EXISTS and IN as conjuncts of WHERE become semi joins, NOT EXISTS an anti join, anything else a mark join with three-valued logic.
 * NOT IN is an anti join only when neither side can be NULL. For b = {1, NULL} this has no rows, but an anti join would give 2:
 *
 *   SELECT * FROM (VALUES (2)) AS a(x) WHERE x NOT IN (SELECT y FROM b)
 */
export const pullSubqueries = planRule('PullSubqueries', (plan, context) => {
  const shared = new SharedInputs();
  const used = new Set<LogicalPlan>();

  const visit = (node: LogicalPlan): LogicalPlan => {
    const rebuilt = node.kind === 'Materialize' ? shared.rewrite(node, visit) : mapInputs(node, visit);
    return exprsOf(rebuilt).some(hasSubquery) ? pullFrom(rebuilt) : rebuilt;
  };

  const pullFrom = (node: LogicalPlan): LogicalPlan => {
    switch (node.kind) {
      case 'Filter':
        return restore(pullFromFilter(node.input, node.conjuncts), node);
      case 'Project':
      case 'Aggregate':
        return pullBelow(node);
      case 'Sort':
      case 'Window':
      case 'Unnest':
        return restore(pullBelow(node), node);
      case 'Join':
      case 'DependentJoin':
        return pullFromJoin(node);
      case 'Values':
        return pullFromValues(node);
      default:
        throw unsupported('a subquery in this place');
    }
  };

  const pullBelow = (node: Extract<LogicalPlan, { input: LogicalPlan }>): LogicalPlan => {
    const puller = new Puller(node.input);
    const changed = mapExprs(node, puller.replace);
    return { ...changed, input: puller.input } as LogicalPlan;
  };

  const pullFromFilter = (input: LogicalPlan, conjuncts: readonly Expr[]): LogicalPlan => {
    const flat = conjuncts.flatMap(conjunctsOf);
    return flat.filter(hasSubquery).reduce(
      pullFromConjunct,
      filterOf(
        input,
        flat.filter((conjunct) => !hasSubquery(conjunct)),
      ),
    );
  };

  const pullFromConjunct = (input: LogicalPlan, conjunct: Expr): LogicalPlan => {
    const negated = conjunct.kind === 'Not';
    const subquery = asAny(negated ? conjunct.arg : conjunct);
    if (subquery?.form === 'exists') {
      return { kind: 'DependentJoin', type: negated ? 'anti' : 'semi', left: input, right: fresh(subquery).plan, on: [] };
    }
    if (subquery?.form === 'any') {
      const puller = new Puller(input);
      const args = subquery.args.map(puller.replace);
      const { plan: right, outputs } = fresh(subquery);
      const on = comparisonsOf(subquery, args, outputs);
      const isTwoValued = (): boolean =>
        args.every((arg) => isNonNull(arg, nonNullColumns(puller.input))) &&
        outputs.every((output) => nonNullColumns(right).has(output.id));
      if (!negated || isTwoValued()) return { kind: 'DependentJoin', type: negated ? 'anti' : 'semi', left: puller.input, right, on };
    }
    const all = negated ? undefined : asNotAny(conjunct);
    if (all !== undefined) return pullFromConjunct(input, all);
    const puller = new Puller(input);
    const rest = puller.replace(conjunct);
    return filterOf(puller.input, [rest]);
  };

  const pullFromJoin = (node: Join | DependentJoin): LogicalPlan => {
    const flat = node.on.flatMap(conjunctsOf);
    const plain = flat.filter((conjunct) => !hasSubquery(conjunct));
    const nested = flat.filter(hasSubquery);
    switch (node.type) {
      case 'inner':
        return restore(pullFromFilter({ ...node, on: plain }, nested), node);
      case 'left':
      case 'semi':
      case 'anti':
      case 'mark':
      case 'single': {
        const right = restore(pullFromFilter(node.right, nested), node.right);
        return { ...node, kind: 'DependentJoin', type: node.type, right, on: plain };
      }
      case 'right':
        return restore(pullFromJoin({ kind: 'Join', type: 'left', left: node.right, right: node.left, on: node.on }), node);
      case 'full': {
        const left = new Puller(node.left);
        const right = new Puller(node.right);
        const on = flat.map((conjunct) =>
          (readsSide(conjunct, node.right) ? right : readsSide(conjunct, node.left) ? left : refuseFull()).replace(conjunct),
        );
        return restore({ ...node, left: left.input, right: right.input, on }, node);
      }
    }
  };

  const pullFromValues = (node: Values): LogicalPlan => {
    const inputs = node.rows.map((row) => {
      const outputs = node.columns.map((output) => ({ ...output, id: context.newId() }));
      const items = outputs.map((output, i) => ({ ...output, expr: row[i] }));
      const one: LogicalPlan = { kind: 'Values', columns: [], rows: [[]] };
      return { plan: pullBelow({ kind: 'Project', input: one, items }), sources: outputs.map((output) => column(output)) };
    });
    return { kind: 'UnionAll', inputs, columns: node.columns };
  };

  /** The subquery's plan with its own subqueries pulled; a copy when the same plan was used before. */
  const fresh = (subquery: SubqueryExpr): { plan: LogicalPlan; outputs: readonly ColumnExpr[] } => {
    if (!used.has(subquery.plan)) {
      used.add(subquery.plan);
      return { plan: visit(subquery.plan), outputs: subquery.outputs };
    }
    const copy = instantiate(subquery.plan, context.newId);
    return { plan: visit(copy.plan), outputs: subquery.outputs.map((output) => copy.columns.get(output.id) ?? output) };
  };

  /** Joins subqueries to a growing input and answers the expressions that read their results. */
  class Puller {
    input: LogicalPlan;
    readonly #done = new Map<LogicalPlan, Expr>();
    constructor(input: LogicalPlan) {
      this.input = input;
    }

    readonly replace = (expr: Expr): Expr => {
      const operands = mapAll(operandsOf(expr), this.replace);
      const rebuilt =
        operands === operandsOf(expr) || operands.every((operand, i) => operand === operandsOf(expr)[i])
          ? expr
          : withOperands(expr, operands);
      if (rebuilt.kind !== 'Subquery') return rebuilt;
      const isShareable = rebuilt.args.length === 0 && rebuilt.form !== 'exists';
      let result = isShareable ? this.#done.get(rebuilt.plan) : undefined;
      if (result === undefined) {
        result = this.#join(rebuilt);
        if (isShareable) this.#done.set(rebuilt.plan, result);
      }
      return result;
    };

    #join(subquery: SubqueryExpr): Expr {
      switch (subquery.form) {
        case 'scalar': {
          const { plan: right, outputs } = fresh(subquery);
          this.input = { kind: 'DependentJoin', type: 'single', left: this.input, right, on: [] };
          return outputs[0];
        }
        case 'array':
          return this.#joinArray(subquery);
        case 'exists':
          return this.#mark(fresh(subquery).plan, []);
        case 'any':
        case 'all': {
          const { plan: right, outputs } = fresh(subquery);
          const on = comparisonsOf(subquery, subquery.args, outputs);
          return subquery.form === 'any' ? this.#mark(right, on) : not(this.#mark(right, [not(and(on))]));
        }
      }
    }

    #mark(right: LogicalPlan, on: readonly Expr[]): Expr {
      const mark: OutputColumn = { id: context.newId(), name: 'mark', type: BOOLEAN };
      this.input = { kind: 'DependentJoin', type: 'mark', left: this.input, right, on, mark };
      return column(mark);
    }

    #joinArray(subquery: SubqueryExpr): Expr {
      const { plan: rows, outputs } = fresh(subquery);
      const { fn, returns } = resolveAggregate('array_agg', [outputs[0].type]);
      const { input, call } = orderedArray(rows, { fn, args: [outputs[0]], distinct: false, orderBy: [], type: returns });
      const array: OutputColumn = { id: context.newId(), name: 'array', type: returns };
      const right: LogicalPlan = { kind: 'Aggregate', input, keys: [], aggregates: [{ ...array, call }] };
      this.input = { kind: 'DependentJoin', type: 'single', left: this.input, right, on: [] };
      return { kind: 'Coalesce', args: [column(array), literal([], returns)], type: returns };
    }
  }

  return visit(plan);
});

const hasSubquery = (expr: Expr): boolean => expr.kind === 'Subquery' || operandsOf(expr).some(hasSubquery);

const comparisonsOf = (subquery: SubqueryExpr, args: readonly Expr[], outputs: readonly ColumnExpr[]): Expr[] =>
  args.map((arg, i) => ({ kind: 'Call', fn: subquery.comparisons[i], args: [arg, outputs[i]], type: BOOLEAN, at: subquery.at }));

const asAny = (expr: Expr): SubqueryExpr | undefined =>
  expr.kind === 'Subquery' && (expr.form === 'any' || expr.form === 'exists') ? expr : undefined;

/** `x <> ALL (…)` is `NOT x = ANY (…)`, which a hash table answers. */
function asNotAny(expr: Expr): Expr | undefined {
  if (expr.kind !== 'Subquery' || expr.form !== 'all' || expr.args.length !== 1 || expr.comparisons[0].name !== '<>') return undefined;
  const { fn } = resolveScalar('=', [expr.args[0].type, expr.outputs[0].type]);
  return not({ ...expr, form: 'any', comparisons: [fn] });
}

const readsSide = (expr: Expr, side: LogicalPlan): boolean => readsOnly(expr, new Set(outputColumns(side).map(({ id }) => id)));

const refuseFull = (): never => {
  throw unsupported('a subquery over both sides in the condition of a FULL JOIN');
};

/** The plan with exactly the columns of `original`. */
function restore(plan: LogicalPlan, original: LogicalPlan): LogicalPlan {
  const outputs = outputColumns(original);
  const now = outputColumns(plan);
  return now.length === outputs.length && now.every(({ id }, i) => id === outputs[i].id)
    ? plan
    : { kind: 'Project', input: plan, items: outputs.map(pass) };
}

/** Moves the ORDER BY of an ARRAY subquery into the aggregate, where decorrelation cannot lose it. */
function orderedArray(plan: LogicalPlan, call: AggregateCall): { input: LogicalPlan; call: AggregateCall } {
  const projected = plan.kind === 'Project' ? plan.input : plan;
  const sorted = projected.kind === 'Limit' ? projected.input : projected;
  if (sorted.kind !== 'Sort') return { input: plan, call };
  const items = new Map(plan.kind === 'Project' ? plan.items.map((item) => [item.id, item.expr] as const) : []);
  const args = call.args.map((arg) => substitute(arg, items));
  return { input: projected.kind === 'Limit' ? projected : sorted.input, call: { ...call, args, orderBy: sorted.keys } };
}
