import { InternalError } from '../../errors.js';
import type { RuntimeFilter } from '../../planner/physical/plan.js';
import { appendStep, type PipelineDraft, type StageBuilder } from '../compile/draft.js';
import { TABLE_TUPLES } from './join-table.js';

/** Drops the rows that a join's table shows to be of no use; all pass when the table turns out to be too large to drop many. */
export function appendRuntimeFilter(
  pipeline: PipelineDraft,
  { join, columns, worthBelow }: RuntimeFilter,
  builder: StageBuilder,
): PipelineDraft {
  const filter = builder.filters.get(join);
  if (filter === undefined) throw new InternalError(`the table of join #${join} does not exist yet`);
  const { source } = pipeline;
  return appendStep(
    { ...pipeline, source: { ...source, dependsOn: [...source.dependsOn, filter.table] } },
    ({ code, row, stage }, next) => {
      const slot = stage.layout.reserve(4, { kind: 'output', stage: filter.table, partition: 0 });
      const table = code.inPrologue(() => code.load('i32.load', code.frame, slot));
      const isOff = code.inPrologue(() => code.op('i32.gt_u', code.load('i32.load', table, TABLE_TUPLES), code.i32(worthBelow)));
      const keys = columns.map((id) => row.get(id));
      const passes = code.variable('i32', isOff);
      code.if(code.op('i32.eqz', isOff), () => code.set(passes, filter.mayMatch(table, keys, code)));
      code.if(code.get(passes), () => next(row));
    },
  );
}
