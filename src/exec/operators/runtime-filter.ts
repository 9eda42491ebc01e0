import { InternalError } from '../../errors.js';
import type { Value } from '../../functions/code.js';
import type { RuntimeFilter } from '../../planner/physical/plan.js';
import type { Restriction, StageBuilder } from '../compile/draft.js';
import type { ExpressionContext } from '../wasm/expression.js';
import { TABLE_TUPLES } from './join-table.js';

/**
 * Keeps the rows that a join's table shows to be of use; all when the table turns out to be too large to drop many. For the join that is next,
 * what is found is kept: it looks up whole batches here, where many cache misses are under way at once.
 */
export function runtimeRestriction({ join, columns, worthBelow, isNext }: RuntimeFilter, builder: StageBuilder): Restriction {
  const filter = builder.filters.get(join);
  if (filter === undefined) throw new InternalError(`the table of join #${join} does not exist yet`);
  const tableOf = ({ code, stage }: ExpressionContext): Value => {
    const slot = stage.layout.reserve(4, { kind: 'output', stage: filter.table, partition: 0 });
    return code.inPrologue(() => code.load('i32.load', code.frame, slot));
  };
  const keysOf = ({ row }: ExpressionContext) => columns.map((id) => row.get(id));
  const common = { columns: new Set(columns), dependsOn: [filter.table] };
  if (isNext)
    return { ...common, keptAs: filter.firstTuple, holds: (context) => filter.findFirst(tableOf(context), keysOf(context), context.code) };
  return {
    ...common,
    holds(context) {
      const { code } = context;
      const table = tableOf(context);
      const isOff = code.inPrologue(() => code.op('i32.gt_u', code.load('i32.load', table, TABLE_TUPLES), code.i32(worthBelow)));
      const passes = code.variable('i32', isOff);
      code.if(code.op('i32.eqz', isOff), () => {
        code.set(passes, code.op('i32.ne', filter.mayMatch(table, keysOf(context), code), code.i32(0)));
      });
      return code.get(passes);
    },
  };
}
