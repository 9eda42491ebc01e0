import type { PhysicalTopN } from '../../planner/physical/plan.js';
import type { PipelineDraft, StageBuilder } from '../compile/draft.js';
import { sortSink } from './sort-sink.js';
import { sortedSource } from './sorted-source.js';
import { topNSink } from './top-n-sink.js';

/** From so many rows on, all are sorted. */
const MANY_ROWS = 4096;

/** The first rows of each partition, merged; of rows that are equal in all keys the earlier ones stay. */
export function compileTopN({ input: plan, keys, limit, offset }: PhysicalTopN, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(plan);
  const count = Math.max(1, limit + offset);
  const sink = count <= MANY_ROWS ? topNSink(keys, input.columns, count) : sortSink(keys, input.columns);
  const stage = builder.close(input, sink, 'TopN');
  const source = sortedSource(stage, sink.rows(), limit, offset);
  return { source, steps: [], columns: source.columns };
}
