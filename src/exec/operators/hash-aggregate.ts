import type { PhysicalHashAggregate } from '../../planner/physical/plan.js';
import { adaptSource, type Bundling, type PipelineDraft, type StageBuilder } from '../compile/draft.js';
import { groupSink, type StoredRows } from './group-sink.js';
import { groupSource } from './group-source.js';

/** More groups than this are merged in several tasks; estimates for several keys are cautious, so that there may well be ten times as many. */
const MANY_GROUPS = 512;
/** Each of these tasks is for a range of hashes with about so many groups. */
const RANGE_GROUPS = 16384;
const LEAST_RANGES = 16;
const MOST_RANGES = 256;

/** Where groups are many and their rows far apart, a task reads this much of the input, since whatever it groups is merged once more. */
const BUNDLING: Bundling = { tasks: 16, rows: 4_000_000 };

/**
 * Groups each part of the input by itself, then merges the parts' groups, range of hashes by range, unless they are whole. NULL keys are equal. The number of parts
 * and of ranges follows from the plan, so the order of groups does not depend on threads.
 */
export function compileHashAggregate(node: PhysicalHashAggregate, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(node.input);
  const isMany = node.keys.length > 0 && node.estimatedRows > MANY_GROUPS && input.source.partitions > 1 && !node.hasWholeGroups;
  const source = (isMany && !node.isLocal ? adaptSource(input.source, { bundling: BUNDLING }) : undefined) ?? input.source;
  const ranges = !isMany ? 1 : node.isLocal ? LEAST_RANGES : rangesOf(node.estimatedRows);
  const sink = groupSink(node, input.columns, ranges, isMany ? storedRows(node) : 'none');
  const stage = builder.close({ ...input, source }, sink, 'HashAggregate');
  const merged = groupSource(node, sink.layout(), stage, node.hasWholeGroups ? source.partitions : ranges);
  return { source: merged, steps: [], columns: merged.columns };
}

/** Values that a state keeps one by one are as many after merging; rows of a group that are neighbours find it in the cache. */
const storedRows = ({ aggregates, isLocal }: PhysicalHashAggregate): StoredRows =>
  !isLocal && aggregates.some(({ call }) => call.fn.keepsValues === true) ? 'all' : 'late';

const rangesOf = (groups: number): number =>
  2 ** Math.ceil(Math.log2(Math.min(MOST_RANGES, Math.max(LEAST_RANGES, groups / RANGE_GROUPS))));
