import type { PhysicalNestedLoopJoin } from '../../planner/physical/plan.js';
import type { PipelineDraft, StageBuilder } from '../compile/draft.js';
import { compileJoin } from './join.js';
import { tableCandidates } from './join-candidates.js';

/** Tries every pair of rows, in the order of the probe side and within it of the build side. A pair matches when every condition is TRUE. */
export const compileNestedLoopJoin = (node: PhysicalNestedLoopJoin, builder: StageBuilder): PipelineDraft =>
  compileJoin(
    {
      node,
      keys: [],
      residual: node.on,
      match: (table, { build }, { code }) => ({ candidates: tableCandidates(table, build, code), residual: node.on }),
    },
    builder,
  );
