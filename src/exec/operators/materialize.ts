import type { PhysicalMaterialize } from '../../planner/physical/plan.js';
import type { MaterializedStage, PipelineDraft, StageBuilder } from '../compile/draft.js';
import { chunkSource } from './chunk-source.js';

/** Shared subplans of a query that is being compiled, by their id. */
const shared = new WeakMap<StageBuilder, Map<number, MaterializedStage>>();

/** Stores the rows of a shared subplan once and reads them wherever it is used. */
export function compileMaterialize({ id, input, columns, sources }: PhysicalMaterialize, builder: StageBuilder): PipelineDraft {
  const known = shared.get(builder) ?? new Map<number, MaterializedStage>();
  shared.set(builder, known);
  let stored = known.get(id);
  if (stored === undefined) {
    stored = builder.materialize(builder.compile(input), 'Materialize');
    known.set(id, stored);
  }
  const { stage, columns: storedColumns } = stored;
  // Uses rename the columns; each reads those that `sources` name, by their position in the stored rows.
  const renamed = storedColumns.map((column) => {
    const use = sources.indexOf(column.id);
    return use < 0 ? column : { ...column, id: columns[use].id };
  });
  const source = chunkSource([stage], renamed, builder.partitionsOf(stage));
  return { source, steps: [], columns: renamed };
}
