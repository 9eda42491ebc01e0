import type { NewColumnId } from '../../logical/columns.js';
import { freeColumns, outputColumns } from '../../logical/columns.js';
import { isVolatile, mayRaise } from '../../logical/effects.js';
import type { ColumnId, Expr } from '../../logical/expr.js';
import { column, conjunctsOf, filterOf } from '../../logical/make.js';
import type { Aggregate, LogicalPlan, Project, ProjectItem, Window } from '../../logical/plan.js';
import { rowBounds } from '../../logical/row-bounds.js';
import { exprsOf } from '../../logical/children.js';
import { asCorrelatedEquality, isCorrelated } from './correlation.js';
import type { Ids } from './correlation.js';

export interface PulledUp {
  readonly plan: LogicalPlan;
  /** For an outer row, the original plan gives the rows of `plan` for which all of these are TRUE. They read columns of `plan` and outer ones. */
  readonly conditions: readonly Expr[];
}

/**
 * Moves the conditions on outer columns from the Filters of a plan to its top, where they become the condition of a join: the shortcut
 * of Neumann and Kemper for correlations that need no domain. Pulls what it can; the rest stays where it was.
 *
 * Only an equality passes grouping, with its inner side as a further key. With a.y as a key this would give one count per y, not one:
 *
 *   SELECT (SELECT count(*) FROM a WHERE a.y < b.y GROUP BY a.x) FROM b
 */
export function pullUp(plan: LogicalPlan, outer: Ids, newId: NewColumnId): PulledUp {
  const stay: PulledUp = { plan, conditions: [] };
  if (!isCorrelated(plan, outer)) return stay;
  switch (plan.kind) {
    case 'Filter': {
      const { plan: input, conditions } = pullUp(plan.input, outer, newId);
      const pulled: Expr[] = [];
      const kept: Expr[] = [];
      for (const conjunct of plan.conjuncts.flatMap(conjunctsOf))
        (isCorrelated(conjunct, outer) && !isVolatile(conjunct) ? pulled : kept).push(conjunct);
      return { plan: filterOf(input, kept), conditions: [...conditions, ...pulled] };
    }
    case 'Sort': {
      const { plan: input, conditions } = pullUp(plan.input, outer, newId);
      return { plan: { ...plan, input }, conditions };
    }
    case 'Project':
      return pullThroughProject(plan, outer, newId);
    case 'Aggregate':
      return plan.keys.length === 0 || plan.groupingSets !== undefined ? stay : pullThroughAggregate(plan, outer, newId);
    case 'Window':
      return pullThroughWindow(plan, outer, newId);
    case 'Join':
    case 'DependentJoin': {
      // A single join raises for rows that the conditions would have removed before it.
      if (plan.type === 'single' && rowBounds(plan.right).most > 1) return stay;
      const left = plan.type === 'right' || plan.type === 'full' ? { plan: plan.left, conditions: [] } : pullUp(plan.left, outer, newId);
      const right =
        plan.kind === 'Join' && (plan.type === 'inner' || plan.type === 'right')
          ? pullUp(plan.right, outer, newId)
          : { plan: plan.right, conditions: [] };
      const on = plan.type === 'inner' ? plan.on.filter((conjunct) => !isCorrelated(conjunct, outer)) : plan.on;
      const pulled = plan.type === 'inner' ? plan.on.filter((conjunct) => isCorrelated(conjunct, outer)) : [];
      return {
        plan: { ...plan, left: left.plan, right: right.plan, on } as LogicalPlan,
        conditions: [...left.conditions, ...right.conditions, ...pulled],
      };
    }
    default:
      return stay;
  }
}

function pullThroughProject(plan: Project, outer: Ids, newId: NewColumnId): PulledUp {
  // The items would be computed for rows that the conditions remove.
  if (plan.items.some((item) => mayRaise(item.expr) || isVolatile(item.expr))) return { plan, conditions: [] };
  const { plan: input, conditions } = pullUp(plan.input, outer, newId);
  if (conditions.length === 0) return { plan, conditions };
  const items = [...plan.items];
  const known = new Set<ColumnId>(items.map(({ id }) => id));
  for (const condition of conditions) {
    for (const [id, reference] of freeColumns(condition)) {
      if (outer.has(id) || known.has(id)) continue;
      known.add(id);
      items.push({ id, name: reference.name, type: reference.type, expr: reference });
    }
  }
  return { plan: { ...plan, input, items }, conditions };
}

/** The conditions of the input that can cross a grouping, with the column that stands for the inner side of each; the others go back below. */
export function splitEqualities(
  input: PulledUp,
  outer: Ids,
  newId: NewColumnId,
  reuse: readonly ProjectItem[],
): {
  input: LogicalPlan;
  keys: ProjectItem[];
  conditions: Expr[];
  complete: boolean;
} {
  const keys: ProjectItem[] = [];
  const conditions: Expr[] = [];
  const back: Expr[] = [];
  for (const condition of input.conditions) {
    const equality = asCorrelatedEquality(condition, outer);
    if (equality === undefined || isVolatile(equality.inner) || mayRaise(equality.inner)) {
      back.push(condition);
      continue;
    }
    const { inner } = equality;
    const existing =
      inner.kind === 'Column' ? [...reuse, ...keys].find(({ expr }) => expr.kind === 'Column' && expr.id === inner.id) : undefined;
    const key: ProjectItem = existing ?? { id: newId(), name: inner.kind === 'Column' ? inner.name : 'key', type: inner.type, expr: inner };
    if (existing === undefined) keys.push(key);
    conditions.push(equality.over(column(key)));
  }
  return { input: filterOf(input.plan, back), keys, conditions, complete: back.length === 0 };
}

function pullThroughAggregate(plan: Aggregate, outer: Ids, newId: NewColumnId): PulledUp {
  if (exprsOf(plan).some(mayRaise)) return { plan, conditions: [] };
  const { input, keys, conditions } = splitEqualities(pullUp(plan.input, outer, newId), outer, newId, plan.keys);
  return { plan: { ...plan, input, keys: [...plan.keys, ...keys] }, conditions };
}

function pullThroughWindow(plan: Window, outer: Ids, newId: NewColumnId): PulledUp {
  if (exprsOf(plan).some(mayRaise)) return { plan, conditions: [] };
  const pulled = pullUp(plan.input, outer, newId);
  const passed = outputColumns(pulled.plan).map((output): ProjectItem => ({ ...output, expr: column(output) }));
  const { input, keys, conditions } = splitEqualities(pulled, outer, newId, passed);
  const computed: LogicalPlan = keys.length === 0 ? input : { kind: 'Project', input, items: [...passed, ...keys] };
  const partitionBy = conditions.flatMap((condition) => [...freeColumns(condition).values()].filter(({ id }) => !outer.has(id)));
  return { plan: { ...plan, input: computed, partitionBy: [...plan.partitionBy, ...partitionBy] }, conditions };
}
