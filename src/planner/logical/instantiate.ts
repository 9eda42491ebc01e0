import type { NewColumnId } from './columns.js';
import { freeColumns } from './columns.js';
import type { ColumnExpr, ColumnId, Expr } from './expr.js';
import { column } from './make.js';
import type { LogicalPlan, OutputColumn } from './plan.js';
import { mapExprs, mapInputs, substitute } from './rewrite.js';
import { mapExpr } from './children.js';

export interface Instance {
  readonly plan: LogicalPlan;
  /** The copy's column for each column of the original. */
  readonly columns: ReadonlyMap<ColumnId, ColumnExpr>;
}

/**
 * A copy of a plan in which every column has a new id, so that both can stand in one query. Shared plans inside stay shared with the
 * original: they are computed once still, unless they take columns from the copied part.
 */
export function instantiate(plan: LogicalPlan, newId: NewColumnId, outer: ReadonlyMap<ColumnId, ColumnExpr> = new Map()): Instance {
  const columns = new Map<ColumnId, ColumnExpr>(outer);
  const ids = new Map<number, number>();
  const fresh = <T extends OutputColumn>(output: T): T => {
    const renamed = { ...output, id: newId() };
    columns.set(output.id, column(renamed));
    return renamed;
  };
  const freshId = (id: number): number => {
    let renamed = ids.get(id);
    if (renamed === undefined) ids.set(id, (renamed = newId()));
    return renamed;
  };
  const rename = (expr: Expr): Expr =>
    mapExpr(substitute(expr, columns), (node) => {
      if (node.kind !== 'Subquery') return node;
      const inner = instantiate(node.plan, newId, columns);
      return { ...node, plan: inner.plan, outputs: node.outputs.map((output) => inner.columns.get(output.id) ?? output) };
    });

  const copy = (node: LogicalPlan): LogicalPlan => {
    if (node.kind === 'Materialize') {
      const correlated = [...freeColumns(node.input).keys()].some((id) => columns.has(id));
      if (!correlated) return { ...node, columns: node.columns.map(fresh) };
      const input = copy(node.input);
      return {
        ...node,
        id: newId(),
        input,
        sources: node.sources.map((id) => columns.get(id)?.id ?? id),
        columns: node.columns.map(fresh),
      };
    }
    if (node.kind === 'RecursiveUnion') {
      const union = { ...node, id: freshId(node.id), base: copy(node.base), step: copy(node.step) };
      return { ...(mapExprs(union, rename) as typeof union), columns: node.columns.map(fresh) };
    }
    const inputs = mapInputs(node, copy);
    switch (inputs.kind) {
      case 'Scan':
      case 'TableFunction': {
        const renamed = inputs.columns.map(fresh);
        return { ...(mapExprs(inputs, rename) as typeof inputs), columns: renamed } as LogicalPlan;
      }
      case 'RecursiveRef':
        return { ...inputs, id: ids.get(inputs.id) ?? inputs.id, columns: inputs.columns.map(fresh) };
      default:
        return freshOutputs(mapExprs(inputs, rename), fresh, columns);
    }
  };
  return { plan: copy(plan), columns };
}

/** New ids for what a node itself defines; passed-through columns follow the copy of the input. */
function freshOutputs(
  plan: LogicalPlan,
  fresh: <T extends OutputColumn>(output: T) => T,
  columns: ReadonlyMap<ColumnId, ColumnExpr>,
): LogicalPlan {
  const item = <T extends OutputColumn & { readonly expr: Expr }>(output: T): T => {
    const passed = columns.get(output.id);
    return output.expr.kind === 'Column' && passed?.id === output.expr.id ? { ...output, id: passed.id } : fresh(output);
  };
  switch (plan.kind) {
    case 'Values':
      return { ...plan, columns: plan.columns.map(fresh) };
    case 'Project':
      return { ...plan, items: plan.items.map(item) };
    case 'Aggregate':
      return {
        ...plan,
        keys: plan.keys.map(item),
        aggregates: plan.aggregates.map(fresh),
        ...(plan.groupingId === undefined ? {} : { groupingId: fresh(plan.groupingId) }),
      };
    case 'Join':
    case 'DependentJoin':
      return plan.mark === undefined ? plan : { ...plan, mark: fresh(plan.mark) };
    case 'Window':
      return { ...plan, items: plan.items.map(fresh) };
    case 'UnionAll':
      return { ...plan, columns: plan.columns.map(fresh) };
    case 'Unnest':
      return {
        ...plan,
        columns: plan.columns.map(fresh),
        ...(plan.ordinality === undefined ? {} : { ordinality: fresh(plan.ordinality) }),
      };
    default:
      return plan;
  }
}
