import { freeColumns, outputColumns } from '../logical/columns.js';
import { forEachNodeOnce, inputsOf } from '../logical/children.js';
import { isVolatilePlan } from '../logical/effects.js';
import type { AggregateCall, ColumnExpr, ColumnId, Expr } from '../logical/expr.js';
import { instantiate } from '../logical/instantiate.js';
import { column } from '../logical/make.js';
import type { LogicalPlan, OutputColumn } from '../logical/plan.js';
import { replaceNodes, substitute } from '../logical/rewrite.js';
import { sameExpr, sameExprs } from '../logical/same-expr.js';
import { estimateRows } from '../statistics/index.js';
import { planRule } from './rule.js';
import { keep } from './share-plan.js';

/** Rows are kept for a second reader when they are at most this share of the rows that were read for them. */
const FEW = 1 / 4;

/**
 * Computes joins and groupings that occur twice once, where keeping their rows costs less than reading the tables again. Equal means the same
 * tables, conditions and joins in the same order, whatever columns are read from them. Not where an outer query's row takes part, which is another
 * one each time:
 *
 *   SELECT (SELECT count(*) FROM b JOIN c USING (k) WHERE b.x = a.x), (SELECT max(y) FROM b JOIN c USING (k) WHERE b.x = a.x) FROM a
 */
export const mergeEqualPlans = planRule('MergeEqualPlans', (plan, { newId }) => {
  const candidates = candidatesOf(plan);
  const replaced = new Map<LogicalPlan, LogicalPlan>();
  const covered = new Set<LogicalPlan>();
  candidates.forEach((first, i) => {
    if (covered.has(first)) return;
    const others = candidates.slice(i + 1).flatMap((other) => {
      const columns: Renaming = new Map();
      return other !== first && !covered.has(other) && isSame(first, other, columns) ? [{ other, columns }] : [];
    });
    if (others.length === 0 || !isWorthKeeping(first) || isVolatilePlan(first) || freeColumns(first).size > 0) return;
    const read = keep(newId(), instantiate(first, newId));
    replaced.set(
      first,
      read(outputColumns(first), (own) => own),
    );
    cover(first, covered);
    for (const { other, columns } of others) {
      replaced.set(
        other,
        read(outputColumns(other), (own) => columns.get(own)!.id),
      );
      cover(other, covered);
    }
  });
  return replaceNodes(plan, replaced);
});

/** Joins and groupings of joins. */
function candidatesOf(plan: LogicalPlan): readonly LogicalPlan[] {
  const found: LogicalPlan[] = [];
  forEachNodeOnce(plan, (node) => {
    if (node.kind === 'Join' || (node.kind === 'Aggregate' && node.keys.length > 0)) found.push(node);
  });
  return found;
}

function cover(plan: LogicalPlan, covered: Set<LogicalPlan>): void {
  covered.add(plan);
  for (const input of inputsOf(plan)) cover(input, covered);
}

function isWorthKeeping(plan: LogicalPlan): boolean {
  const rowsRead = (node: LogicalPlan): number => {
    if (node.kind === 'Scan') return node.table.rowCount;
    return node.kind === 'Materialize' ? estimateRows(node) : inputsOf(node).reduce((sum, input) => sum + rowsRead(input), 0);
  };
  return estimateRows(plan) <= FEW * rowsRead(plan);
}

/** What columns of the one plan are called in the other. */
type Renaming = Map<ColumnId, ColumnExpr>;

/** Whether two plans give the same rows; `columns` learns which column of `a` each of `b` is. */
function isSame(a: LogicalPlan, b: LogicalPlan, columns: Renaming): boolean {
  const same = (left: Expr, right: Expr): boolean => sameExpr(left, substitute(right, columns));
  const allSame = (left: readonly Expr[], right: readonly Expr[]): boolean =>
    left.length === right.length && left.every((expr, i) => same(expr, right[i]));
  const pair = (left: readonly OutputColumn[], right: readonly OutputColumn[]): boolean => {
    right.forEach(({ id }, i) => columns.set(id, column(left[i])));
    return true;
  };
  if (a.kind === 'Scan') {
    return (
      b.kind === 'Scan' &&
      a.columns.length === b.columns.length &&
      a.columns.every(({ ordinal }, i) => ordinal === b.columns[i].ordinal) &&
      a.conjuncts.length === b.conjuncts.length &&
      JSON.stringify(a.table.source) === JSON.stringify(b.table.source) &&
      pair(a.columns, b.columns) &&
      allSame(a.conjuncts, b.conjuncts)
    );
  }
  const inputs = [inputsOf(a), inputsOf(b)];
  if (a.kind !== b.kind || inputs[0].length !== inputs[1].length) return false;
  if (a.kind !== 'Materialize' && !inputs[0].every((input, i) => isSame(input, inputs[1][i], columns))) return false;
  switch (a.kind) {
    case 'Materialize':
      return b.kind === 'Materialize' && a.id === b.id && a.sources.join() === b.sources.join() && pair(a.columns, b.columns);
    case 'Filter':
      return b.kind === 'Filter' && allSame(a.conjuncts, b.conjuncts);
    case 'Project':
      return (
        b.kind === 'Project' &&
        allSame(
          a.items.map(({ expr }) => expr),
          b.items.map(({ expr }) => expr),
        ) &&
        pair(a.items, b.items)
      );
    case 'Join':
      return b.kind === 'Join' && a.type === b.type && a.mark === undefined && b.mark === undefined && allSame(a.on, b.on);
    case 'Aggregate':
      return (
        b.kind === 'Aggregate' &&
        a.groupingSets === undefined &&
        b.groupingSets === undefined &&
        allSame(
          a.keys.map(({ expr }) => expr),
          b.keys.map(({ expr }) => expr),
        ) &&
        a.aggregates.length === b.aggregates.length &&
        a.aggregates.every(({ call }, i) => isSameCall(call, b.aggregates[i].call, columns)) &&
        pair(a.keys, b.keys) &&
        pair(a.aggregates, b.aggregates)
      );
    default:
      return false;
  }
}

function isSameCall(a: AggregateCall, b: AggregateCall, columns: Renaming): boolean {
  if (a.fn !== b.fn || a.distinct || b.distinct || a.orderBy.length + b.orderBy.length > 0) return false;
  const renamed = b.args.map((arg) => substitute(arg, columns));
  if (!sameExprs(a.args, renamed)) return false;
  return a.filter === undefined || b.filter === undefined ? a.filter === b.filter : sameExpr(a.filter, substitute(b.filter, columns));
}
