import type { PhysicalSort } from '../../planner/physical/plan.js';
import type { PipelineDraft, StageBuilder } from '../compile/draft.js';
import { sortSink } from './sort-sink.js';
import { sortedSource } from './sorted-source.js';

/** Sorts each partition, then merges them; rows that are equal in all keys keep their order. */
export function compileSort({ input: plan, keys }: PhysicalSort, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(plan);
  const sink = sortSink(keys, input.columns);
  const stage = builder.close(input, sink, 'Sort');
  const source = sortedSource(stage, sink.rows());
  return { source, steps: [], columns: source.columns };
}
