import { InternalError } from '../../errors.js';
import type { RuntimeFilter } from '../../planner/physical/plan.js';
import type { Restriction, StageBuilder } from '../compile/draft.js';
import { TABLE_TUPLES } from './join-table.js';

/** Keeps the rows that a join's table shows to be of use; all when the table turns out to be too large to drop many. */
export function runtimeRestriction({ join, columns, worthBelow }: RuntimeFilter, builder: StageBuilder): Restriction {
  const filter = builder.filters.get(join);
  if (filter === undefined) throw new InternalError(`the table of join #${join} does not exist yet`);
  return {
    columns: new Set(columns),
    dependsOn: [filter.table],
    holds({ code, row, stage }) {
      const slot = stage.layout.reserve(4, { kind: 'output', stage: filter.table, partition: 0 });
      const table = code.inPrologue(() => code.load('i32.load', code.frame, slot));
      const isOff = code.inPrologue(() => code.op('i32.gt_u', code.load('i32.load', table, TABLE_TUPLES), code.i32(worthBelow)));
      const passes = code.variable('i32', isOff);
      code.if(code.op('i32.eqz', isOff), () => {
        const keys = columns.map((id) => row.get(id));
        code.set(passes, code.op('i32.ne', filter.mayMatch(table, keys, code), code.i32(0)));
      });
      return code.get(passes);
    },
  };
}
