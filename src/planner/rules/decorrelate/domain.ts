import type { ColumnExpr, ColumnId, Expr } from '../../logical/expr.js';
import { column } from '../../logical/make.js';
import type { LogicalPlan } from '../../logical/plan.js';
import type { RuleContext } from '../rule.js';
import { sharePlan } from '../share-plan.js';

/** The outer columns that a plan provides: its own column for each outer one. */
export type DomainColumns = ReadonlyMap<ColumnId, Expr>;

/** The distinct combinations of the outer columns that a dependent join needs: D in Neumann and Kemper's unnesting. */
export interface Domain {
  /** A new reader of D, distinct over the given outer columns. */
  readonly read: (ids: ReadonlySet<ColumnId>) => { plan: LogicalPlan; columns: DomainColumns };
}

/** D over the rows of `source`, computed once however many readers it has; `provides` says which of its columns is which outer one. */
export function makeDomain(source: LogicalPlan, provides: ReadonlyMap<ColumnId, Expr>, context: RuleContext): Domain {
  const distinctOver = (input: LogicalPlan, columns: DomainColumns): { plan: LogicalPlan; columns: ReadonlyMap<ColumnId, ColumnExpr> } => {
    const keys = [...columns].map(([outer, expr]) => ({
      outer,
      item: { id: context.newId(), name: (expr as ColumnExpr).name, type: expr.type, expr },
    }));
    return {
      plan: { kind: 'Aggregate', input, keys: keys.map(({ item }) => item), aggregates: [] },
      columns: new Map(keys.map(({ outer, item }) => [outer, column(item)])),
    };
  };
  const distinct = distinctOver(source, provides);
  const shared = sharePlan(distinct.plan, context);
  return {
    read: (ids) => {
      const wanted = [...ids].map((id) => [id, distinct.columns.get(id)!] as const);
      const reader = shared.read(wanted.map(([, { id }]) => id));
      const columns = new Map(wanted.map(([id, own]) => [id, reader.columns.get(own.id)!]));
      return ids.size === provides.size ? { plan: reader.plan, columns } : distinctOver(reader.plan, columns);
    },
  };
}
