import { sameType, TEXT, type SqlType } from '../../data/types.js';
import { outputColumns } from '../logical/columns.js';
import type { ColumnId, Expr } from '../logical/expr.js';
import { column } from '../logical/make.js';
import type { LogicalPlan, ProjectItem } from '../logical/plan.js';
import { assign, coerce } from './coerce.js';
import type { Binding, Bound, Output } from './context.js';

export interface NamedExpr {
  readonly name: string;
  readonly expr: Expr;
}

/**
 * Computes expressions over a plan. A column of the input is handed through under its id, once however often it is asked for; everything
 * else, columns of outer queries too, gets an id of its own. No node where the input already is what is asked for.
 */
export function project(plan: LogicalPlan, exprs: readonly NamedExpr[], binding: Binding): Bound {
  const input = outputColumns(plan);
  const available = new Set<ColumnId>(input.map(({ id }) => id));
  const items: ProjectItem[] = [];
  const passed = new Map<ColumnId, Output>();
  const outputs = exprs.map(({ name, expr }): Output => {
    if (expr.kind === 'Column' && available.has(expr.id)) {
      const known = passed.get(expr.id);
      if (known !== undefined) return { name, column: known.column };
      const item = { id: expr.id, name: expr.name, type: expr.type, expr };
      const output = { name, column: column(item) };
      items.push(item);
      passed.set(expr.id, output);
      return output;
    }
    const item = { id: binding.newId(), name, type: expr.type, expr };
    items.push(item);
    return { name, column: column(item) };
  });
  const unchanged = items.length === input.length && items.every((item, i) => item.id === input[i].id);
  return { plan: unchanged ? plan : { kind: 'Project', input: plan, items }, outputs };
}

/** An expression as `target`, cast as by assignment if it is stored in a column; without a target, untyped literals become text. */
export function toTarget(expr: Expr, target: SqlType | undefined, storedIn: string | undefined, binding: Binding): Expr {
  const type = target === undefined || target.kind === 'unknown' ? (expr.type.kind === 'unknown' ? TEXT : expr.type) : target;
  if (sameType(expr.type, type)) return expr;
  return storedIn === undefined ? coerce(expr, type, binding) : assign(expr, { name: storedIn, type }, binding);
}

/** Casts outputs that are computed already; types other than the targets' cost a projection. */
export function castOutputs(
  bound: Bound,
  targets: readonly SqlType[] | undefined,
  stored: readonly string[] | undefined,
  binding: Binding,
): Bound {
  if (targets === undefined || bound.outputs.every((output, i) => sameType(output.column.type, targets[i]))) return bound;
  const exprs = bound.outputs.map(({ name, column: from }, i) => ({ name, expr: toTarget(from, targets[i], stored?.[i], binding) }));
  return project(bound.plan, exprs, binding);
}
