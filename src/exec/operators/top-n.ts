import type { PhysicalTopN } from '../../planner/physical/plan.js';
import { adaptSource, type PipelineDraft, type StageBuilder } from '../compile/draft.js';
import { sortSink, type SortingSink } from './sort-sink.js';
import { sortedSource } from './sorted-source.js';
import { emitSortKeys } from './sort-tuple.js';
import { topNBound } from './top-n-bound.js';
import { topNSink } from './top-n-sink.js';

/** From so many rows on, all are sorted. */
const MANY_ROWS = 4096;

/** The first rows of each partition, merged; of rows that are equal in all keys the earlier ones stay. */
export function compileTopN({ input: plan, keys, limit, offset }: PhysicalTopN, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(plan);
  const count = Math.max(1, limit + offset);
  if (count > MANY_ROWS) return sorted(input, sortSink(keys, input.columns));
  const sink = topNSink(keys, input.columns, count);
  const bound = topNBound(plan, keys, (below, context) => emitSortKeys(below, [], [], true, context).prefix, sink.bound);
  const source = bound && adaptSource(input.source, { restriction: bound });
  return sorted(source === undefined ? input : { ...input, source }, sink);

  function sorted(pipeline: PipelineDraft, rows: SortingSink): PipelineDraft {
    const stage = builder.close(pipeline, rows, 'TopN');
    const merged = sortedSource(stage, rows.rows(), { limit, offset });
    return { source: merged, steps: [], columns: merged.columns };
  }
}
