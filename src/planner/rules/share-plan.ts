import { freeColumns, outputColumns } from '../logical/columns.js';
import type { ColumnId, Expr } from '../logical/expr.js';
import { instantiate, type Instance } from '../logical/instantiate.js';
import { column } from '../logical/make.js';
import type { LogicalPlan, Materialize, OutputColumn } from '../logical/plan.js';
import type { RuleContext } from './rule.js';

/** A shared plan and a way to read it again: each reader has its own columns. */
export interface SharedPlan {
  /** A new reader of the columns that `needs` names, and what each of them is called there. */
  readonly read: (needs: Iterable<ColumnId>) => { plan: LogicalPlan; columns: ReadonlyMap<ColumnId, Expr> };
}

/** Computes a plan once for several readers; each has its own copy when the plan reads columns of an outer query, and so is another for every outer row. */
export function sharePlan(input: LogicalPlan, context: RuleContext): SharedPlan {
  if (freeColumns(input).size > 0) return { read: () => instantiate(input, context.newId) };
  const id: number = context.newId();
  // A copy, so that a reader may give columns back under the ids that they had.
  const copy = instantiate(input, context.newId);
  const outputs = outputColumns(input);
  return {
    read: (needs) => {
      const wanted = new Set(needs);
      const needed = outputs.filter((output) => wanted.has(output.id));
      // Rows without columns cannot be kept: a reader that only counts takes the first.
      const read = needed.length === 0 ? outputs.slice(0, 1) : needed;
      const columns = read.map(({ name, type }) => ({ id: context.newId(), name, type }));
      return {
        plan: { kind: 'Materialize', id, input: copy.plan, columns, sources: read.map((output) => copy.columns.get(output.id)!.id) },
        columns: new Map(read.map((output, i) => [output.id, column(columns[i])])),
      };
    },
  };
}

/** Readers of a plan that is computed once: each has columns of its own, and says which of the original's they are. */
export function keep(id: number, { plan, columns }: Instance) {
  return (outputs: readonly OutputColumn[], originOf: (id: ColumnId) => ColumnId): Materialize => ({
    kind: 'Materialize',
    id,
    input: plan,
    columns: outputs.map(({ id: own, name, type }) => ({ id: own, name, type })),
    sources: outputs.map((output) => columns.get(originOf(output.id))!.id),
  });
}
