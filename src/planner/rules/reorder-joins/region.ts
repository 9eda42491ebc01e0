import { freeColumns, outputColumns } from '../../logical/columns.js';
import { isVolatile } from '../../logical/effects.js';
import type { ColumnId, Expr } from '../../logical/expr.js';
import { conjunctsOf } from '../../logical/make.js';
import type { Join, LogicalPlan } from '../../logical/plan.js';

/** A set of relations as bits. */
export type RelationSet = number;

/** An input of a join region. */
export interface Relation {
  readonly plan: LogicalPlan;
  /** For a relation that comes in by a left, semi, anti, mark or single join: that join, and the relations that must be on its left. */
  readonly special?: { readonly join: Join; readonly requires: RelationSet };
}

/** A condition of the region and the relations that it reads. */
export interface Predicate {
  readonly expr: Expr;
  readonly relations: RelationSet;
}

/** Inner joins, and joins that keep their left side's rows, as one unordered set of relations. */
export interface Region {
  readonly relations: readonly Relation[];
  readonly predicates: readonly Predicate[];
}

/** More relations than bits of a small integer are left in the order they were written in. */
export const MAX_RELATIONS = 30;

const isSpecial = (plan: LogicalPlan): plan is Join =>
  plan.kind === 'Join' &&
  (plan.type === 'left' || plan.type === 'semi' || plan.type === 'anti' || plan.type === 'mark' || plan.type === 'single');

/** Whether a node starts a region: more than one relation meets in it. */
export const isRegionRoot = (plan: LogicalPlan): plan is Join =>
  plan.kind === 'Join' && (plan.type === 'inner' || isSpecial(plan)) && !plan.on.some(isVolatile);

/** Takes a region apart; its relations may hold regions of their own. */
export function takeApart(root: Join): Region {
  const relations: Relation[] = [];
  const conditions: Expr[] = [];
  const owner = new Map<ColumnId, number>();

  const own = (plan: LogicalPlan, index: number): void => {
    for (const { id } of outputColumns(plan)) owner.set(id, index);
  };
  const readBy = (exprs: readonly Expr[], except: number): RelationSet => {
    let set = 0;
    for (const expr of exprs)
      for (const id of freeColumns(expr).keys()) {
        const index = owner.get(id);
        if (index !== undefined && index !== except) set |= 1 << index;
      }
    return set;
  };

  const add = (plan: LogicalPlan): void => {
    if (plan.kind === 'Filter' && !plan.conjuncts.some(isVolatile) && isRegionRoot(plan.input)) {
      add(plan.input);
      conditions.push(...plan.conjuncts.flatMap(conjunctsOf));
      return;
    }
    if (!isRegionRoot(plan)) {
      own(plan, relations.length);
      relations.push({ plan });
      return;
    }
    const before = relations.length;
    add(plan.left);
    const left = bitsBetween(before, relations.length);
    if (plan.type === 'inner') {
      add(plan.right);
      conditions.push(...plan.on.flatMap(conjunctsOf));
      return;
    }
    const index = relations.length;
    own(plan.right, index);
    if (plan.mark !== undefined) owner.set(plan.mark.id, index);
    // A single join raises when a row matches twice: not for rows that the query has not got yet.
    const read = plan.type === 'single' ? left : readBy(plan.on, index);
    let requires = read === 0 ? left : read;
    for (let i = 0; i < index; i++) if ((requires & (1 << i)) !== 0) requires |= relations[i].special?.requires ?? 0;
    relations.push({ plan: plan.right, special: { join: plan, requires } });
  };
  add(root);
  return { relations, predicates: conditions.map((expr) => ({ expr, relations: readBy([expr], -1) })) };
}

function bitsBetween(from: number, to: number): RelationSet {
  let set = 0;
  for (let i = from; i < to; i++) set |= 1 << i;
  return set;
}
