import { mapExpr } from './children.js';
import type { AggregateCall, ColumnId, Expr, FrameBound, SortKey, WindowCall } from './expr.js';
import { mapAll } from './map-all.js';
import type { LogicalPlan, Materialize } from './plan.js';

/** The same node over other inputs; `change` sees each input, left to right. */
export function mapInputs(plan: LogicalPlan, change: (input: LogicalPlan) => LogicalPlan): LogicalPlan {
  switch (plan.kind) {
    case 'Scan':
    case 'Values':
    case 'TableFunction':
    case 'RecursiveRef':
      return plan;
    case 'Filter':
    case 'Project':
    case 'Aggregate':
    case 'Sort':
    case 'Limit':
    case 'Window':
    case 'Unnest':
    case 'Materialize': {
      const input = change(plan.input);
      return input === plan.input ? plan : { ...plan, input };
    }
    case 'Join':
    case 'DependentJoin': {
      const left = change(plan.left);
      const right = change(plan.right);
      return left === plan.left && right === plan.right ? plan : { ...plan, left, right };
    }
    case 'UnionAll': {
      const inputs = mapAll(plan.inputs, (input) => {
        const after = change(input.plan);
        return after === input.plan ? input : { ...input, plan: after };
      });
      return inputs === plan.inputs ? plan : { ...plan, inputs };
    }
    case 'RecursiveUnion': {
      const base = change(plan.base);
      const step = change(plan.step);
      return base === plan.base && step === plan.step ? plan : { ...plan, base, step };
    }
  }
}

type Change = (expr: Expr) => Expr;

const mapItems = <T extends { readonly expr: Expr }>(items: readonly T[], change: Change): readonly T[] =>
  mapAll(items, (item) => {
    const expr = change(item.expr);
    return expr === item.expr ? item : { ...item, expr };
  });

const mapOptional = (expr: Expr | undefined, change: Change): Expr | undefined => (expr === undefined ? undefined : change(expr));

/** The same aggregate over changed arguments, filter and order. */
export function mapAggregateCall(call: AggregateCall, change: Change): AggregateCall {
  const args = mapAll(call.args, change);
  const orderBy = mapItems<SortKey>(call.orderBy, change);
  const filter = mapOptional(call.filter, change);
  return args === call.args && orderBy === call.orderBy && filter === call.filter ? call : { ...call, args, orderBy, filter };
}

function mapWindowCall(call: WindowCall, change: Change): WindowCall {
  const mapBound = (bound: FrameBound): FrameBound => {
    if (!('offset' in bound)) return bound;
    const offset = change(bound.offset);
    return offset === bound.offset ? bound : { ...bound, offset };
  };
  const args = mapAll(call.args, change);
  const filter = mapOptional(call.filter, change);
  const start = mapBound(call.frame.start);
  const end = mapBound(call.frame.end);
  const frame = start === call.frame.start && end === call.frame.end ? call.frame : { ...call.frame, start, end };
  return args === call.args && filter === call.filter && frame === call.frame ? call : { ...call, args, filter, frame };
}

const mapCalls = <C, T extends { readonly call: C }>(items: readonly T[], change: (call: C) => C): readonly T[] =>
  mapAll(items, (item) => {
    const call = change(item.call);
    return call === item.call ? item : { ...item, call };
  });

/** The same node with each expression that it evaluates itself replaced; sources of UnionAll and RecursiveUnion must stay columns. */
export function mapExprs(plan: LogicalPlan, change: Change): LogicalPlan {
  switch (plan.kind) {
    case 'Materialize':
    case 'RecursiveRef':
      return plan;
    case 'Scan':
    case 'Filter': {
      const conjuncts = mapAll(plan.conjuncts, change);
      return conjuncts === plan.conjuncts ? plan : { ...plan, conjuncts };
    }
    case 'Values': {
      const rows = mapAll(plan.rows, (row) => mapAll(row, change));
      return rows === plan.rows ? plan : { ...plan, rows };
    }
    case 'TableFunction': {
      const args = mapAll(plan.args, change);
      return args === plan.args ? plan : { ...plan, args };
    }
    case 'Project': {
      const items = mapItems(plan.items, change);
      return items === plan.items ? plan : { ...plan, items };
    }
    case 'Aggregate': {
      const keys = mapItems(plan.keys, change);
      const aggregates = mapCalls(plan.aggregates, (call: AggregateCall) => mapAggregateCall(call, change));
      return keys === plan.keys && aggregates === plan.aggregates ? plan : { ...plan, keys, aggregates };
    }
    case 'Join':
    case 'DependentJoin': {
      const on = mapAll(plan.on, change);
      return on === plan.on ? plan : { ...plan, on };
    }
    case 'Sort': {
      const keys = mapItems(plan.keys, change);
      return keys === plan.keys ? plan : { ...plan, keys };
    }
    case 'Limit': {
      const limit = mapOptional(plan.limit, change);
      const offset = mapOptional(plan.offset, change);
      return limit === plan.limit && offset === plan.offset ? plan : { ...plan, limit, offset };
    }
    case 'Window': {
      const partitionBy = mapAll(plan.partitionBy, change);
      const orderBy = mapItems(plan.orderBy, change);
      const items = mapCalls(plan.items, (call: WindowCall) => mapWindowCall(call, change));
      return partitionBy === plan.partitionBy && orderBy === plan.orderBy && items === plan.items
        ? plan
        : { ...plan, partitionBy, orderBy, items };
    }
    case 'UnionAll': {
      const inputs = mapAll(plan.inputs, (input) => {
        const sources = mapAll<Expr>(input.sources, change) as typeof input.sources;
        return sources === input.sources ? input : { ...input, sources };
      });
      return inputs === plan.inputs ? plan : { ...plan, inputs };
    }
    case 'Unnest': {
      const arrays = mapAll(plan.arrays, change);
      return arrays === plan.arrays ? plan : { ...plan, arrays };
    }
    case 'RecursiveUnion': {
      const baseSources = mapAll<Expr>(plan.baseSources, change) as typeof plan.baseSources;
      const stepSources = mapAll<Expr>(plan.stepSources, change) as typeof plan.stepSources;
      return baseSources === plan.baseSources && stepSources === plan.stepSources ? plan : { ...plan, baseSources, stepSources };
    }
  }
}

/**
 * Rewrites the input of a shared plan once and hands the same object to every Materialize of that id, so that all of them still agree.
 * One per pass.
 */
export class SharedInputs {
  readonly #inputs = new Map<number, LogicalPlan>();

  rewrite(plan: Materialize, change: (input: LogicalPlan) => LogicalPlan): LogicalPlan {
    let input = this.#inputs.get(plan.id);
    if (input === undefined) this.#inputs.set(plan.id, (input = change(plan.input)));
    return input === plan.input ? plan : { ...plan, input };
  }
}

/** The plan with other nodes in the place of some; what replaces a node is not looked into. */
export function replaceNodes(plan: LogicalPlan, replacements: ReadonlyMap<LogicalPlan, LogicalPlan>): LogicalPlan {
  if (replacements.size === 0) return plan;
  const shared = new SharedInputs();
  const visit = (node: LogicalPlan): LogicalPlan =>
    replacements.get(node) ?? (node.kind === 'Materialize' ? shared.rewrite(node, visit) : mapInputs(node, visit));
  return visit(plan);
}

/** Rewrites bottom-up: `change` sees each node after its inputs. Shared inputs are rewritten once. */
export function transformUp(plan: LogicalPlan, change: (plan: LogicalPlan) => LogicalPlan, shared = new SharedInputs()): LogicalPlan {
  const visit = (node: LogicalPlan): LogicalPlan =>
    change(node.kind === 'Materialize' ? shared.rewrite(node, visit) : mapInputs(node, visit));
  return visit(plan);
}

/** Replaces column references by expressions; columns that `replacements` does not name stay. Plans inside subqueries are entered. */
export function substitute(expr: Expr, replacements: ReadonlyMap<ColumnId, Expr>): Expr {
  if (replacements.size === 0) return expr;
  return mapExpr(expr, (node) => {
    if (node.kind === 'Column') return replacements.get(node.id) ?? node;
    if (node.kind !== 'Subquery') return node;
    const plan = substituteFree(node.plan, replacements);
    return plan === node.plan ? node : { ...node, plan };
  });
}

/** Replaces column references everywhere in a plan: meant for columns that the plan takes from outside. */
export function substituteFree(plan: LogicalPlan, replacements: ReadonlyMap<ColumnId, Expr>): LogicalPlan {
  if (replacements.size === 0) return plan;
  return transformUp(plan, (node) => mapExprs(node, (expr) => substitute(expr, replacements)));
}
