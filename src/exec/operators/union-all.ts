import type { PhysicalUnionAll } from '../../planner/physical/plan.js';
import type { PipelineDraft, StageBuilder } from '../compile/draft.js';
import { chunkSource } from './chunk-source.js';
import { appendProject } from './project.js';

/** Stores each input's rows and reads them one input after the other, which keeps the order of UNION ALL. */
export function compileUnionAll({ inputs, columns }: PhysicalUnionAll, builder: StageBuilder): PipelineDraft {
  const stored = inputs.map(({ plan, sources }) => {
    const items = columns.map((column, i) => ({ ...column, expr: sources[i] }));
    return builder.materialize(appendProject(builder.compile(plan), items), 'UnionAll');
  });
  const partitions = stored.reduce((sum, { stage }) => sum + builder.partitionsOf(stage), 0);
  const merged = columns.map(({ id, type }, i) => ({ id, type, nullable: stored.some((input) => input.columns[i].nullable) }));
  return {
    source: chunkSource(
      stored.map(({ stage }) => stage),
      merged,
      partitions,
    ),
    steps: [],
    columns: merged,
  };
}
