import type { PhysicalHashAggregate } from '../../planner/physical/plan.js';
import type { PipelineDraft, StageBuilder } from '../compile/draft.js';
import { groupSink } from './group-sink.js';
import { groupSource } from './group-source.js';

/** Groups are merged in so many tasks when there are many of them. */
const RADIX = 16;
const MANY_GROUPS = 2048;

/**
 * Groups each input partition by itself, then merges the partitions' groups, range of hashes by range. NULL keys are equal. The number of
 * ranges follows from the plan, so the order of groups does not depend on threads.
 */
export function compileHashAggregate(node: PhysicalHashAggregate, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(node.input);
  const radix = node.keys.length > 0 && input.source.partitions > 1 && node.estimatedRows > MANY_GROUPS ? RADIX : 1;
  const sink = groupSink(node, radix);
  const stage = builder.close(input, sink, 'HashAggregate');
  const source = groupSource(node, sink.layout(), stage, radix);
  return { source, steps: [], columns: source.columns };
}
