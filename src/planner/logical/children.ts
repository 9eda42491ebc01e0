import type { AggregateCall, Expr, Frame, SortKey, WindowCall } from './expr.js';
import { mapAll } from './map-all.js';
import type { LogicalPlan } from './plan.js';

/** The plans that a node reads, left to right; plans inside subquery expressions are not among them. */
export function inputsOf(plan: LogicalPlan): readonly LogicalPlan[] {
  switch (plan.kind) {
    case 'Scan':
    case 'Values':
    case 'TableFunction':
    case 'RecursiveRef':
      return [];
    case 'Filter':
    case 'Project':
    case 'Aggregate':
    case 'Sort':
    case 'Limit':
    case 'Window':
    case 'Unnest':
    case 'Materialize':
      return [plan.input];
    case 'Join':
    case 'DependentJoin':
      return [plan.left, plan.right];
    case 'UnionAll':
      return plan.inputs.map((input) => input.plan);
    case 'RecursiveUnion':
      return [plan.base, plan.step];
  }
}

/** Sees the nodes of a plan, the outer before the inner ones and a shared plan's once; not those of a recursion, which are computed in every round. */
export function forEachNodeOnce(plan: LogicalPlan, see: (node: LogicalPlan) => void): void {
  const shared = new Set<number>();
  const visit = (node: LogicalPlan): void => {
    if (node.kind === 'RecursiveUnion') return;
    if (node.kind === 'Materialize') {
      if (shared.has(node.id)) return;
      shared.add(node.id);
    }
    see(node);
    inputsOf(node).forEach(visit);
  };
  visit(plan);
}

/** The expressions that a node evaluates itself, in the order in which it holds them. */
export function exprsOf(plan: LogicalPlan): readonly Expr[] {
  switch (plan.kind) {
    case 'Scan':
    case 'Filter':
      return plan.conjuncts;
    case 'Values':
      return plan.rows.flat();
    case 'TableFunction':
      return plan.args;
    case 'Project':
      return plan.items.map((item) => item.expr);
    case 'Aggregate':
      return [...plan.keys.map((key) => key.expr), ...plan.aggregates.flatMap((item) => aggregateExprs(item.call))];
    case 'Join':
    case 'DependentJoin':
      return plan.on;
    case 'Sort':
      return plan.keys.map((key) => key.expr);
    case 'Limit':
      return [plan.limit, plan.offset].filter((expr) => expr !== undefined);
    case 'Window':
      return [...plan.partitionBy, ...sortExprs(plan.orderBy), ...plan.items.flatMap((item) => windowExprs(item.call))];
    case 'UnionAll':
      return plan.inputs.flatMap((input) => input.sources);
    case 'Unnest':
      return plan.arrays;
    case 'RecursiveUnion':
      return [...plan.baseSources, ...plan.stepSources];
    case 'Materialize':
    case 'RecursiveRef':
      return [];
  }
}

const sortExprs = (keys: readonly SortKey[]): Expr[] => keys.map((key) => key.expr);

function aggregateExprs(call: AggregateCall): Expr[] {
  const exprs = [...call.args, ...sortExprs(call.orderBy)];
  if (call.filter !== undefined) exprs.push(call.filter);
  return exprs;
}

function windowExprs(call: WindowCall): Expr[] {
  const exprs = [...call.args];
  if (call.filter !== undefined) exprs.push(call.filter);
  return [...exprs, ...frameExprs(call.frame)];
}

function frameExprs(frame: Frame): Expr[] {
  return [frame.start, frame.end].flatMap((bound) => ('offset' in bound ? [bound.offset] : []));
}

const NONE: readonly Expr[] = [];

/** The direct operands of an expression, in evaluation order; of a subquery, its left-hand arguments. */
export function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'Column':
    case 'Literal':
    case 'Parameter':
      return NONE;
    case 'Call':
    case 'And':
    case 'Or':
    case 'Coalesce':
    case 'Subquery':
      return expr.args;
    case 'Cast':
      return [expr.input];
    case 'Not':
    case 'IsNull':
    case 'IsBoolean':
      return [expr.arg];
    case 'Distinct':
      return [expr.left, expr.right];
    case 'Case':
      return [...expr.branches.flatMap((branch) => [branch.when, branch.then]), expr.otherwise];
    case 'InList':
      return [expr.arg, ...expr.items];
  }
}

/** The same expression over other operands; `operands` answers `operandsOf` item for item. */
export function withOperands(expr: Expr, operands: readonly Expr[]): Expr {
  switch (expr.kind) {
    case 'Column':
    case 'Literal':
    case 'Parameter':
      return expr;
    case 'Call':
    case 'And':
    case 'Or':
    case 'Coalesce':
    case 'Subquery':
      return { ...expr, args: operands };
    case 'Cast':
      return { ...expr, input: operands[0] };
    case 'Not':
    case 'IsNull':
    case 'IsBoolean':
      return { ...expr, arg: operands[0] };
    case 'Distinct':
      return { ...expr, left: operands[0], right: operands[1] };
    case 'Case':
      return {
        ...expr,
        branches: expr.branches.map((_, i) => ({ when: operands[2 * i], then: operands[2 * i + 1] })),
        otherwise: operands[operands.length - 1],
      };
    case 'InList':
      return { ...expr, arg: operands[0], items: operands.slice(1) };
  }
}

/** Rebuilds an expression bottom-up: `change` sees each node after its operands; unchanged parts stay the same objects. */
export function mapExpr(expr: Expr, change: (expr: Expr) => Expr): Expr {
  const before = operandsOf(expr);
  if (before.length === 0) return change(expr);
  const after = mapAll(before, (operand) => mapExpr(operand, change));
  return change(after === before ? expr : withOperands(expr, after));
}

/** The same expression over changed operands; the same object when none changed. */
export function mapOperands(expr: Expr, change: (operand: Expr) => Expr): Expr {
  const before = operandsOf(expr);
  const after = mapAll(before, change);
  return after === before ? expr : withOperands(expr, after);
}
