import type { PhysicalMaterialize } from '../../planner/physical/plan.js';
import type { MaterializedStage, PipelineDraft, SourceDraft, StageBuilder } from '../compile/draft.js';
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
  const chunks = chunkSource([stage], storedColumns, builder.partitionsOf(stage));
  // Each use has ids of its own for the stored columns that it reads, and may read one under two.
  const source: SourceDraft = {
    ...chunks,
    columns: columns.map((column, i) => ({ ...storedColumns.find(({ id: storedId }) => storedId === sources[i])!, id: column.id })),
    loads: (code, index, stageCode) => {
      const loads = chunks.loads(code, index, stageCode);
      return new Map(columns.map((column, i) => [column.id, loads.get(sources[i])!]));
    },
  };
  return { source, steps: [], columns: source.columns };
}
