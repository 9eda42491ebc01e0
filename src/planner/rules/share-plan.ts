import { outputColumns } from '../logical/columns.js';
import type { ColumnId, Expr } from '../logical/expr.js';
import { column } from '../logical/make.js';
import type { LogicalPlan } from '../logical/plan.js';
import type { RuleContext } from './rule.js';

/** A shared plan and a way to read it again: each reader has its own columns. */
export interface SharedPlan {
  /** A new reader of the columns that `needs` names, and what each of them is called there. */
  readonly read: (needs: Iterable<ColumnId>) => { plan: LogicalPlan; columns: ReadonlyMap<ColumnId, Expr> };
}

/** Computes a plan once for several readers. */
export function sharePlan(input: LogicalPlan, context: RuleContext): SharedPlan {
  const id: number = context.newId();
  return {
    read: (needs) => {
      const wanted = new Set(needs);
      const outputs = outputColumns(input);
      const needed = outputs.filter((output) => wanted.has(output.id));
      // Rows without columns cannot be kept: a reader that only counts takes the first.
      const sources = needed.length === 0 ? outputs.slice(0, 1) : needed;
      const columns = sources.map((source) => ({ id: context.newId(), name: source.name, type: source.type }));
      return {
        plan: { kind: 'Materialize', id, input, columns, sources: sources.map((source) => source.id) },
        columns: new Map(sources.map((source, i) => [source.id, column(columns[i])])),
      };
    },
  };
}
